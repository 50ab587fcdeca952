#pragma once

#include <cmath>

namespace airfoil {

/// Limiters without kinks, so that every output stays differentiable in every input.

/// (x + sqrt(x^2 + width^2)) / 2 > 0: x where it is far above width, nearly 0 where far below.
template <typename Scalar>
[[nodiscard]] Scalar smooth_positive(const Scalar& x, double width) {
    using std::sqrt;
    return Scalar(0.5 * (x + sqrt(Scalar(x * x + width * width))));
}

/// 1 / (1 + exp(-x)), rising from 0 to 1, written so that it never overflows.
template <typename Scalar>
[[nodiscard]] Scalar sigmoid(const Scalar& x) {
    using std::tanh;
    return Scalar(0.5 * (1.0 + tanh(Scalar(0.5 * x))));
}

}  // namespace airfoil
