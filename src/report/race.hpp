#pragma once

#include "report/study_folder.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What one optimizer did in one replicate.
struct RaceRun {
    Index replicate = 0;
    Index evaluations = 0;            ///< in all
    Index evaluations_to_target = 0;  ///< number of the first one that found the optimum
                                      ///< (RaceConfig); 0: none did
    Index rounds_to_target = 0;       ///< the same in rounds, of evaluations proposed together
    double proposal_seconds = 0.0;    ///< CPU time per proposal, NaN where no model proposed
};

/// One optimizer on one problem, a run per finished replicate.
struct RaceEntry {
    std::string optimizer;
    std::vector<RaceRun> runs;
};

/// One problem of the race: an arm that has a scale and a known optimum.
struct RaceCourse {
    std::size_t arm = 0;  ///< index into StudyResults::arms
    std::string name;     ///< course_name()
    std::vector<RaceEntry> entries;
};

/// What the arm chose of the sweep, "rosenbrock-2"; the problem's name without one.
[[nodiscard]] std::string course_name(const ArmResults& arm);

/// The best objective of an arm: what the study file says, else what the problem knows.
[[nodiscard]] std::optional<double> optimum_of(const ArmResults& arm);

/// The largest sense * objective with which the optimum counts as found; nothing where no scale or
/// no optimum is known.
[[nodiscard]] std::optional<double> target_of(const ArmResults& arm);

/// Nothing where the arm has no scale (RaceConfig), no known optimum, or no optimizer.
/// @param number  of the arm in StudyResults::arms
[[nodiscard]] std::optional<RaceCourse> race_course(const StudyResults& study, std::size_t number);

/// Those of all arms.
[[nodiscard]] std::vector<RaceCourse> race_courses(const StudyResults& study);

/// Names of the optimizers over all courses, in the order in which they first appear.
[[nodiscard]] std::vector<std::string> racers(std::span<const RaceCourse> courses);

/// Null where the optimizer did not run on this problem.
[[nodiscard]] const RaceEntry* find_entry(const RaceCourse& course, const std::string& optimizer);

/// Evaluations to the target, one number per run; infinite where it was not reached.
[[nodiscard]] std::vector<double> evaluations_of(const RaceEntry& entry);

/// The same of two optimizers in the replicates that both have, pair by pair.
struct RacePairs {
    std::vector<double> a;
    std::vector<double> b;
};

[[nodiscard]] RacePairs paired_evaluations(const RaceEntry& a, const RaceEntry& b);

/// The same in rounds.
[[nodiscard]] std::vector<double> rounds_of(const RaceEntry& entry);

/// Evaluations of the longest run.
[[nodiscard]] Index longest_run(const RaceCourse& course);

}  // namespace jennopt
