#pragma once

#include "jennopt/problem/problem.hpp"
#include "jennopt/problem/registry.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

struct RunOptions {
    std::filesystem::path output = "results";        ///< the study gets a folder of its own below
    Index jobs = 1;                                  ///< replicates (and evaluations) at once, >= 1
    bool force = false;                              ///< discard what the study's folder holds
    std::string command;                             ///< kept in the folder for the report
    std::vector<std::filesystem::path> plugin_path;  ///< where the problems were found, kept too
};

struct StudyProgress {
    double fraction = 0.0;      ///< 0 to 1 over all arms and replicates
    Index finished = 0;         ///< replicates done
    Index replicates = 0;       ///< over all arms
    std::string_view activity;  ///< what was begun last
};

/// Hears progress, from one thread at a time; throws Interrupted to end the study.
using StudyObserver = std::function<void(const StudyProgress&)>;

/// One arm of a study with the problem it needs: what `check` prints and `run` runs.
struct PlannedArm {
    const Arm* arm;
    std::shared_ptr<const Problem> problem;
};

/// The study's own plugins, with paths relative to the study file resolved.
[[nodiscard]] std::vector<std::filesystem::path> plugin_places(const Study& study);

/// The table that a study is left out for: it is not there, and the study file calls it optional.
[[nodiscard]] std::optional<std::filesystem::path> missing_table(const Study& study);

/// Loads the problems and checks everything that can be checked before the first evaluation.
/// @throws ConfigError for what the registry refuses, starts outside the bounds, a jenn without
/// partials, weights
///         that do not fit the problem
[[nodiscard]] std::vector<PlannedArm> plan(const Study& study, const ProblemRegistry& registry);

/// True evaluations that one replicate of this arm needs before any search of the truth.
[[nodiscard]] Index planned_evaluations(const PlannedArm& arm);

/// Test samples of one replicate of this arm.
[[nodiscard]] Index planned_tests(const PlannedArm& arm);

/// What the audit of the partials of a study's problems says.
struct StudyAudit {
    std::string text;   ///< of every problem, with a table where something is wrong
    Index n_wrong = 0;  ///< partials
};

/// Compares the partials of the problems, each with each of its settings once, with differences (at
/// three points; see audit_partials). The problems as they are: what the study does to its training
/// samples is not looked at.
/// @throws ConfigError if a problem is a table or has no partials
[[nodiscard]] StudyAudit audit(const std::vector<PlannedArm>& arms);

/// Refuses a study's folder before anything is run in it.
/// @throws ConfigError if it holds something that is no study, or another configuration under the
/// same arm (with the
///         difference) and force is not set
void check_output(const Study& study, const RunOptions& options);

/// Runs what is not finished yet of a study, in parallel over arms and replicates. How long all
/// calls took that had something to run is kept in the folder's timing.json, also when interrupted.
///
/// @return the study's folder, output/name
/// @throws ConfigError as check_output, if another run is at work in the folder, or if the study's
/// check_partials finds a wrong one
std::filesystem::path run(const Study& study,
                          const std::vector<PlannedArm>& arms,
                          const RunOptions& options,
                          const StudyObserver& observer);

}  // namespace jennopt
