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

/// The warp of an output from its least value on that makes kriging likeliest, by a few lengths;
/// none where the gain does not pay for the warp's parameter.
/// @param X, y, dydx  as of fit_kriging()
[[nodiscard]] Warp likely_warp(const ConstMatrixRef& X,
                               const ConstVectorRef& y,
                               const ConstMatrixRef& dydx);

/// Kriging on a warped output.
struct WarpedKriging {
    Warp warp;
    Kriging kriging;  ///< of w

    /// Of the output: the inverse of the mean of w.
    /// @param gradient  (n_x), set if given
    [[nodiscard]] double predict(const ConstVectorRef& x, Vector* gradient = nullptr) const;
};

/// On the output or on a warp of it, whichever is likelier (Snelson, Rasmussen and Ghahramani,
/// Warped Gaussian processes, 2003): values that span decades are no Gaussian process, and lengths
/// that are fitted to the large ones do not fit the small ones.
/// @param may_warp  false: on the output
/// @throws as fit_kriging()
[[nodiscard]] WarpedKriging fit_warped_kriging(const ConstMatrixRef& X,
                                               const ConstVectorRef& y,
                                               const ConstMatrixRef& dydx,
                                               const KrigingOptions& options,
                                               bool may_warp);

}  // namespace jennopt
