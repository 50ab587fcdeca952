#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "optimization/warp.hpp"

namespace jennopt {

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
