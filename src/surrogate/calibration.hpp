#pragma once

#include "jennopt/data/dataset.hpp"

namespace jennopt {

/// How well the spread of a surrogate predicts its error on samples that were not trained on.
struct Calibration {
    /// Share of entries whose error is at most two spreads; 0.95 for normal errors of that spread.
    /// NaN without entries.
    double coverage = 0.0;
    /// Spearman's correlation of |error| and spread over the samples, mean over the rows: 1 where
    /// the spread orders the samples by their error, 0 where it knows nothing. NaN if no row
    /// varies.
    double rank_correlation = 0.0;
};

struct SpreadCalibration {
    Calibration values;
    Calibration partials;  ///< over the known true partials; NaN without any
};

/// Entries of which truth, prediction or spread is NaN are left out.
/// @param truth       true values and partials, raw units
/// @param prediction  of the surrogate, at the same X
/// @param spread      its standard deviation there
/// @throws ShapeError if the shapes differ
[[nodiscard]] SpreadCalibration measure_calibration(const Dataset& truth,
                                                    const Dataset& prediction,
                                                    const Dataset& spread);

}  // namespace jennopt
