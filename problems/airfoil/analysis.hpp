#pragma once

#include "jennopt/core/error.hpp"

#include "airfoil/boundary_layer.hpp"
#include "airfoil/panels.hpp"
#include "airfoil/shape.hpp"
#include <cmath>

namespace airfoil {

/// The state of the air.
template <typename Scalar>
struct Conditions {
    Scalar alpha;           ///< angle of attack, radians
    Scalar mach;            ///< of the free stream, subsonic everywhere
    double reynolds = 1e6;  ///< of the chord
    Transition transition;
};

/// What the air does to a section.
template <typename Scalar>
struct Loads {
    Scalar cl;
    Scalar cd;                        ///< of friction and pressure, by Squire and Young
    Scalar cm;                        ///< about the quarter chord, positive nose up
    Eigen::VectorX<Scalar> pressure;  ///< c_p at the corners
};

/// Pressure coefficient from the speed in incompressible flow, corrected for compressibility (von
/// Karman, Tsien, 1939): c_p = c / (b + M^2/(1 + b) c/2), c = 1 - u^2, b = sqrt(1 - M^2).
template <typename Scalar>
[[nodiscard]] Scalar pressure_coefficient(const Scalar& speed, const Scalar& mach) {
    using std::sqrt;
    const Scalar m2 = mach * mach;
    const Scalar b = sqrt(Scalar(1.0 - m2));
    const Scalar c = 1.0 - speed * speed;
    return Scalar(c / (b + 0.5 * m2 / (1.0 + b) * c));
}

/// The speed to the same correction: u (1 - k) / (1 - k u^2), k = M^2/(1 + b)^2.
template <typename Scalar>
[[nodiscard]] Scalar compressible_speed(const Scalar& speed, const Scalar& mach) {
    using std::sqrt;
    const Scalar m2 = mach * mach;
    const Scalar b = 1.0 + sqrt(Scalar(1.0 - m2));
    const Scalar k = m2 / (b * b);
    return Scalar(speed * (1.0 - k) / (1.0 - k * speed * speed));
}

/// Arc length where the speed along the surface changes its sign, next to the leading edge: the
/// root of the spline, which moves smoothly across corners.
/// @throws jennopt::Error if there is none
template <typename Scalar>
[[nodiscard]] Scalar stagnation_point(const Spline<Scalar>& speed) {
    const Eigen::VectorX<Scalar>& u = speed.values();
    const Eigen::VectorX<Scalar>& s = speed.knots();
    const Eigen::Index nose = (u.size() - 1) / 2;
    for (Eigen::Index away = 0; away <= nose; ++away) {
        for (const Eigen::Index i : {nose - away, nose + away - 1}) {
            if (i < 0 || i + 1 >= u.size() || u(i) >= 0.0 || u(i + 1) < 0.0) {
                continue;
            }
            Scalar root = s(i) - u(i) * (s(i + 1) - s(i)) / (u(i + 1) - u(i));
            for (int k = 0; k < 8; ++k) {  // Newton: converges in the derivatives as in the value
                const auto point = speed.at(root);
                root -= point.value / point.slope;
            }
            return root;
        }
    }
    throw jennopt::Error("the flow has no stagnation point between two corners of the section");
}

/// Arc length from the first corner to each; from the trailing edge along the upper side.
template <typename Scalar>
[[nodiscard]] Eigen::VectorX<Scalar> arc_length(const jennopt::Vector& x,
                                                const Eigen::VectorX<Scalar>& y) {
    using std::sqrt;
    Eigen::VectorX<Scalar> s = Eigen::VectorX<Scalar>::Constant(x.size(), Scalar(0.0));
    for (Eigen::Index i = 1; i < x.size(); ++i) {
        const double dx = x(i) - x(i - 1);
        const Scalar dy = y(i) - y(i - 1);
        s(i) = s(i - 1) + sqrt(Scalar(dx * dx + dy * dy));
    }
    return s;
}

/// Lift and moment from the pressure on the sides of the polygon.
template <typename Scalar>
void integrate_pressure(const jennopt::Vector& x,
                        const Eigen::VectorX<Scalar>& y,
                        const Scalar& alpha,
                        Loads<Scalar>& loads) {
    using std::cos, std::sin;
    Scalar along(0.0);
    Scalar across(0.0);
    Scalar moment(0.0);
    for (Eigen::Index i = 1; i < x.size(); ++i) {
        const Scalar p = 0.5 * (loads.pressure(i - 1) + loads.pressure(i));
        const double dx = x(i) - x(i - 1);
        const Scalar dy = y(i) - y(i - 1);
        along -= p * dy;
        across += p * dx;
        moment -= p * ((0.5 * (x(i - 1) + x(i)) - 0.25) * dx + 0.5 * (y(i - 1) + y(i)) * dy);
    }
    loads.cl = across * cos(alpha) - along * sin(alpha);
    loads.cm = moment;
}

/// Where the boundary layers end, in chords. Potential flow stops at a sharp trailing edge, which
/// the displacement of real layers prevents: beyond 95 % its speed would let every layer separate
/// there. The formula of Squire and Young bridges the rest.
inline constexpr double end_of_layers = 0.95;

/// Drag of both boundary layers. The incompressible formulas see the compressible speed.
template <typename Scalar>
[[nodiscard]] Scalar drag(const jennopt::Vector& x,
                          const Eigen::VectorX<Scalar>& s,
                          const Eigen::VectorX<Scalar>& speed,
                          const Conditions<Scalar>& air) {
    const Spline<Scalar> along(s, speed);
    const Scalar stagnation = stagnation_point(along);
    const Eigen::Index nose = (x.size() - 1) / 2;
    const auto place = [&](double abscissa, Eigen::Index step) {
        Eigen::Index i = nose;
        while (x(i + step) < abscissa) {
            i += step;
        }
        return Scalar(s(i) + (abscissa - x(i)) / (x(i + step) - x(i)) * (s(i + step) - s(i)));
    };
    const Transition& transition = air.transition;
    const Scalar upper = side_drag(EdgeSpeed<Scalar>{along, stagnation, -1.0},
                                   Scalar(stagnation - place(transition.trip_upper, -1)),
                                   Scalar(stagnation - place(end_of_layers, -1)),
                                   transition.free,
                                   air.reynolds);
    const Scalar lower = side_drag(EdgeSpeed<Scalar>{along, stagnation, 1.0},
                                   Scalar(place(transition.trip_lower, 1) - stagnation),
                                   Scalar(place(end_of_layers, 1) - stagnation),
                                   transition.free,
                                   air.reynolds);
    return Scalar(upper + lower);
}

/// Potential flow with two boundary layers that do not act back on it: lift is that of inviscid
/// flow, drag is good as long as the flow stays attached.
template <typename Scalar>
[[nodiscard]] Loads<Scalar> analyze(const Shape<Scalar>& shape, const Conditions<Scalar>& air) {
    const jennopt::Vector x = shape.corners_x();
    const Eigen::VectorX<Scalar> y = shape.corners_y();
    Eigen::VectorX<Scalar> speed = surface_speed(x, y, air.alpha);
    Loads<Scalar> loads;
    loads.pressure.resize(speed.size());
    for (Eigen::Index i = 0; i < speed.size(); ++i) {
        loads.pressure(i) = pressure_coefficient(speed(i), air.mach);
        speed(i) = compressible_speed(speed(i), air.mach);
    }
    integrate_pressure(x, y, air.alpha, loads);
    loads.cd = drag(x, arc_length(x, y), speed, air);
    return loads;
}

}  // namespace airfoil
