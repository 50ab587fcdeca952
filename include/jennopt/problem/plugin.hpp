#pragma once

#include "jennopt/problem/options.hpp"
#include "jennopt/problem/problem.hpp"

#include <memory>
#include <vector>

namespace jennopt {

/// Raised whenever Problem, ProblemInfo, Evaluation, ProblemOptions or PluginEntry change layout.
inline constexpr int plugin_interface_version = 4;

/// What two pieces of code must have in common to exchange vectors, strings and problems: settings
/// of a compiler that change how these lie in memory, or who frees them.
struct PluginAbi {
    int standard_library = 0;    ///< 1 libstdc++, 2 libc++, 0 another
    int new_strings = 0;         ///< _GLIBCXX_USE_CXX11_ABI
    int checked_containers = 0;  ///< _GLIBCXX_DEBUG
    int eigen_version = 0;       ///< 30400 for 3.4.0
    int eigen_alignment = 0;  ///< EIGEN_MAX_ALIGN_BYTES; with another one freed memory is damaged
    int eigen_malloc = 0;     ///< EIGEN_MALLOC_ALREADY_ALIGNED
    int index_size = 0;       ///< bytes, as the following
    int vector_size = 0;
    int info_size = 0;
    int options_size = 0;
    int option_info_size = 0;

    bool operator==(const PluginAbi&) const = default;
};

/// That of the code that is being compiled. At compile time: a function would be one and the same
/// for a program and its modules.
consteval PluginAbi plugin_abi() {
    PluginAbi abi{.eigen_version =
                      10000 * EIGEN_WORLD_VERSION + 100 * EIGEN_MAJOR_VERSION + EIGEN_MINOR_VERSION,
                  .eigen_alignment = EIGEN_MAX_ALIGN_BYTES,
                  .eigen_malloc = EIGEN_MALLOC_ALREADY_ALIGNED,
                  .index_size = sizeof(Index),
                  .vector_size = sizeof(Vector),
                  .info_size = sizeof(ProblemInfo),
                  .options_size = sizeof(ProblemOptions),
                  .option_info_size = sizeof(OptionInfo)};
#ifdef __GLIBCXX__
    abi.standard_library = 1;
    abi.new_strings = _GLIBCXX_USE_CXX11_ABI;
#ifdef _GLIBCXX_DEBUG
    abi.checked_containers = 1;
#endif
#elif defined(_LIBCPP_VERSION)
    abi.standard_library = 2;
#endif
    return abi;
}

/// What a plugin is: one shared module with one function of C linkage,
///
///     extern "C" const jennopt::PluginEntry* jennopt_plugin();
///
/// which returns the address of a static entry. interface_version stays the first field for ever,
/// so that a module of another version is recognized before anything else of it is read; abi the
/// second.
struct PluginEntry {
    int interface_version = plugin_interface_version;
    PluginAbi abi = plugin_abi();
    const char* name;  ///< equals the module's file name without its ending
    std::vector<OptionInfo> (*options)() = nullptr;  ///< nullptr: the problem has none
    std::unique_ptr<Problem> (*make)(const ProblemOptions& options);
};

}  // namespace jennopt
