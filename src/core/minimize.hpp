#pragma once

#include "jennopt/core/algorithm.hpp"
#include "jennopt/core/types.hpp"

#include <functional>

namespace jennopt {

struct MinimizeOptions {
    Algorithm algorithm = Algorithm::slsqp;
    Index max_evaluations = 1000;        ///< calls of the function in all, >= 1
    double gradient_tolerance = 1e-9;    ///< stop when stationarity() <= this and feasible, >= 0
    double x_tolerance = 1e-12;          ///< stop when a step is shorter, relative, >= 0
    double f_tolerance = 0.0;            ///< stop when the objective changes less, relative, >= 0
    double constraint_tolerance = 1e-8;  ///< y_i <= this counts as feasible, >= 0
    Index memory = 0;                    ///< lbfgs: stored steps, 0: NLopt's choice
};

/// Row 0 of the evaluation is the objective, rows 1, 2, ... are constraints <= 0. All partials are
/// needed.
using SmoothFunction = std::function<Evaluation(const ConstVectorRef& x)>;

/// Sees every point that the solver evaluates, in order; false stops the search.
using SearchObserver = std::function<bool(const ConstVectorRef& x, const Evaluation& y)>;

struct MinimizeResult {
    Vector x;                   ///< best point: least violation first, then least objective
    Evaluation y;               ///< the function there
    double stationarity = 0.0;  ///< stationarity() there
    double violation = 0.0;     ///< largest constraint, at least 0
    Index evaluations = 0;      ///< calls of the function
    SearchTermination termination = SearchTermination::no_progress;
};

/// Minimizes y_0(x) subject to y_i(x) <= 0 and the bounds, from one start.
///
/// Survives what NLopt 2.7.1 does: an exception of the function arrives intact at the caller; the
/// budget is kept exactly; the best point ever seen is returned; a false success (common with SLSQP
/// under constraints) is met by restarting from the result until nothing improves.
///
/// @param bounds  of x; empty vectors: unbounded
/// @param start   (n_x), inside the bounds
/// @throws ConfigError if start lies outside the bounds, max_evaluations < 1, or the algorithm
/// cannot take the
///         constraints
/// @throws EvaluationError if the function gives a value or partial that is not finite
/// @throws ShapeError if the function gives the wrong number of values or partials
[[nodiscard]] MinimizeResult minimize(const SmoothFunction& function,
                                      const Bounds& bounds,
                                      const ConstVectorRef& start,
                                      const MinimizeOptions& options,
                                      const SearchObserver& observer = nullptr);

}  // namespace jennopt
