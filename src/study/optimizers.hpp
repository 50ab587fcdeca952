#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"
#include "study/journal.hpp"
#include "study/replicate.hpp"

#include <vector>

namespace jennopt {

/// What the optimizers of a replicate evaluate, and where that is kept.
struct OptimizerTruth {
    const Problem& seen;   ///< with the noise and the missing partials that the study wants
    const Problem& clean;  ///< as it is: the best point is judged by it where the two differ
    Journal& journal;
};

/// Runs every optimizer of a replicate, the points of a round several at a time.
/// @param rng  of the replicate
/// @throws EvaluationError as run_optimizer
[[nodiscard]] std::vector<OptimizerRecord> run_optimizers(const ReplicateTask& task,
                                                          const OptimizerTruth& truth,
                                                          const Rng& rng);

}  // namespace jennopt
