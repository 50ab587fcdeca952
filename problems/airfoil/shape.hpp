#pragma once

#include "airfoil/section.hpp"
#include <cmath>

namespace airfoil {

/// Values at x (rows) of the terms of a class-shape transformation of n weights (columns):
///
///     C(x) B_i(x),  C = sqrt(x) (1 - x),  B_i = binomial(n-1, i) x^i (1 - x)^(n-1-i)
///
/// Round nose and sharp trailing edge whatever the weights; Kulfan (2008), Journal of Aircraft
/// 45(1).
[[nodiscard]] inline jennopt::Matrix cst_terms(const jennopt::Vector& x, jennopt::Index n) {
    jennopt::Matrix terms(x.size(), n);
    double binomial = 1.0;
    for (jennopt::Index i = 0; i < n; ++i) {
        const auto low = static_cast<double>(i);
        const auto high = static_cast<double>(n - 1 - i);
        terms.col(i) = binomial * x.array().pow(low + 0.5) * (1.0 - x.array()).pow(high + 1.0);
        binomial *= high / (low + 1.0);
    }
    return terms;
}

/// A section that differs from a base by a weighted sum of terms on either side.
template <typename Scalar>
struct Shape {
    jennopt::Vector x;             ///< (n + 1), see Section
    Eigen::VectorX<Scalar> upper;  ///< (n + 1)
    Eigen::VectorX<Scalar> lower;

    /// The 2 n + 1 corners of the polygon, from the trailing edge along the upper side to the
    /// leading edge and back along the lower side: abscissas ...
    [[nodiscard]] jennopt::Vector corners_x() const {
        const jennopt::Index n = x.size() - 1;
        jennopt::Vector corners(2 * n + 1);
        corners << x.reverse(), x.tail(n);
        return corners;
    }

    /// ... and ordinates.
    [[nodiscard]] Eigen::VectorX<Scalar> corners_y() const {
        const jennopt::Index n = x.size() - 1;
        Eigen::VectorX<Scalar> corners(2 * n + 1);
        corners << upper.reverse(), lower.tail(n);
        return corners;
    }
};

/// Area of the polygon, in chords squared.
template <typename Scalar>
[[nodiscard]] Scalar area(const Shape<Scalar>& shape) {
    Scalar sum(0.0);
    for (jennopt::Index k = 1; k < shape.x.size(); ++k) {
        const Scalar left = shape.upper(k - 1) - shape.lower(k - 1);
        const Scalar right = shape.upper(k) - shape.lower(k);
        sum += 0.5 * (shape.x(k) - shape.x(k - 1)) * (left + right);
    }
    return sum;
}

/// Largest thickness t(x) = y_upper - y_lower, in chords, as a mean that a weight exp(kappa t)
/// concentrates where t is large:
///
///     int t exp(kappa t) dx / int exp(kappa t) dx + 1 / (2 kappa),  kappa = 1000
///
/// Unlike the maximum over the corners it has no kink where another corner becomes the thickest.
/// The last term is what the mean misses at a smooth maximum (Laplace's method).
template <typename Scalar>
[[nodiscard]] Scalar thickness(const Shape<Scalar>& shape) {
    using std::exp;
    constexpr double kappa = 1000.0;
    const jennopt::Index n = shape.x.size() - 1;
    Scalar largest = shape.upper(1) - shape.lower(1);
    for (jennopt::Index k = 2; k < n; ++k) {
        const Scalar t = shape.upper(k) - shape.lower(k);
        largest = t > largest ? t : largest;
    }
    Scalar above(0.0);
    Scalar below(0.0);
    for (jennopt::Index k = 1; k < n; ++k) {
        // Any shift of the exponent gives the same quotient; this one keeps it from overflowing.
        const Scalar t = shape.upper(k) - shape.lower(k);
        const Scalar weight =
            (shape.x(k + 1) - shape.x(k - 1)) * exp(Scalar(kappa * (t - largest)));
        above += weight * t;
        below += weight;
    }
    return Scalar(above / below + 0.5 / kappa);
}

/// Radius of curvature at the leading edge, in chords: the limit of h^2 / (2 x) for half a
/// thickness h = sqrt(2 r x) + ..., extrapolated over sqrt(x) from the first two corners.
template <typename Scalar>
[[nodiscard]] Scalar leading_edge_radius(const Shape<Scalar>& shape) {
    const auto guess = [&shape](jennopt::Index k) {
        const Scalar half = 0.5 * (shape.upper(k) - shape.lower(k));
        return Scalar(half * half / (2.0 * shape.x(k)));
    };
    const double near = std::sqrt(shape.x(1));
    const double far = std::sqrt(shape.x(2));
    return Scalar((far * guess(1) - near * guess(2)) / (far - near));
}

}  // namespace airfoil
