#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// Principal directions of the partials, each sample's of length 1; empty where a partial is
/// missing, or more than half of the directions are needed for 95 % of them: then a rotation is of
/// no use.
/// @param dydx  (n_x, m)
/// @return (n_x, n_x), orthogonal
[[nodiscard]] Matrix principal_directions(const ConstMatrixRef& dydx);

}  // namespace jennopt
