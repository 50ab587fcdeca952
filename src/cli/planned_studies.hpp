#pragma once

#include "cli/command_line.hpp"
#include "study/reproduction.hpp"
#include "study/study.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// A study file that was read and checked.
struct PlannedStudy {
    Study study;
    std::vector<PlannedArm> arms;
    RunOptions options;
    std::optional<UnpackedStudy> unpacked;  ///< where the command names an archive
    std::string not_loaded;  ///< why there are no arms: unloaded_problem(); "" otherwise
};

/// Those of a command line.
struct PlannedStudies {
    std::vector<PlannedStudy> studies;
    std::vector<std::string> left_out;                         ///< a sentence for each
    std::optional<std::chrono::steady_clock::time_point> end;  ///< of --hours; none: no limit
};

/// The options that results depend on, as words of a shell: --set, --plugin-path, --simd.
[[nodiscard]] std::string study_options(const CommandLine& line);

/// @throws ConfigError for a study that somebody else evaluates
void require_program(const Study& study);

/// Reads and checks every file that the command names, and reports every error, before anything is
/// run.
/// @throws ConfigError with all errors
[[nodiscard]] PlannedStudies plan_all(const CommandLine& line);

/// What is not loaded by other commands than run, because only the study file names it: a sentence
/// with the way to load it; "" where there is nothing of the kind.
/// @throws ConfigError if a place of plugins does not exist
[[nodiscard]] std::string unloaded_problem(const Study& study, const CommandLine& line);

/// Prints on stderr which studies are left out.
void print_left_out(const PlannedStudies& planned);

/// Again, where the output of other studies came in between.
void print_left_out_again(const PlannedStudies& planned);

}  // namespace jennopt
