#pragma once

#include "jennopt/problem/options.hpp"
#include "jennopt/problem/problem.hpp"

#include <memory>
#include <vector>

namespace jennopt {

/// Raised whenever Problem, ProblemInfo, Evaluation, ProblemOptions or PluginEntry change layout.
inline constexpr int plugin_interface_version = 3;

/// What a plugin is: one shared module with one function of C linkage,
///
///     extern "C" const jennopt::PluginEntry* jennopt_plugin();
///
/// which returns the address of a static entry. interface_version stays the first field for ever,
/// so that a module of another version is recognized before anything else of it is read.
struct PluginEntry {
    int interface_version = plugin_interface_version;
    const char* name;  ///< equals the module's file name without its ending
    std::vector<OptionInfo> (*options)() = nullptr;  ///< nullptr: the problem has none
    std::unique_ptr<Problem> (*make)(const ProblemOptions& options);
};

}  // namespace jennopt
