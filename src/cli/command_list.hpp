#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace jennopt {

/// A command of the program: what it takes and does.
struct Command {
    const char* name;
    const char* arguments;
    std::size_t fewest;
    std::size_t most;
    const char* summary;
    std::vector<const char*> options;  ///< long names, besides help
};

[[nodiscard]] const std::vector<Command>& commands();

/// @throws ConfigError with the nearest one if there is none of this name
[[nodiscard]] const Command& find_command(const std::string& name);

/// What is said of an option that a command does not have: the nearest one, or the command that has
/// it.
/// @param word  as it was typed, "--jbos=3" or "-x"
[[nodiscard]] std::string unknown_option(const Command& command, const std::string& word);

/// @throws ConfigError if there are too few or too many
void require_arguments(const Command& command, const std::vector<std::string>& arguments);

}  // namespace jennopt
