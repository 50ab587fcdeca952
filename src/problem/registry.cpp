#include "jennopt/problem/registry.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <array>
#include <cfenv>
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
    std::fenv_t arithmetic{};
    std::fegetenv(&arithmetic);
    void* handle = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    // A module linked with -ffast-math makes 0 of small numbers, for all code of this thread.
    std::fesetenv(&arithmetic);
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

/// One setting of PluginAbi, and what to do where it differs.
struct AbiSetting {
    const char* name;
    int PluginAbi::*value;
    const char* remedy;
};

constexpr const char* same_compiler =
    "rebuild it with the compiler and the headers of this jennopt";

// Causes before what follows from them.
constexpr std::array abi_settings{
    AbiSetting{"the standard library (1 libstdc++, 2 libc++)",
               &PluginAbi::standard_library,
               "rebuild it with that of jennopt"},
    AbiSetting{"_GLIBCXX_USE_CXX11_ABI", &PluginAbi::new_strings, "rebuild it with this one"},
    AbiSetting{"_GLIBCXX_DEBUG", &PluginAbi::checked_containers, "rebuild it with this one"},
    AbiSetting{"an Eigen of version", &PluginAbi::eigen_version, same_compiler},
    AbiSetting{"EIGEN_MAX_ALIGN_BYTES",
               &PluginAbi::eigen_alignment,
               "rebuild it by jennopt_add_problem, or without -march=... and -mavx..."},
    AbiSetting{"EIGEN_MALLOC_ALREADY_ALIGNED",
               &PluginAbi::eigen_malloc,
               "rebuild it by jennopt_add_problem, or without -march=... and -mavx..."},
    AbiSetting{"an Index of bytes", &PluginAbi::index_size, same_compiler},
    AbiSetting{"a Vector of bytes", &PluginAbi::vector_size, same_compiler},
    AbiSetting{"a ProblemInfo of bytes", &PluginAbi::info_size, same_compiler},
    AbiSetting{"a ProblemOptions of bytes", &PluginAbi::options_size, same_compiler},
    AbiSetting{"an OptionInfo of bytes", &PluginAbi::option_info_size, same_compiler}};

static_assert(sizeof(PluginAbi) == abi_settings.size() * sizeof(int));

/// With another layout the module's first evaluation would damage memory.
void require_same_abi(const PluginAbi& found, const std::string& where) {
    constexpr PluginAbi own = plugin_abi();
    for (const auto& [name, value, remedy] : abi_settings) {
        if (found.*value != own.*value) {
            throw ConfigError(fmt::format("{} was compiled with {} {}, expected {}: {}",
                                          where,
                                          name,
                                          found.*value,
                                          own.*value,
                                          remedy));
        }
    }
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
    require_same_abi(entry->abi, where);
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
