#pragma once

#include "jennopt/core/types.hpp"

#include <functional>

namespace jennopt {

/// The worst disagreement between given partials and central differences.
struct DerivativeCheck {
    double error = 0.0;  ///< largest |given - difference| / max(1, |difference|, scale of row k)
    Index output = 0;    ///< k of the worst entry
    Index input = 0;     ///< j of the worst entry
    double given = 0.0;  ///< J(k, j)
    double difference = 0.0;  ///< by central differences
};

/// Compares partials with central differences of the function, step cbrt(machine epsilon) *
/// max(1, |x_j|), which balances truncation against rounding. Entries given as NaN (missing) are
/// skipped.
///
/// @param function  R^n_x -> R^n_y
/// @param x         (n_x)
/// @param jacobian  (n_y, n_x), J(k, j) = dy_k/dx_j, same units as function and x
/// @throws ShapeError if jacobian does not fit x and function(x)
[[nodiscard]] DerivativeCheck check_derivatives(
    const std::function<Vector(const Vector&)>& function, const Vector& x, const Matrix& jacobian);

}  // namespace jennopt
