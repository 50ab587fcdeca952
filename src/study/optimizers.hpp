#pragma once

#include "jennopt/core/random.hpp"
#include "record/record.hpp"
#include "study/problem_views.hpp"
#include "study/replicate.hpp"

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

}  // namespace jennopt
