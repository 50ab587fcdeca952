#pragma once

#include "jennopt/core/types.hpp"

#include <vector>

namespace jennopt {

/// Weighted sums of squared errors on the samples that a fold held back, relative to the data's own
/// per sample.
struct FoldError {
    double value = 0.0;    ///< infinite: diverged
    double partial = 0.0;  ///< NaN: the data have no partials that count
    double samples = 0.0;  ///< held back
};

/// ln of the error of all folds together; values and partials each to a power, so that what is
/// noise alone, and the same for all candidates, decides nothing.
/// @param partials_share  the power of the partials, 0 to 1; that of the values is the rest
[[nodiscard]] double log_error(const std::vector<FoldError>& errors, double partials_share);

/// Means over the samples of all folds, and how many these are.
[[nodiscard]] FoldError mean_of(const std::vector<FoldError>& errors);

/// By how much less ln of each fold's error is in a than in b, of the same folds.
[[nodiscard]] Vector gains(const std::vector<FoldError>& a,
                           const std::vector<FoldError>& b,
                           double partials_share);

/// a is better than b: in the mean of gains() by more than one standard error.
[[nodiscard]] bool is_better(const std::vector<FoldError>& a,
                             const std::vector<FoldError>& b,
                             double partials_share);

}  // namespace jennopt
