#pragma once

#include <Eigen/Core>

#include <cmath>
#include <vector>

namespace jennopt {

using Index = Eigen::Index;
using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using ConstVectorRef =
    Eigen::Ref<const Vector>;  ///< accepts blocks, columns and maps without a copy
using ConstMatrixRef = Eigen::Ref<const Matrix>;

/// A box in R^n_x: lower(j) <= x(j) <= upper(j), raw units; and how it is laid out in the unit box.
struct Bounds {
    Vector lower;                         ///< (n_x)
    Vector upper;                         ///< (n_x)
    std::vector<Index> logarithmic = {};  ///< components laid out by their logarithm; bounds > 0

    /// True if every component of x lies in its closed interval; false for NaN.
    [[nodiscard]] bool contains(const ConstVectorRef& x) const {
        return (x.array() >= lower.array()).all() && (x.array() <= upper.array()).all();
    }

    /// The point of the unit box [0, 1]^n_x at the same relative place as x.
    [[nodiscard]] Vector to_unit(const ConstVectorRef& x) const {
        Vector u = (x - lower).cwiseQuotient(upper - lower);
        for (const Index j : logarithmic) {
            u(j) = (std::log(x(j)) - std::log(lower(j))) / log_width(j);
        }
        return u;
    }

    /// The point at relative place u; exactly on a bound where u is 0 or 1, never outside the box
    /// by rounding.
    [[nodiscard]] Vector from_unit(const ConstVectorRef& u) const {
        const Vector rest = Vector::Ones(u.size()) - u;
        Vector x = lower.cwiseProduct(rest) + upper.cwiseProduct(u);
        for (const Index j : logarithmic) {
            x(j) = std::exp(std::lerp(std::log(lower(j)), std::log(upper(j)), u(j)));
            x(j) = u(j) == 0.0 ? lower(j) : u(j) == 1.0 ? upper(j) : x(j);
        }
        return x.cwiseMax(lower).cwiseMin(upper);
    }

    /// Of a logarithmic component; the ratio of its bounds may be too large for a number.
    [[nodiscard]] double log_width(Index j) const {
        return std::log(upper(j)) - std::log(lower(j));
    }

    /// dx_j/du_j at x: how far x moves per width of the unit box, (n_x).
    [[nodiscard]] Vector widths(const ConstVectorRef& x) const {
        Vector width = upper - lower;
        for (const Index j : logarithmic) {
            width(j) = x(j) * log_width(j);
        }
        return width;
    }
};

/// A value with all its first partial derivatives at one point, raw units unless stated otherwise.
struct Evaluation {
    Vector value;     ///< (n_y)
    Matrix jacobian;  ///< (n_y, n_x), J(k, j) = dy_k/dx_j, NaN where missing; (0, 0) if not wanted
};

}  // namespace jennopt
