#pragma once

#include "jennopt/core/types.hpp"

#include <functional>
#include <string>
#include <vector>

namespace jennopt {

/// NLopt's gradient-based local algorithms. slsqp, mma and ccsaq take constraints; lbfgs does not.
enum class Algorithm { slsqp, lbfgs, mma, ccsaq };

/// Why a minimization ended, by what was measured at its answer and not by what the solver said.
enum class SearchTermination {
    stationary,       ///< stationarity() <= gradient_tolerance, and feasible
    no_progress,      ///< the solver stopped and a restart from its answer changed nothing
    max_evaluations,  ///< the budget is used up
    solver_failed,    ///< the solver gave up with an error of its own; the best point is returned
    stopped           ///< the observer asked for it
};

[[nodiscard]] std::string to_string(SearchTermination termination);

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

/// Sees every point the solver asks for, in order; false stops the search.
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
/// under constraints) is met by restarting from the answer until nothing improves.
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

/// First-order optimality: how far the gradient is from being balanced by bounds and active
/// constraints.
///
///     min over lambda >= 0 of | gradient of y_0 + sum lambda_i gradient of c_i |
///
/// where c are the constraints with y_i >= -constraint_tolerance and the bounds that x touches.
///
/// The Euclidean norm of the gradient in the interior without constraints; zero at a
/// Karush-Kuhn-Tucker point. Units of objective per unit of x: meaningful where the inputs are
/// alike, as in the unit box.
///
/// @param y       objective and constraints at x with all partials
/// @param bounds  empty vectors: unbounded
[[nodiscard]] double stationarity(const ConstVectorRef& x,
                                  const Evaluation& y,
                                  const Bounds& bounds,
                                  double constraint_tolerance);

}  // namespace jennopt
