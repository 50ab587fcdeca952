#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

namespace jennopt {

/// How well predictions agree with the truth on samples that were not trained on.
///
/// Partials of different inputs have different units, so r2_partials and error_partials are taken
/// in units of the truth's own spread: input j by its standard deviation, output k by its own.
/// Missing true partials are left out.
struct Accuracy {
    Vector r2_values;      ///< (n_y): 1 - SSE/SST of each output; NaN for a constant one
    Vector rmse_values;    ///< (n_y): raw units of each output
    Matrix rmse_jacobian;  ///< (n_y, n_x): raw units of each partial; NaN where all are missing

    double r2_value = 0.0;  ///< pooled over outputs, in units of each output's spread
    double r2_partials =
        0.0;  ///< pooled over all partials: 1 - SSE/SST, SST about each partial's own mean
    double rmse_value = 0.0;     ///< root mean square over outputs and samples, raw units
    double rmse_partials = 0.0;  ///< the same over all partials, raw units
};

/// @param truth       true values and partials, raw units; m >= 2
/// @param prediction  at the same X
/// @throws ShapeError if the shapes differ
[[nodiscard]] Accuracy measure_accuracy(const Dataset& truth, const Dataset& prediction);

}  // namespace jennopt
