#pragma once

#include "cli/command_line.hpp"
#include "jennopt/problem/problem.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// Where plugins are looked for: --plugin-path, then the folder of built-in problems beside the
/// program. In planned_studies.cpp.
[[nodiscard]] std::vector<std::filesystem::path> plugin_places(const CommandLine& line);

/// The folder of built-in problems; none where there is none.
[[nodiscard]] std::vector<std::filesystem::path> built_in_places();

/// Runs each study file in turn, after all of them were checked, and prints its table. Studies
/// whose optional table is not there are left out, which is printed on stderr at the start and
/// at the end. In run.cpp, as report_command.
/// @return false if nothing of a study can be used, which is printed on stderr with the reason
[[nodiscard]] bool run_command(const CommandLine& line);

/// Prints the plan of each study file, or that it is left out, and, if asked for, the audit of its
/// problem's partials. In check.cpp.
/// @return false if a partial is wrong
[[nodiscard]] bool check_command(const CommandLine& line);

/// Prints a command per replicate of a study, or a script that has them run. In plan.cpp.
void plan_command(const CommandLine& line);

/// Prints the table of a finished study again, and rewrites its report.
/// @return false as run_command
[[nodiscard]] bool report_command(const CommandLine& line);

/// Lists the problems, or describes one. In problems.cpp.
void problems_command(const CommandLine& line);

/// The tables of a problem's inputs and outputs, each with a heading and an empty line before it.
void print_inputs_and_outputs(const ProblemInfo& info);

/// Prints the points that an optimizer proposes after what a table holds, as CSV. In suggest.cpp.
void suggest_command(const CommandLine& line);

/// Makes one archive of a study's folder, and prints what it is and what is not in it. In pack.cpp.
void pack_command(const CommandLine& line);

/// Prints a saved surrogate's values at the points of a table, and on stderr which of them lie
/// outside of the range of its training samples. In predict.cpp.
/// @return false if some of what it predicts is no finite number: all rows are printed, and on
/// stderr which ones these are
[[nodiscard]] bool predict_command(const CommandLine& line);

/// Writes a saved surrogate in a form of others. In export.cpp.
void export_command(const CommandLine& line);

}  // namespace jennopt
