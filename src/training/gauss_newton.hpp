#pragma once

#include "jennopt/network/network.hpp"
#include "training/factored_jacobian.hpp"
#include "training/residuals.hpp"
#include "training/tangent_kernel.hpp"

#include <optional>

namespace jennopt {

/// The quadratic model of m L around a network: with J the derivatives of the residuals r,
///
///     m L(theta + h) ~ m L(theta) + g^T h + 1/2 h^T (J^T J + Lambda) h,   g = J^T r + Lambda
///     theta,
///
/// and its minimum under damping, (J^T J + Lambda + mu 1) h = -g. Works in parameters or, where
/// residuals are fewer, in residuals: with A = Lambda + mu 1, which is diagonal,
///
///     h = -A^-1 [Lambda theta + J^T (I + J A^-1 J^T)^-1 (r - J A^-1 Lambda theta)].
///
/// J is never kept, in parameters but a block of it, in residuals its factors. A has two values
/// there, so that J J^T of either's parameters is found once for all mu.
class GaussNewton {
public:
    /// Bytes of the matrices.
    [[nodiscard]] static double bytes(const Network& shape, const LossWeights& weights);

    /// @throws ConfigError naming size and another trainer if they need more than 4 GiB
    static void check_size(const Network& shape, const LossWeights& weights);

    /// Which of the two forms is taken.
    /// @param residuals  that have a weight
    /// @param rows       the same with those that have none
    [[nodiscard]] static bool in_residuals(const Network& shape, Index residuals, Index rows);

    /// Operations of one linearize() and one step().
    [[nodiscard]] static double flops(const Network& shape, Index residuals, Index rows);

    /// @param residuals  must outlive this object
    GaussNewton(const Network& shape, Residuals& residuals);

    /// Builds the model around this network.
    LossTerms linearize(const Network& network);

    /// g of the last linearize().
    [[nodiscard]] const Vector& gradient() const { return gradient_; }

    /// Largest entry of the diagonal of J^T J.
    [[nodiscard]] double largest_curvature() const { return largest_curvature_; }

    /// h; nothing if the damping is too small for the matrix to be positive definite in rounding.
    [[nodiscard]] std::optional<Vector> step(double damping);

    /// By how much the model lowers m L along the last step().
    [[nodiscard]] double predicted_decrease(const Vector& step, double damping) const;

private:
    [[nodiscard]] std::optional<Vector> primal_step(double damping);
    [[nodiscard]] std::optional<Vector> dual_step(double damping);

    Residuals& residuals_;
    Vector theta_;
    Vector gradient_;
    double largest_curvature_ = 0.0;
    Matrix normal_;  // in parameters: lower triangle of J^T J
    Matrix factor_;
    std::optional<FactoredJacobian> J_;  // in residuals
    std::optional<TangentKernel> kernel_;
};

}  // namespace jennopt
