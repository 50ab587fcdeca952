#pragma once

#include "jennopt/problem/plugin.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// Finds problems by name among the plugin modules (<name>.so) of a list of folders and files.
///
/// A module is loaded when its name is first used and stays loaded until the process ends,
/// because a Problem's code lives in it.
class ProblemRegistry {
public:
    /// @param places  folders searched for *.so, and single .so files; where two hold the same
    ///                name the earlier one counts
    /// @throws ConfigError if a place does not exist
    explicit ProblemRegistry(const std::vector<std::filesystem::path>& places);

    /// The name of every problem, in alphabetical order; nothing is loaded.
    [[nodiscard]] std::vector<std::string> names() const;

    /// The options that the problem declares.
    /// @throws ConfigError if there is no such problem (with the nearest name and the list), if the
    /// module does
    ///         not load, has no entry point, or has another interface version
    [[nodiscard]] std::vector<OptionInfo> options(std::string_view name) const;

    /// @throws ConfigError as above, and for options that the problem does not accept
    [[nodiscard]] std::unique_ptr<Problem> make(
        std::string_view name, const std::map<std::string, OptionValue>& options = {}) const;

private:
    [[nodiscard]] const PluginEntry& entry(std::string_view name) const;

    std::map<std::string, std::filesystem::path, std::less<>> modules_;
};

}  // namespace jennopt
