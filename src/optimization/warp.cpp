#include "optimization/warp.hpp"

#include "surrogate/kriging_likelihood.hpp"

#include <algorithm>
#include <array>
#include <cmath>
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

WarpedSamples warped(const Warp& warp, const ConstVectorRef& y, const ConstMatrixRef& dydx) {
    WarpedSamples result{.warp = warp, .y = y, .dydx = dydx};
    for (Index t = 0; t < y.size(); ++t) {
        const double slope = warp.slope(y(t));
        const auto partials = (!dydx.col(t).array().isNaN()).count();
        result.y(t) = warp(y(t));
        result.dydx.col(t) *= slope;
        result.log_slopes += static_cast<double>(1 + partials) * std::log(slope);
    }
    return result;
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

double price_of_warp(const ConstMatrixRef& dydx) {
    const auto observations = dydx.cols() + (!dydx.array().isNaN()).count();
    return warp_price * std::log(static_cast<double>(observations));
}

WarpedSamples likeliest_warp(const ConstMatrixRef& X,
                             const ConstVectorRef& y,
                             const ConstMatrixRef& dydx,
                             const KrigingOptions& options,
                             double price) {
    WarpedSamples best{.warp = {}, .y = y, .dydx = dydx};
    const double origin = y.minCoeff();
    const double median = median_above(y, origin);
    if (y.size() < fewest_values || !(median > 0.0)) {
        return best;
    }
    double least = scanned_likelihood(Observations(X, y, dydx), options) - price;
    for (const double share : scale_shares) {
        WarpedSamples candidate = warped({.origin = origin, .scale = share * median}, y, dydx);
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

}  // namespace jennopt
