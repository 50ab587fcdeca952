#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/optimization/sequential.hpp"
#include "record/record.hpp"
#include "study/evaluation.hpp"
#include "study/given_data.hpp"
#include "study/problem_views.hpp"
#include "study/replicate.hpp"

#include <span>
#include <vector>

namespace jennopt {

/// Runs every optimizer of a replicate, the points of a round several at a time.
/// @param views  of the replicate: an optimizer evaluates what surrogates are trained on, and its
/// best point is judged by the truth
/// @param rng    of the replicate
/// @throws EvaluationError as run_optimizer
[[nodiscard]] std::vector<OptimizerRecord> run_optimizers(const ReplicateTask& task,
                                                          const ProblemViews& views,
                                                          const Rng& rng);

/// A surrogate whose optimum was checked, and what was evaluated for it.
struct InfillTask {
    const SurrogateConfig& surrogate;
    std::span<const Outcome> samples;          ///< training samples, failed ones among them
    std::span<const EvaluationResult> checks;  ///< the truth at its claimed optima
    double progress;                           ///< of the replicate
};

/// Goes on from a surrogate's samples and checked optimum with infill evaluations, one after the
/// other, where models of its kind propose: the sequential optimizer on what the study has paid for
/// already.
/// @throws EvaluationError as run_optimizer
[[nodiscard]] OptimizerRecord run_infill(const ReplicateTask& task,
                                         const ProblemViews& views,
                                         const Rng& rng,
                                         const InfillTask& infill);

/// What became of the points of a plan and of given rows beside it, in their order, failed ones
/// among them.
/// @param given  null: none
[[nodiscard]] std::vector<Outcome> sample_outcomes(const Evaluated& samples,
                                                   const Matrix& plan,
                                                   const GivenData* given);

}  // namespace jennopt
