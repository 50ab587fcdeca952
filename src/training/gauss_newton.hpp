#pragma once

#include "jennopt/network/network.hpp"
#include "training/residuals.hpp"

#include <array>
#include <optional>
#include <vector>

namespace jennopt {

/// The quadratic model of m L around a network: with J the derivatives of the residuals r,
///
///     m L(theta + h) ~ m L(theta) + g^T h + 1/2 h^T (J^T J + Lambda) h,   g = J^T r + Lambda
///     theta,
///
/// and its minimum under damping, (J^T J + Lambda + mu D) h = -g. Works in parameters or, where
/// residuals are fewer, in residuals: with A = Lambda + mu D, which is diagonal,
///
///     h = -A^-1 [Lambda theta + J^T (I + J A^-1 J^T)^-1 (r - J A^-1 Lambda theta)].
///
/// In parameters J is never kept, only a block of it. In residuals A has two values, so that J J^T
/// of either's parameters is found once for all mu.
class GaussNewton {
public:
    /// Bytes of the matrices for this many residuals and parameters.
    [[nodiscard]] static double bytes(Index residuals, Index parameters);

    /// @throws ConfigError naming size and another trainer if they need more than 4 GiB
    static void check_size(Index residuals, Index parameters);

    /// Operations of one linearize() and one step().
    [[nodiscard]] static double flops(Index residuals, Index parameters);

    /// @param residuals  must outlive this object
    explicit GaussNewton(Residuals& residuals);

    /// Builds the model around this network.
    LossTerms linearize(const Network& network);

    /// g of the last linearize().
    [[nodiscard]] const Vector& gradient() const { return gradient_; }

    /// Largest entry of the diagonal of J^T J.
    [[nodiscard]] double largest_curvature() const;

    /// h; nothing if the damping is too small for the matrix to be positive definite in rounding.
    [[nodiscard]] std::optional<Vector> step(double damping);

    /// By how much the model lowers m L along the last step().
    [[nodiscard]] double predicted_decrease(const Vector& step, double damping) const;

private:
    void add_products();
    [[nodiscard]] std::optional<Vector> primal_step(double damping);
    [[nodiscard]] std::optional<Vector> dual_step(double damping);

    Residuals& residuals_;
    bool dual_;
    Vector theta_;
    Vector gradient_;
    Vector curvature_;  // diagonal of J^T J
    Matrix normal_;     // lower triangle of J^T J; in residuals: J
    Matrix factor_;
    // In residuals: J J^T of the parameters without lambda, and of those with it
    std::array<Matrix, 2> products_;
    Vector r_;                 // in residuals: r
    std::vector<Index> rows_;  // of a block, that have a weight
};

}  // namespace jennopt
