#pragma once

#include "data/differences.hpp"

#include <optional>

namespace jennopt {

/// What a polynomial through the values alone makes of the differences between near rows.
struct ValuesModel {
    Matrix made;            ///< (pairs, n_x): its mean slopes along each input, times the steps
    double residual = 0.0;  ///< squared norm of what it leaves of differences that it has not seen
};

/// The one, of all linear and quadratic ones of all rows and the linear ones of the rows near each
/// row, that predicts left-out rows best; none where rows are too few for each.
[[nodiscard]] std::optional<ValuesModel> values_model(const Differences& differences,
                                                      const Vector& values);

}  // namespace jennopt
