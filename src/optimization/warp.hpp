#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/kriging.hpp"

namespace jennopt {

/// An increasing function w of an output y: scale * ln(1 + (y - origin) / scale) above the origin
/// and y - origin below it; y itself where the scale is 0.
struct Warp {
    double origin = 0.0;
    double scale = 0.0;

    [[nodiscard]] double operator()(double y) const;
    [[nodiscard]] double slope(double y) const;  ///< dw/dy
    [[nodiscard]] double inverse(double w) const;
    [[nodiscard]] double inverse_slope(double w) const;  ///< dy/dw
};

/// Samples of a warped output.
struct WarpedSamples {
    Warp warp;
    Vector y;                 ///< (m)
    Matrix dydx;              ///< (n_x, m), NaN where missing
    double log_slopes = 0.0;  ///< of the warp, one of each value and partial: what the likelihood
                              ///< of the output has beside that of the warped one
};

/// What a warp must gain in minus twice the logarithm of the likelihood to be believed.
[[nodiscard]] double price_of_warp(const ConstMatrixRef& dydx);

/// Under the warp from the least value on that makes kriging likeliest by a few lengths, or as they
/// are where none gains more than the price.
/// @param X, y, dydx, options  as of fit_kriging()
[[nodiscard]] WarpedSamples likeliest_warp(const ConstMatrixRef& X,
                                           const ConstVectorRef& y,
                                           const ConstMatrixRef& dydx,
                                           const KrigingOptions& options,
                                           double price);

}  // namespace jennopt
