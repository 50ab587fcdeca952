#pragma once

#include "jennopt/problem/problem.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace jennopt {

/// Which folders of evaluations stay on disk.
enum class KeepFolders { failed, all, none };

template <>
inline constexpr auto enum_names<KeepFolders> = std::to_array<Named<KeepFolders>>(
    {{KeepFolders::failed, "failed"}, {KeepFolders::all, "all"}, {KeepFolders::none, "none"}});

/// A number in a file that a program writes.
struct ResultPattern {
    std::string file;     ///< below the evaluation's folder; "": what the program prints
    std::string pattern;  ///< regular expression (ECMAScript), searched in each line; its one group
                          ///< is the number; the last line that matches counts
};

/// Where one output stands in the files of a program.
struct ExternalResult {
    ResultPattern value;
    std::map<std::string, ResultPattern> partials;  ///< by input; file "": that of the value
};

/// A problem that is a program: run once per point, in a folder of its own.
///
/// Without results the program gets one JSON object on its standard input, which is also the file
/// point.json of its folder, and returns one JSON object on its standard output, of which the
/// last one counts, or in the file result.json. problems/README.md describes both.
struct ExternalConfig {
    std::string name;
    std::vector<std::string> command;  ///< program and arguments; a relative path to a file beside
                                       ///< the study stands for that file
    std::vector<Input> inputs;
    std::vector<Output> outputs;
    std::vector<std::string> partials;  ///< inputs by which the program gives partials
    double gradient_price = 1.0;        ///< of all partials at a point, in units of one value
    double timeout_seconds = 0.0;       ///< 0: none
    double memory_gigabytes = 0.0;  ///< that each of its processes may have, 1e9 bytes; 0: no limit
    Index retries = 0;              ///< further attempts after a failure
    double pause_seconds = 0.0;     ///< before each further attempt
    std::vector<std::string> launcher;               ///< words before the command
    std::map<std::string, std::string> environment;  ///< added to the program's environment
    KeepFolders keep_folders = KeepFolders::failed;
    std::map<std::string, std::string> templates;   ///< file to write -> template beside the study
    std::map<std::string, ExternalResult> results;  ///< by output; all of them, or none
};

/// What is wrong with a program, and at which key.
struct ExternalObjection {
    std::string path;  ///< below the keys of the problem, "command.0"
    std::string message;
};

// In external_objections.cpp:

/// What can be known without running the program: whether it and its templates are there.
/// @param study_folder  that relative paths start from; absolute
[[nodiscard]] std::vector<ExternalObjection> objections(const ExternalConfig& config,
                                                        const std::filesystem::path& study_folder);

/// The problem's description, without a look at the disk.
[[nodiscard]] ProblemInfo external_info(const ExternalConfig& config);

// In external.cpp:

/// The problem. Its evaluate() runs the program and waits for it; several threads may do so.
///
/// A program that ends with another exit status than 0 or by a signal, outlasts the time-out (all
/// that descends from it is killed), returns something else than a JSON object, leaves an output
/// out or reports a failure is an EvaluationError, with the program's last lines and its folder;
/// one that does not start, or whose failure is the machine's as of program_failure.hpp, a
/// MachineFailure. An answer that was ready when jennopt was killed is taken without running again.
/// @throws ConfigError with all objections, and where the description is inconsistent
[[nodiscard]] std::unique_ptr<Problem> external_problem(const ExternalConfig& config,
                                                        const std::filesystem::path& study_folder);

/// Ends every program that runs now, and refuses to start another: evaluations that wait for one
/// throw Interrupted. Safe to call from a signal handler. When this process ends, however it does,
/// they end without being told.
void stop_programs() noexcept;

}  // namespace jennopt
