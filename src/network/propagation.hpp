#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/network/network.hpp"

#include <memory>
#include <vector>

namespace jennopt {

struct Coefficients;

/// Takes blocks of samples forward (propagation.cpp) and backward (back_propagation.cpp) through a
/// network. Owns all scratch, which is
/// allocated at construction: one object serves one thread, and a const Network any number of them.
///
/// Inside a block every array is (samples, features), column-major: the samples of one feature are
/// contiguous, so that elementwise work is vector work, and it is done on a matrix product's result
/// before that leaves the registers.
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

    /// Values, and Jacobian if wanted at construction, of the network at the block's inputs.
    void forward(const Network& network);

    /// yhat_k of the block's samples, (b).
    [[nodiscard]] Eigen::Map<const Vector> value(Index k) const;

    /// dyhat_k/dx_j of the block's samples, (b).
    [[nodiscard]] Eigen::Map<const Vector> jacobian(Index k, Index j) const;

    /// Where the factor of each sample's yhat_k goes before backward(), (b).
    [[nodiscard]] Eigen::Map<Vector> value_seed(Index k);

    /// Where the factor of each sample's dyhat_k/dx_j goes before backward(), (b).
    [[nodiscard]] Eigen::Map<Vector> jacobian_seed(Index k, Index j);

    /// Adds to gradient (laid out as theta) that of
    ///     sum value_seed yhat + sum jacobian_seed dyhat/dx
    /// over the block with the seeds held constant; forward() of the same network and the setting
    /// of all seeds come first.
    ///
    /// Berguin (2024), back-propagation of values and partials.
    void backward(const Network& network, Vector& gradient);

    /// Activations of layer l = 0 .. n_layers() after forward(): rows 0 .. b - 1 hold A, rows from
    /// (1 + j) * row_step() on A'_j, j < n_tangents(). Layer 0 has no tangents by forward_tangents:
    /// they are unit vectors.
    [[nodiscard]] Eigen::Map<const Matrix> layer(Index l) const;

    /// Samples of the block, filled up to whole vectors.
    [[nodiscard]] Index row_step() const { return rows_; }

    [[nodiscard]] Index n_tangents() const { return n_tangents_; }

private:
    struct FreeAligned {
        void operator()(double* memory) const;
    };

    using Memory = std::unique_ptr<double, FreeAligned>;

    /// A column-major array of stride_ rows: row block 0 belongs to the values, block 1 + t to
    /// tangent t.
    struct Array {
        Index columns = 0;
        Memory data;
    };

    struct Layer {
        Array a;                    // A, then A'_t
        Array delta;                // dL/dZ, then dL/dZ'_t
        Memory transposed_weights;  // the transpose of W, where that is worth a copy
    };

    [[nodiscard]] static Memory allocate(Index size);
    [[nodiscard]] Array make_array(Index columns) const;
    [[nodiscard]] double* at(const Array& array, Index row_block, Index column = 0) const;
    void transpose_wide_weights(const Network& network);
    [[nodiscard]] Coefficients forward_weights(const Network& network, Index l) const;
    void propagate_values(const Network& network);
    void propagate_unit_tangents(const Network& network);
    void sweep_jacobian(const Network& network);
    void propagate_seeded_tangents(const Network& network);
    void clear_padding();
    void seed_top(const Network& network);
    void pull_back(const Network& network, Index l);
    void add_layer_gradient(const Network& network, Index l, Vector& gradient);

    JacobianWay way_;
    bool with_jacobian_;
    Index n_tangents_;
    Index block_size_;
    Index stride_;               // of every array
    Index b_ = 0;                // samples of the block
    Index rows_ = 0;             // the same, filled up with zeros to whole vectors
    std::vector<Layer> layers_;  // 0 .. n_layers()
    Array seeds_;                // n_y columns: factors of values, then of forward tangents
};

}  // namespace jennopt
