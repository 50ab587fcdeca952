#pragma once

#include "airfoil/smooth.hpp"
#include "airfoil/spline.hpp"
#include <cmath>

namespace airfoil {

/// Where a boundary layer turns turbulent.
struct Transition {
    bool free = false;  ///< false: at the trip; true: there at the latest, where Michel's criterion
                        ///< or laminar separation says so
    double trip_upper;  ///< fractions of the chord
    double trip_lower;
};

/// Speed at the edge of a boundary layer over the distance xi from the stagnation point.
///
/// Read off the spline of the speed over arc length, on either side of the stagnation point, in
/// units of the free stream.
template <typename Scalar>
struct EdgeSpeed {
    const Spline<Scalar>& along;  ///< positive towards the last corner
    Scalar stagnation;            ///< arc length
    double sign;  ///< -1: towards the first corner (upper side), 1: towards the last

    [[nodiscard]] typename Spline<Scalar>::Point at(const Scalar& xi) const {
        const auto point = along.at(Scalar(stagnation + sign * xi));
        return {Scalar(sign * point.value), point.slope};  // two signs cancel in the slope
    }
};

/// Momentum thickness and shape of a turbulent boundary layer.
template <typename Scalar>
struct Turbulent {
    Scalar theta;  ///< in chords
    Scalar H1;     ///< (delta - delta*) / theta
};

/// H = delta*/theta from H1: Head's (1958, ARC R&M 3152) two formulas, as in Cebeci and Bradshaw
/// (1977), blended over H1 = 5.3 +- 0.2 where they meet with different slopes.
///
///     1.1 + 0.86 (H1 - 3.3)^-0.777  above,  0.6778 + 1.1538 (H1 - 3.3)^-0.326  below
///
/// H1 - 3.3 is kept above 0 and H below 3, both smoothly: a layer that separates (H from about 2.4)
/// stays one whose drag rises, not an error.
template <typename Scalar>
[[nodiscard]] Scalar shape_factor(const Scalar& H1) {
    using std::log, std::exp;
    const Scalar rest = log(smooth_positive(Scalar(H1 - 3.3), 0.06));
    const Scalar attached = 1.1 + 0.86 * exp(Scalar(-0.777 * rest));
    const Scalar retarded = 0.6778 + 1.1538 * exp(Scalar(-0.326 * rest));
    const Scalar share = sigmoid(Scalar((H1 - 5.3) / 0.1));
    const Scalar H = share * attached + (1.0 - share) * retarded;
    constexpr double largest = 3.0;
    return Scalar(largest - smooth_positive(Scalar(largest - H), 0.1));
}

/// H1 of a layer that has just become turbulent: H = 1.4.
inline constexpr double initial_H1 = 7.178;

/// Head's entrainment method: growth of theta and H1 per length.
///
///     theta' = c_f/2 - (H + 2) theta u'/u,   (u theta H1)' = u 0.0306 (H1 - 3)^-0.6169
///     c_f = 0.246 10^(-0.678 H) Re_theta^-0.268   (Ludwieg and Tillmann, 1949)
///
/// H1 - 3 is kept above 0 smoothly.
template <typename Scalar>
[[nodiscard]] Turbulent<Scalar> growth(const Turbulent<Scalar>& layer,
                                       const typename Spline<Scalar>::Point& edge,
                                       double reynolds) {
    using std::log, std::exp;
    const Scalar H = shape_factor(layer.H1);
    const Scalar friction =
        0.123 * exp(Scalar(-0.678 * std::log(10.0) * H -
                           0.268 * log(Scalar(reynolds * edge.value * layer.theta))));
    const Scalar entrained =
        0.0306 * exp(Scalar(-0.6169 * log(smooth_positive(Scalar(layer.H1 - 3.0), 0.3))));
    const Scalar pressure = layer.theta * edge.slope / edge.value;
    return {Scalar(friction - (H + 2.0) * pressure),
            Scalar((entrained - layer.H1 * (friction - (H + 1.0) * pressure)) / layer.theta)};
}

/// theta^2 u^6 Re / 0.45 = int_0^xi u^5 dxi along a laminar layer, exact for a speed that is linear
/// between the places (Thwaites, 1949, Aeronautical Quarterly 1).
template <typename Scalar>
[[nodiscard]] Scalar fifth_power_integral(const Scalar& step, const Scalar& u0, const Scalar& u1) {
    Scalar sum(0.0);
    Scalar power(1.0);
    for (int k = 0; k <= 5; ++k) {  // u1^5 + u1^4 u0 + ... + u0^5, by Horner's rule
        sum = sum * u1 + power;
        power *= u0;
    }
    return Scalar(step * sum / 6.0);
}

/// Momentum thickness of a laminar layer at distance xi.
template <typename Scalar>
[[nodiscard]] Scalar laminar_theta(const EdgeSpeed<Scalar>& edge,
                                   const Scalar& xi,
                                   double reynolds) {
    using std::sqrt;
    constexpr int n = 40;
    const Scalar step = xi / static_cast<double>(n);
    Scalar integral(0.0);
    Scalar before(0.0);
    for (int i = 1; i <= n; ++i) {
        const Scalar u = edge.at(Scalar(static_cast<double>(i) * step)).value;
        integral += fifth_power_integral(step, before, u);
        before = u;
    }
    const Scalar cube = before * before * before;
    return Scalar(sqrt(Scalar(0.45 / reynolds * integral)) / cube);
}

/// Mean distance of transition, not later than `trip`.
///
/// Transition comes at the rate 1/length sigmoid(excess) per distance, excess > 0 where Michel's
/// criterion (1951) or Thwaites' parameter says so,
///
///     Re_theta > 1.174 (1 + 22400/Re_xi) Re_xi^0.46   or   theta^2 u' Re < -0.09,
///
/// each within 0.015 and 0.003 of its threshold, so that the layer is still laminar with
/// probability exp(-int rate), whose integral over xi is the mean: a smooth function of the speed,
/// which the first crossing is not. Michel's criterion is one of disturbed air: transition comes
/// earlier than by the e^9 method.
template <typename Scalar>
[[nodiscard]] Scalar free_transition(const EdgeSpeed<Scalar>& edge,
                                     const Scalar& trip,
                                     double reynolds) {
    using std::exp, std::log, std::sqrt;
    constexpr int n = 200;
    constexpr double rate = 1.0 / 0.005;  // per chord
    const Scalar step = trip / static_cast<double>(n);
    Scalar integral(0.0);
    Scalar exposure(0.0);
    Scalar mean(0.0);
    Scalar before(0.0);
    Scalar rate_before(0.0);
    Scalar laminar_before(1.0);
    for (int i = 1; i <= n; ++i) {
        const Scalar xi = static_cast<double>(i) * step;
        const auto point = edge.at(xi);
        const Scalar u = point.value;
        integral += fifth_power_integral(step, before, u);
        before = u;
        const Scalar u2 = u * u;
        const Scalar theta2 = 0.45 / reynolds * integral / (u2 * u2 * u2);
        const Scalar length = reynolds * u * xi;
        const Scalar michel = 1.174 * (1.0 + 22400.0 / length) * exp(Scalar(0.46 * log(length)));
        const Scalar excess = reynolds * u * sqrt(theta2) / michel - 1.0;
        const Scalar lambda = reynolds * theta2 * point.slope;
        const Scalar here =
            rate * (sigmoid(Scalar(excess / 0.015)) + sigmoid(Scalar((-0.09 - lambda) / 0.003)));
        exposure += 0.5 * step * (rate_before + here);
        rate_before = here;
        const Scalar laminar = exp(Scalar(-exposure));
        mean += 0.5 * step * (laminar_before + laminar);
        laminar_before = laminar;
    }
    return mean;
}

/// Turbulent layer at distance `end`: the classical Runge-Kutta method over places that crowd at
/// both ends. It starts with the momentum thickness of the laminar layer and H = 1.4.
template <typename Scalar>
[[nodiscard]] Turbulent<Scalar> turbulent_layer(const EdgeSpeed<Scalar>& edge,
                                                const Scalar& start,
                                                const Scalar& end,
                                                double reynolds) {
    constexpr int n = 60;
    using Layer = Turbulent<Scalar>;
    const auto along = [](const Layer& from, const Layer& slope, const Scalar& step) {
        return Layer{Scalar(from.theta + step * slope.theta), Scalar(from.H1 + step * slope.H1)};
    };
    const auto place = [&](int half_steps) {
        const double t = half_steps / (2.0 * n);
        return Scalar(start + (end - start) * (t * t * (3.0 - 2.0 * t)));
    };
    Layer layer{laminar_theta(edge, start, reynolds), Scalar(initial_H1)};
    Scalar from = start;
    for (int i = 0; i < n; ++i) {
        const Scalar to = place(2 * i + 2);
        const Scalar step = to - from;
        const Scalar half = 0.5 * step;
        const auto middle = edge.at(place(2 * i + 1));
        const Layer k1 = growth(layer, edge.at(from), reynolds);
        const Layer k2 = growth(along(layer, k1, half), middle, reynolds);
        const Layer k3 = growth(along(layer, k2, half), middle, reynolds);
        const Layer k4 = growth(along(layer, k3, step), edge.at(to), reynolds);
        const Scalar sixth = step / 6.0;
        layer.theta += sixth * (k1.theta + 2.0 * k2.theta + 2.0 * k3.theta + k4.theta);
        layer.H1 += sixth * (k1.H1 + 2.0 * k2.H1 + 2.0 * k3.H1 + k4.H1);
        from = to;
    }
    return layer;
}

/// Drag coefficient of one side (Squire and Young, 1938, ARC R&M 1838): 2 theta u^((H + 5)/2) at
/// its end.
///
/// @param trip  distance of the trip, may be negative where the stagnation point lies behind it
/// @param end   distance of the end
template <typename Scalar>
[[nodiscard]] Scalar side_drag(const EdgeSpeed<Scalar>& edge,
                               const Scalar& trip,
                               const Scalar& end,
                               bool is_free,
                               double reynolds) {
    using std::exp, std::log;
    const Scalar latest = smooth_positive(trip, 0.004);
    const Scalar start = is_free ? free_transition(edge, latest, reynolds) : latest;
    const Turbulent<Scalar> layer = turbulent_layer(edge, start, end, reynolds);
    const Scalar H = shape_factor(layer.H1);
    const Scalar u = edge.at(end).value;
    return Scalar(2.0 * layer.theta * exp(Scalar(0.5 * (H + 5.0) * log(u))));
}

}  // namespace airfoil
