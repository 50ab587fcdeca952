#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/optimization/search.hpp"
#include "jennopt/optimization/sequential.hpp"
#include "record/record.hpp"
#include "study/optimizer_config.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What became of one point: the evaluation, or the message of what went wrong.
struct OptimizerAnswer {
    Evaluation y;
    std::string failure;  ///< "" if it did not fail
};

/// Evaluates the points of a round, the evaluations first, first + 1, ... of the optimizer.
using EvaluateRound =
    std::function<std::vector<OptimizerAnswer>(std::span<const Vector> points, Index first)>;

/// One optimizer of one replicate, and what it is run with.
struct OptimizerTask {
    const OptimizerConfig& config;
    const ProblemInfo& problem;   ///< as the optimizer sees it
    const SearchOptions& search;  ///< tolerances and evaluations of each local search; multistart
    Index budget;                 ///< evaluations, >= 1
    Matrix starts;                ///< (n_x, at least one), raw units; random points follow
    Rng rng;                      ///< of the optimizer
    EvaluateRound evaluate;
};

/// Evaluates what the optimizer proposes until its budget is used up, its target is reached or it
/// proposes nothing more.
///
/// The same answers give the same record, but for the measured time: a run is continued by giving
/// the answers again.
/// @throws EvaluationError with the first message if the first evaluations all failed: five of
/// them, or all that there are
[[nodiscard]] OptimizerRecord run_optimizer(const OptimizerTask& task);

/// The stream that the models and random points of an optimizer draw from.
[[nodiscard]] Rng optimizer_stream(const Rng& replicate);

/// Fills in the best point's verdict, outputs and active constraints from an evaluation there.
void judge_best(OptimizerRecord& record,
                const ProblemInfo& problem,
                const Evaluation& y,
                double constraint_tolerance);

}  // namespace jennopt
