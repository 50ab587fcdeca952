#include "jennopt/problem/plugin.hpp"

using namespace jennopt;

/// The name is not the one of the file.
extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "another", .make = [](const ProblemOptions&) {
                                       return std::unique_ptr<Problem>();
                                   }};
    return &entry;
}
