#pragma once

#include <Eigen/Core>

#include <algorithm>

namespace airfoil {

/// Natural cubic spline through (s_i, f_i): twice continuously differentiable, so that what is read
/// off at a moving place has no kink where that place passes a knot (de Boor, 1978, chapter IV).
template <typename Scalar>
class Spline {
public:
    using Values = Eigen::VectorX<Scalar>;

    struct Point {
        Scalar value;
        Scalar slope;
    };

    /// @param s  strictly increasing, at least three
    Spline(Values s, Values f) : s_(std::move(s)), f_(std::move(f)), m_(second_derivatives()) {}

    [[nodiscard]] const Values& knots() const { return s_; }

    [[nodiscard]] const Values& values() const { return f_; }

    /// Beyond the ends: the first or last polynomial, continued.
    [[nodiscard]] Point at(const Scalar& s) const {
        const Eigen::Index i = interval(s);
        const Scalar h = s_(i + 1) - s_(i);
        const Scalar b = (s - s_(i)) / h;
        const Scalar a = 1.0 - b;
        const Scalar rise = (f_(i + 1) - f_(i)) / h;
        const Scalar left = h * m_(i) / 6.0;
        const Scalar right = h * m_(i + 1) / 6.0;
        const Scalar bend = a * (a * a - 1.0) * left + b * (b * b - 1.0) * right;
        const Scalar turn = (1.0 - 3.0 * a * a) * left + (3.0 * b * b - 1.0) * right;
        return {Scalar(a * f_(i) + b * f_(i + 1) + h * bend), Scalar(rise + turn)};
    }

private:
    [[nodiscard]] Eigen::Index interval(const Scalar& s) const {
        const Scalar* const above = std::upper_bound(s_.data() + 1, s_.data() + s_.size() - 1, s);
        return above - s_.data() - 1;
    }

    /// Tridiagonal system of continuous slopes, by elimination (Thomas).
    [[nodiscard]] Values second_derivatives() const {
        const Eigen::Index n = s_.size();
        Values m = Values::Constant(n, Scalar(0.0));
        Values upper = Values::Constant(n, Scalar(0.0));
        for (Eigen::Index i = 1; i + 1 < n; ++i) {
            const Scalar before = s_(i) - s_(i - 1);
            const Scalar after = s_(i + 1) - s_(i);
            const Scalar bend = 6.0 * ((f_(i + 1) - f_(i)) / after - (f_(i) - f_(i - 1)) / before);
            const Scalar pivot = 2.0 * (before + after) - before * upper(i - 1);
            upper(i) = after / pivot;
            m(i) = (bend - before * m(i - 1)) / pivot;
        }
        for (Eigen::Index i = n - 2; i > 0; --i) {
            m(i) -= upper(i) * m(i + 1);
        }
        return m;
    }

    Values s_;
    Values f_;
    Values m_;  // second derivatives at the knots
};

}  // namespace airfoil
