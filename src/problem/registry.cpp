#include "jennopt/problem/registry.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <dlfcn.h>
#include <utility>

namespace jennopt {

namespace {

using EntryPoint = const PluginEntry* (*)();

std::vector<std::filesystem::path> modules_of(const std::filesystem::path& place) {
    if (!std::filesystem::is_directory(place)) {
        return {place};
    }
    std::vector<std::filesystem::path> modules;
    for (const auto& file : std::filesystem::directory_iterator(place)) {
        if (file.is_regular_file() && file.path().extension() == ".so") {
            modules.push_back(file.path());
        }
    }
    return modules;
}

/// The module is never closed: problems made by it, and what they threw, may outlive any owner
/// here.
EntryPoint entry_point(std::string_view name, const std::filesystem::path& module) {
    void* handle = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        throw ConfigError(
            fmt::format("problem '{}': {} does not load: {}", name, module.string(), dlerror()));
    }
    void* symbol = dlsym(handle, "jennopt_plugin");
    if (symbol == nullptr) {
        throw ConfigError(fmt::format(
            "problem '{}': {} has no entry point, expected a function jennopt_plugin of C linkage",
            name,
            module.string()));
    }
    return reinterpret_cast<EntryPoint>(symbol);
}

const PluginEntry& checked(const PluginEntry* entry,
                           std::string_view name,
                           const std::filesystem::path& module) {
    const std::string where = fmt::format("problem '{}': {}", name, module.string());
    if (entry == nullptr) {
        throw ConfigError(where + " returns no entry from jennopt_plugin");
    }
    // Before any other field is read: in another version they may lie elsewhere.
    if (entry->interface_version != plugin_interface_version) {
        throw ConfigError(where +
                          fmt::format(" has plugin interface version {}, expected {}: rebuild it",
                                      entry->interface_version,
                                      plugin_interface_version));
    }
    if (entry->name == nullptr || entry->name != name) {
        throw ConfigError(
            where + fmt::format(" holds a problem named '{}', expected '{}' as its file is named",
                                entry->name == nullptr ? "" : entry->name,
                                name));
    }
    if (entry->make == nullptr) {
        throw ConfigError(where + " has no function that makes the problem");
    }
    return *entry;
}

}  // namespace

ProblemRegistry::ProblemRegistry(const std::vector<std::filesystem::path>& places) {
    for (const std::filesystem::path& place : places) {
        if (!std::filesystem::exists(place)) {
            throw ConfigError(fmt::format(
                "{} does not exist, expected a folder of problem modules or one module (.so)",
                place.string()));
        }
        for (const std::filesystem::path& module : modules_of(place)) {
            // Absolute: dlopen looks for a name without a slash among the system's libraries.
            modules_.emplace(module.stem().string(), std::filesystem::absolute(module));
        }
    }
}

std::vector<std::string> ProblemRegistry::names() const {
    std::vector<std::string> all;
    for (const auto& [name, module] : modules_) {
        all.push_back(name);
    }
    return all;
}

const PluginEntry& ProblemRegistry::entry(std::string_view name) const {
    const auto found = modules_.find(name);
    if (found == modules_.end()) {
        const std::vector<std::string> known = names();
        throw ConfigError(
            fmt::format("unknown problem '{}'{} (problems: {})",
                        name,
                        did_you_mean(name, known),
                        known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
    }
    return checked(entry_point(name, found->second)(), name, found->second);
}

std::vector<OptionInfo> ProblemRegistry::options(std::string_view name) const {
    const PluginEntry& plugin = entry(name);
    return plugin.options == nullptr ? std::vector<OptionInfo>{} : plugin.options();
}

std::unique_ptr<Problem> ProblemRegistry::make(
    std::string_view name, const std::map<std::string, OptionValue>& options) const {
    const PluginEntry& plugin = entry(name);
    std::unique_ptr<Problem> problem;
    try {
        problem = plugin.make(ProblemOptions(this->options(name), options));
    } catch (const std::exception& cause) {
        throw ConfigError(fmt::format("problem '{}': {}", name, cause.what()));
    }
    if (problem == nullptr || problem->info().name != name) {
        throw ConfigError(
            fmt::format("problem '{}': its module made {}, expected a problem of that name",
                        name,
                        problem == nullptr ? "nothing" : "'" + problem->info().name + "'"));
    }
    return problem;
}

}  // namespace jennopt
