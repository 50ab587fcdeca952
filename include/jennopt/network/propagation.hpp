#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/network/network.hpp"

#include <vector>

namespace jennopt {

/// The two ways through the Jacobian and its gradient; equal to rounding.
enum class JacobianWay {
    cheapest,          ///< the cheaper of the two by count of matrix products
    forward_tangents,  ///< the paper's: n_x tangents forward, 3 (1 + n_x) passes with the gradient
    adjoint            ///< one backward sweep and one tangent per output, 3 + 4 n_y passes
};

/// Takes blocks of samples forward and backward through a network. Owns all scratch, which is
/// allocated at construction: one object serves one thread, and a const Network any number of them.
///
/// Inside a block every array is (samples, features), column-major: the samples of one feature are
/// contiguous, so that elementwise work is vector work. Values and tangents of a layer stand below
/// one another in one array and take one matrix product.
class Propagation {
public:
    /// Room for networks of this shape.
    /// @param with_jacobian  false: values only, no tangent work at all
    Propagation(const Network& shape, bool with_jacobian, JacobianWay way = JacobianWay::cheapest);

    /// Largest number of samples that forward() takes at once.
    [[nodiscard]] Index block_size() const { return block_size_; }

    /// Prepares a block of b <= block_size() samples and returns where its inputs go: (b, n_x),
    /// normalized units.
    [[nodiscard]] Eigen::Ref<Matrix> begin_block(Index b);

    /// Values, and Jacobian if asked for at construction, of the network at the block's inputs.
    void forward(const Network& network);

    /// yhat, (b, n_y).
    [[nodiscard]] Eigen::Ref<const Matrix> value() const;

    /// dyhat/dx, (b, n_y * n_x): column k + j * n_y holds dyhat_k/dx_j.
    [[nodiscard]] Eigen::Ref<const Matrix> jacobian() const;

    /// Activations of layer l = 0 .. n_layers() after forward(): rows 0 .. b-1 hold A, rows
    /// from (1 + j) * row_step() on A'_j, j < n_tangents(). Layer 0 has no tangents by
    /// forward_tangents: they are unit vectors.
    [[nodiscard]] const Matrix& layer(Index l) const {
        return layers_[static_cast<std::size_t>(l)].a;
    }

    /// Samples of the block, filled up to whole vectors.
    [[nodiscard]] Index row_step() const { return rows_; }

    [[nodiscard]] Index n_tangents() const { return n_tangents_; }

    /// Adds to gradient (laid out as theta) that of
    ///     sum value_seed .* yhat + sum jacobian_seed .* dyhat/dx
    /// with the seeds held constant; forward() of the same network comes first.
    ///
    /// Berguin (2024), back-propagation of values and partials.
    /// @param value_seed     (b, n_y)
    /// @param jacobian_seed  (b, n_y * n_x), as jacobian(); not read without a Jacobian
    void backward(const Network& network,
                  const ConstMatrixRef& value_seed,
                  const ConstMatrixRef& jacobian_seed,
                  Vector& gradient);

private:
    struct Layer {
        Matrix a;      // ((1 + n_tangents) B, n_l): A, then A'_1, A'_2, ... below it
        Matrix delta;  // the same shape: dL/dZ, then dL/dZ'_1, ... below it
    };

    void propagate(const Network& network, Index first, Index last);
    void sweep_jacobian(const Network& network);
    void backward_layers(const Network& network, Vector& gradient);
    void multiply_back(const Network& network, Index l, Index rows);

    JacobianWay way_;
    bool with_jacobian_;
    Index n_tangents_;
    Index block_size_;
    Index b_ = 0;                // samples of the block
    Index rows_ = 0;             // the same, filled up with zeros to whole vectors
    std::vector<Layer> layers_;  // 0 .. n_layers()
    Matrix jacobian_;            // (B, n_y * n_x)
};

}  // namespace jennopt
