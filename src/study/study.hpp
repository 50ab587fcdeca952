#pragma once

#include "study/evaluation_store.hpp"
#include "study/plan.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

struct RunOptions {
    std::filesystem::path output = "results";  ///< the study gets a folder of its own below
    Index jobs = 1;                            ///< replicates (and evaluations) at once, >= 1
    bool force = false;                        ///< discard results that the folder holds
    bool retry_failed = false;                 ///< ask again where an evaluation failed
    std::vector<std::string> only;             ///< ARM/REPLICATE or ARM each; none: all
    std::optional<std::chrono::steady_clock::time_point> end =
        {};                                          ///< of the run's time; none: no limit
    std::string command;                             ///< kept in the folder for the report
    std::vector<std::filesystem::path> plugin_path;  ///< where the problems were found, kept too
};

/// How far the runs of a program are.
struct ProgramProgress {
    EvaluationCount evaluations;
    Index planned = 0;  ///< over all arms and replicates, at most
    Index at_once = 1;
};

struct StudyProgress {
    double fraction = 0.0;         ///< 0 to 1 over all arms and replicates
    Index finished = 0;            ///< replicates done
    Index replicates = 0;          ///< over all arms
    std::string_view activity;     ///< what was begun last
    std::string_view remark = {};  ///< something to be told once, a sentence; "": nothing
    std::optional<ProgramProgress> program = {};  ///< where the problem is one
};

/// Sees progress, from one thread at a time; throws Interrupted to end the study.
using StudyObserver = std::function<void(const StudyProgress&)>;

/// Looks at a study's folder before anything is run in it.
/// @return what becomes of the results that it holds, a sentence each
/// @throws ConfigError if it holds something that is no study, or a study of which nothing can be
/// used again and force is not set, or if the study has no such replicate as options.only names
[[nodiscard]] std::vector<std::string> check_output(const Study& study, const RunOptions& options);

/// Runs what is not finished yet of a study, in parallel over arms and replicates. No evaluation
/// that an earlier run in this folder made, or that the study's data hold, is made again. Several
/// processes, on several machines, may run the same study in one folder: each replicate is run by
/// one of them, and all return when everything is finished. How long all calls took that had
/// something to run is kept in the folder's timing.json, also when interrupted. What happens is
/// noted in its log.txt. No evaluation is begun that would, by the mean of those so far, end after
/// the options' end.
///
/// @return the study's folder, output/name
/// @throws ConfigError as check_output, if another process is at work in the folder on another
/// study, or where force or retry_failed would disturb it, or if the study's check_partials finds a
/// wrong one
/// @throws EvaluationError where too many evaluations fail
/// @throws Interrupted where the observer does, or the options' end has come
std::filesystem::path run(const Study& study,
                          const std::vector<PlannedArm>& arms,
                          const RunOptions& options,
                          const StudyObserver& observer);

}  // namespace jennopt
