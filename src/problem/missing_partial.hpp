#pragma once

#include <limits>

namespace jennopt {

/// What stands in a Jacobian for a partial that is not known.
inline constexpr double missing_partial = std::numeric_limits<double>::quiet_NaN();

}  // namespace jennopt
