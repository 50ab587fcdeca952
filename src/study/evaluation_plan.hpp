#pragma once

#include "study/plan.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// True evaluations of one replicate of an arm, at most: runs of the program, where the problem is
/// one. A sample whose partials are differences is several.
struct EvaluationPlan {
    Index training = 0;  ///< samples that are not among the rows of given data
    Index test = 0;      ///< 0 where accuracy is cross-validated
    Index checks = 0;    ///< of the optima of surrogates, and of a disturbed best sample
    Index infill = 0;
    Index optimizers = 0;  ///< all budgets
    Index direct_search = 0;

    [[nodiscard]] Index total() const {
        return training + test + checks + infill + optimizers + direct_search;
    }
};

/// Whether the true function is searched directly beside the surrogates: where that is asked for
/// and a local search can go, which needs partials and inputs that are not whole numbers.
/// @param problem  as the samples see it
[[nodiscard]] bool searches_truth(const StudyConfig& config, const ProblemInfo& problem);

/// All 0 of a table, and of a problem that no program evaluates.
[[nodiscard]] EvaluationPlan evaluation_plan(const PlannedArm& arm);

/// Over all arms and replicates, and the check of the partials where the study wants it. Arms that
/// share samples, and evaluations that exist, make it fewer.
[[nodiscard]] Index planned_in_all(const std::vector<PlannedArm>& arms, Index replicates);

/// Test samples of one replicate of an arm; 0: accuracy is cross-validated.
[[nodiscard]] Index planned_tests(const PlannedArm& arm);

/// The problem without what is done to its samples: the truth.
[[nodiscard]] ProblemConfig bare_problem(ProblemConfig problem);

/// Names of inputs by which the configuration of a problem says that there are no partials, though
/// there are others.
[[nodiscard]] std::vector<std::string> inputs_without_partials(const ProblemConfig& problem,
                                                               const ProblemInfo& info);

/// How long so many evaluations take, several at a time: "about 3 h 20 min at 12 s each, 2 at a
/// time".
[[nodiscard]] std::string time_text(Index evaluations, double seconds_each, Index jobs);

}  // namespace jennopt
