#pragma once

#include "airfoil/analysis.hpp"
#include "airfoil/shape.hpp"
#include <numbers>

namespace airfoil {

/// What stays the same for all designs of one problem.
struct Design {
    Section base;
    jennopt::Matrix upper_terms;  ///< cst_terms at base.x
    jennopt::Matrix lower_terms;
    double mach = 0.0;
    bool mach_is_input = false;
    double reynolds = 1e6;
    Transition transition;
    double cl_min = 0.0;
    double area_min = 0.0;       ///< chords squared
    double thickness_min = 0.0;  ///< chords
};

/// @param x  weights of the upper side, of the lower side, alpha in degrees, and the Mach number if
///           it is an input
template <typename Scalar>
[[nodiscard]] Shape<Scalar> shape_of(const Design& design, const Eigen::VectorX<Scalar>& x) {
    const auto moved =
        [](const jennopt::Vector& base, const jennopt::Matrix& terms, const auto& w) {
            Eigen::VectorX<Scalar> y = base.cast<Scalar>();
            for (Eigen::Index i = 0; i < terms.cols(); ++i) {
                for (Eigen::Index k = 0; k < y.size(); ++k) {
                    y(k) += terms(k, i) * w(i);
                }
            }
            return y;
        };
    const Eigen::Index n_upper = design.upper_terms.cols();
    const Eigen::Index n_lower = design.lower_terms.cols();
    return {design.base.x,
            moved(design.base.upper, design.upper_terms, x.head(n_upper)),
            moved(design.base.lower, design.lower_terms, x.segment(n_upper, n_lower))};
}

template <typename Scalar>
[[nodiscard]] Conditions<Scalar> conditions_of(const Design& design,
                                               const Eigen::VectorX<Scalar>& x) {
    const Eigen::Index n = design.upper_terms.cols() + design.lower_terms.cols();
    return {Scalar(std::numbers::pi / 180.0 * x(n)),
            design.mach_is_input ? x(n + 1) : Scalar(design.mach),
            design.reynolds,
            design.transition};
}

/// cd, the three constraints (<= 0 where met), cl, cm, area, thickness, leading edge radius.
template <typename Scalar>
[[nodiscard]] Eigen::VectorX<Scalar> outputs(const Design& design,
                                             const Eigen::VectorX<Scalar>& x) {
    const Shape<Scalar> shape = shape_of(design, x);
    const Loads<Scalar> loads = analyze(shape, conditions_of(design, x));
    const Scalar whole = area(shape);
    const Scalar thick = thickness(shape);
    Eigen::VectorX<Scalar> y(9);
    y << loads.cd, Scalar(design.cl_min - loads.cl), Scalar(design.area_min - whole),
        Scalar(design.thickness_min - thick), loads.cl, loads.cm, whole, thick,
        leading_edge_radius(shape);
    return y;
}

}  // namespace airfoil
