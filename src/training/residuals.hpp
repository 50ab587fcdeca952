#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/weights.hpp"
#include "network/parameter_jacobian.hpp"
#include "network/propagation.hpp"
#include "training/loss.hpp"

#include <functional>

namespace jennopt {

/// How many residuals have a weight above zero.
[[nodiscard]] Index residual_count(const LossWeights& weights);

/// The same with those that have none: values and, where any count, partials.
[[nodiscard]] Index row_count(const LossWeights& weights);

/// The loss as a sum of squares, 2 m L = |r|^2 + lambda |W|^2 with the residuals
///
///     r = sqrt(beta) (yhat - y),   sqrt(gamma) (dyhat/dx - dy/dx).
///
/// Block by block: rows of a block are output by output, of each the samples' values, then their
/// partials by input. Rows of no weight, and those that fill a block up to whole vectors, are zero.
class Residuals {
public:
    /// @param data  normalized units; must outlive this object, as weights must
    /// @throws ShapeError if shapes do not fit
    Residuals(const Network& shape, const Dataset& data, const LossWeights& weights);

    [[nodiscard]] Index count() const { return count_; }

    /// Residuals, weight or not.
    [[nodiscard]] Index rows() const { return rows_; }

    [[nodiscard]] Index n_parameters() const { return lambda_.size(); }

    /// Most rows that a block has.
    [[nodiscard]] Index rows_per_block() const;

    /// Rows of a block that are values, of each output.
    [[nodiscard]] Index value_rows() const { return propagation_.row_step(); }

    /// lambda where it acts on an entry of theta, 0 elsewhere.
    [[nodiscard]] const Vector& lambda() const { return lambda_; }

    [[nodiscard]] LossTerms loss(const Network& network);

    /// What is wanted of a block: its residuals and their square roots of weights, one entry per
    /// row, and their derivatives (rows, n_parameters).
    using Block = std::function<void(
        const ConstVectorRef& r, const ConstVectorRef& scale, const ConstMatrixRef& J)>;

    /// The loss, and every block's residuals with their derivatives on the way.
    LossTerms linearize(const Network& network, const Block& block);

    /// What is wanted of an output of a block of samples first ... first + size - 1: its residuals
    /// and their square roots of weights, rows by partial (value_rows() each, of which `size`
    /// count), and what the propagation and the backward sweep of that output hold.
    struct Swept {
        Index k;
        Index first;
        Index size;
        Eigen::Ref<const Vector> r;
        Eigen::Ref<const Vector> scale;
        const Propagation& propagation;
        const ParameterJacobian& jacobian;
    };

    /// The loss, and every block's residuals with the factors of their derivatives on the way.
    LossTerms sweep(const Network& network, const std::function<void(const Swept&)>& output);

    [[nodiscard]] Index m() const { return data_.m(); }

    [[nodiscard]] Index n_tangents() const { return propagation_.n_tangents(); }

    /// The same with derivatives with respect to the weights and bias of one output neuron only,
    /// (rows of that output, n_(L-1) + 1); the output layer is linear.
    using OutputBlock = std::function<void(
        Index k, const ConstVectorRef& r, const ConstVectorRef& scale, const ConstMatrixRef& J)>;
    LossTerms linearize_output(const Network& network, const OutputBlock& block);

private:
    LossTerms over_blocks(const Network& network,
                          const std::function<void(Index first, Index size)>& block);
    void fill(Index first, Index b, LossTerms& sums);

    const Dataset& data_;
    const LossWeights& weights_;
    Propagation propagation_;
    ParameterJacobian jacobian_;
    Vector lambda_;
    Index count_ = 0;
    Index rows_ = 0;
    Vector r_;      // of one block
    Vector scale_;  // of one block
    Matrix J_;      // of one block; allocated when first wanted
};

}  // namespace jennopt
