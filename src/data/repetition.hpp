#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// How many samples lie exactly where an earlier one does; m log m operations.
///
/// @param X  (n_x, m), finite, any units
[[nodiscard]] Index count_repeated(const ConstMatrixRef& X);

}  // namespace jennopt
