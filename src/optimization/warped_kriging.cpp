#include "optimization/warped_kriging.hpp"

#include "surrogate/kriging_likelihood.hpp"

namespace jennopt {

double WarpedKriging::predict(const ConstVectorRef& x, Vector* gradient) const {
    const double w = kriging.predict(x, gradient);
    if (gradient != nullptr) {
        *gradient *= warp.inverse_slope(w);
    }
    return warp.inverse(w);
}

WarpedKriging fit_warped_kriging(const ConstMatrixRef& X,
                                 const ConstVectorRef& y,
                                 const ConstMatrixRef& dydx,
                                 const KrigingOptions& options,
                                 bool may_warp) {
    const FittedKriging plain = fit_likeliest(X, y, dydx, options);
    if (may_warp) {
        const WarpedSamples other = likeliest_warp(X, y, dydx, options, 0.0);
        if (other.warp.scale > 0.0) {
            const FittedKriging fitted = fit_likeliest(X, other.y, other.dydx, options);
            if (fitted.minus_twice_log - 2.0 * other.log_slopes + price_of_warp(dydx) <
                plain.minus_twice_log) {
                return {.warp = other.warp,
                        .kriging = Kriging(X, other.y, other.dydx, fitted.parameters)};
            }
        }
    }
    return {.warp = {}, .kriging = Kriging(X, y, dydx, plain.parameters)};
}

}  // namespace jennopt
