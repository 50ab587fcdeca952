#pragma once

#include "jennopt/core/algorithm.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

#include <functional>
#include <string>
#include <vector>

namespace jennopt {

/// A model or the truth as an optimizer sees it: value and Jacobian at x, raw units, outputs of the
/// problem.
using Model = std::function<Evaluation(const ConstVectorRef& x)>;

struct SearchOptions {
    Algorithm algorithm = Algorithm::slsqp;
    Index starts = 20;  ///< number of local searches, >= 1
    std::vector<std::vector<double>> from =
        {};                        ///< explicit starts, raw units; used before random ones
    Index max_evaluations = 1000;  ///< of each local search, >= 1
    double gradient_tolerance =
        1e-6;  ///< stationarity() in the unit box, units of the objective, >= 0
    double constraint_tolerance = 1e-6;  ///< raw units of the constraints, >= 0
    bool truth_baseline = true;          ///< run the same search on the true function too
};

/// One local search.
struct SearchRun {
    Vector start;            ///< (n_x), raw units
    Vector x;                ///< result, raw units
    double objective = 0.0;  ///< there, raw units
    double violation = 0.0;  ///< largest constraint there, at least 0
    Index evaluations = 0;
    SearchTermination termination = SearchTermination::no_progress;
    std::string failure =
        {};  ///< message of the evaluation that failed and ended this search, "" if none did
};

struct SearchResult {
    std::vector<SearchRun> runs;  ///< one per start, in order
    Index best = 0;  ///< the run with least objective among the feasible, else least violation
    Matrix path;     ///< (n_x, points): where the best run evaluated, in order, raw units
    Index evaluations = 0;  ///< over all runs
};

/// Starts of a multi-start search: the explicit ones first, then a Latin hypercube.
/// @return (n_x, starts)
/// @throws ConfigError if an explicit start does not have n_x entries or lies outside the bounds
[[nodiscard]] Matrix make_starts(const SearchOptions& options,
                                 const Bounds& bounds,
                                 const Rng& rng);

/// Minimizes the objective under the constraints from every start, scaled to the unit box.
///
/// @param problem  roles of the outputs and bounds; it is not evaluated here
/// @param starts   (n_x, number of starts), raw units
/// @throws EvaluationError if every start meets a failing evaluation, with the first one's message
[[nodiscard]] SearchResult search(const Model& model,
                                  const ProblemInfo& problem,
                                  const ConstMatrixRef& starts,
                                  const SearchOptions& options);

}  // namespace jennopt
