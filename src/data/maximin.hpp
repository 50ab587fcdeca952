#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"

namespace jennopt {

/// A Latin hypercube with the same cells, paired anew so that its smallest distance is large.
///
/// Lowers Morris and Mitchell's criterion (1995), the sum over all pairs of distance^-16, by
/// exchanging one coordinate of two points: every other trial starts at a point of the closest
/// pair. The number of trials is fixed by the size, so the cost is bounded (about 5e8 operations).
///
/// @param U    (n_x, count), the unit box
/// @return     (n_x, count)
[[nodiscard]] Matrix spread_out(const Matrix& U, Rng& rng);

}  // namespace jennopt
