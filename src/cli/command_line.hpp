#pragma once

#include "jennopt/core/types.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What the user typed, checked for form.
struct CommandLine {
    std::string command;                 ///< "run", "check", ...; "" for none
    std::vector<std::string> arguments;  ///< what follows that is no option
    bool help = false;
    bool version = false;
    std::vector<Override> overrides;                 ///< --set
    std::vector<std::filesystem::path> plugin_path;  ///< --plugin-path
    std::filesystem::path output = "results";  ///< --output; suggest, pack: "" where not given
    bool has_output = false;                   ///< whether --output was given
    Index jobs = 1;                            ///< --jobs
    std::vector<std::string> only;             ///< --only
    bool quiet = false;
    bool force = false;
    bool retry_failed = false;  ///< --retry-failed
    double hours = 0.0;         ///< --hours; 0: no limit
    bool partials = false;
    std::filesystem::path data;     ///< --data
    Index count = 0;                ///< --count; 0 where not given
    std::string optimizer;          ///< --optimizer
    std::vector<std::string> with;  ///< --with
    bool strict = false;            ///< --strict
    std::string simd;               ///< --simd; "" where not given
    std::filesystem::path jenn;     ///< --jenn; "" where not given
    std::filesystem::path c;        ///< --c; "" where not given
    std::filesystem::path onnx;     ///< --onnx; "" where not given
    bool parallel = false;          ///< --parallel
    bool slurm = false;             ///< --slurm
    Index at_once = 0;              ///< --at-once; 0 where not given
    std::string time;               ///< --time; "" where not given
    std::string memory;             ///< --memory; "" where not given
    Index array_limit = 0;          ///< --array-limit; 0 where not given
};

/// @throws ConfigError for an unknown command or option, a missing or unusable value, an option
/// that the command
///         does not have, or the wrong number of arguments
[[nodiscard]] CommandLine parse_command_line(std::span<const char* const> words);

/// What each exit code means, in sentences.
[[nodiscard]] const char* exit_code_help();

/// Help for the command of that name, or for all if it is "".
[[nodiscard]] std::string help_text(const std::string& name);

}  // namespace jennopt
