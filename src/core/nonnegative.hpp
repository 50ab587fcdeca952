#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// The x >= 0 that minimizes | A x - b |, by the active-set method of Lawson and Hanson, Solving
/// Least Squares Problems (1974), chapter 23.
///
/// @param A  (m, n), columns of any length; a zero column gets x = 0
/// @param b  (m)
/// @return   (n), every entry >= 0
[[nodiscard]] Vector nonnegative_least_squares(const ConstMatrixRef& A, const ConstVectorRef& b);

}  // namespace jennopt
