#pragma once

#include "jennopt/data/dataset.hpp"

namespace jennopt {

/// The means of the rows at each point, in the order of their first: repeated rows count once.
/// Missing partials are left out of the means.
[[nodiscard]] Dataset distinct_points(const Dataset& rows);

}  // namespace jennopt
