#include "optimization/warped_kriging.hpp"

#include "surrogate/kriging_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

constexpr std::array scale_shares{1.0, 0.1, 0.01};  // of the median above the least value
constexpr Index fewest_values = 4;
constexpr double warp_price = 3.0;       // times what one parameter pays (Schwarz's criterion)
constexpr double most_exponent = 500.0;  // so that no prediction is infinite

double median_above(const ConstVectorRef& y, double origin) {
    Vector above = y.array() - origin;
    const Index middle = above.size() / 2;
    std::nth_element(above.begin(), above.begin() + middle, above.end());
    return above(middle);
}

/// Of minus twice the logarithm of the likelihood.
double price_of_warp(const ConstMatrixRef& dydx) {
    const auto observations = dydx.cols() + (!dydx.array().isNaN()).count();
    return warp_price * std::log(static_cast<double>(observations));
}

/// Samples of a warped output.
struct Warped {
    Warp warp;
    Vector y;
    Matrix dydx;
    double log_slopes = 0.0;  // the likelihood of the output has the warp's slope at each sample
};

Warped warped(const Warp& warp, const ConstVectorRef& y, const ConstMatrixRef& dydx) {
    Warped result{.warp = warp, .y = y, .dydx = dydx};
    for (Index t = 0; t < y.size(); ++t) {
        const double slope = warp.slope(y(t));
        const auto partials = (!dydx.col(t).array().isNaN()).count();
        result.y(t) = warp(y(t));
        result.dydx.col(t) *= slope;
        result.log_slopes += static_cast<double>(1 + partials) * std::log(slope);
    }
    return result;
}

/// The likeliest by a few lengths.
/// @param price  that a warp must gain; none is returned where none does
std::optional<Warped> promising_warp(const ConstMatrixRef& X,
                                     const ConstVectorRef& y,
                                     const ConstMatrixRef& dydx,
                                     const KrigingOptions& options,
                                     double price) {
    const double origin = y.minCoeff();
    const double median = median_above(y, origin);
    std::optional<Warped> best;
    if (y.size() < fewest_values || !(median > 0.0)) {
        return best;
    }
    double least = scanned_likelihood(Observations(X, y, dydx), options) - price;
    for (const double share : scale_shares) {
        Warped candidate = warped({.origin = origin, .scale = share * median}, y, dydx);
        const double there =
            scanned_likelihood(Observations(X, candidate.y, candidate.dydx), options) -
            2.0 * candidate.log_slopes;
        if (there < least) {
            least = there;
            best = std::move(candidate);
        }
    }
    return best;
}

}  // namespace

double Warp::operator()(double y) const {
    const double above = y - origin;
    return scale > 0.0 && above > 0.0 ? scale * std::log1p(above / scale) : above;
}

double Warp::slope(double y) const {
    const double above = y - origin;
    return scale > 0.0 && above > 0.0 ? scale / (scale + above) : 1.0;
}

double Warp::inverse(double w) const {
    return origin +
           (scale > 0.0 && w > 0.0 ? scale * std::expm1(std::min(w / scale, most_exponent)) : w);
}

double Warp::inverse_slope(double w) const {
    return scale > 0.0 && w > 0.0 ? std::exp(std::min(w / scale, most_exponent)) : 1.0;
}

double WarpedKriging::predict(const ConstVectorRef& x, Vector* gradient) const {
    const double w = kriging.predict(x, gradient);
    if (gradient != nullptr) {
        *gradient *= warp.inverse_slope(w);
    }
    return warp.inverse(w);
}

Warp likely_warp(const ConstMatrixRef& X, const ConstVectorRef& y, const ConstMatrixRef& dydx) {
    const std::optional<Warped> likely = promising_warp(X, y, dydx, {}, price_of_warp(dydx));
    return likely ? likely->warp : Warp{};
}

WarpedKriging fit_warped_kriging(const ConstMatrixRef& X,
                                 const ConstVectorRef& y,
                                 const ConstMatrixRef& dydx,
                                 const KrigingOptions& options,
                                 bool may_warp) {
    const FittedKriging plain = fit_likeliest(X, y, dydx, options);
    const std::optional<Warped> other =
        may_warp ? promising_warp(X, y, dydx, options, 0.0) : std::nullopt;
    if (other) {
        const FittedKriging fitted = fit_likeliest(X, other->y, other->dydx, options);
        if (fitted.minus_twice_log - 2.0 * other->log_slopes + price_of_warp(dydx) <
            plain.minus_twice_log) {
            return {.warp = other->warp,
                    .kriging = Kriging(X, other->y, other->dydx, fitted.parameters)};
        }
    }
    return {.warp = {}, .kriging = Kriging(X, y, dydx, plain.parameters)};
}

}  // namespace jennopt
