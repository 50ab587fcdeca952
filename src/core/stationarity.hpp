#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

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
