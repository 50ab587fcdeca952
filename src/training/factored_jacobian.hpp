#pragma once

#include "jennopt/network/network.hpp"
#include "network/kernels/kernels.hpp"
#include "training/residuals.hpp"

#include <vector>

namespace jennopt {

/// J, the derivatives of all residuals with respect to theta, by the factors of its rows: the row
/// of a partial dyhat_k/dx_j of a sample is, for the weights of layer l,
///
///     delta'_(l,j) a_(l-1)^T + delta_l a'_(l-1,j)^T,
///
/// and delta_l a_(l-1)^T for a value, times the root of the residual's weight (ParameterJacobian).
/// J J^T is therefore made of products of the few columns of delta, delta' and of a, a' instead of
/// those of J's many: the tangent kernel of Jacot, Gabriel and Hongler (2018), with partials.
///
/// Its N = n_y (1 + n_x) m rows, m filled up to whole vectors, are tile by tile of some samples, in
/// a tile output by output, of each the values, then the partials by input: see row(). Where a
/// residual has no weight, or is none, scale() and its row are zero.
class FactoredJacobian {
public:
    /// @param residuals  must outlive this object
    FactoredJacobian(const Network& shape, Residuals& residuals);

    /// Operations of outer_products(), and bytes of all that is kept.
    [[nodiscard]] static double flops(const Network& shape, Index rows);
    [[nodiscard]] static double bytes(const Network& shape, Index rows);

    /// Factors, residuals and roots of weights at this network.
    LossTerms linearize(const Network& network);

    [[nodiscard]] Index rows() const { return r_.size(); }

    [[nodiscard]] const Vector& r() const { return r_; }

    /// Root of each residual's weight.
    [[nodiscard]] const Vector& scale() const { return scale_; }

    /// Which sample and column each row has: 0 of values, 1 + j of partials with respect to x_j.
    struct Row {
        Index sample;
        Index column;
    };

    [[nodiscard]] Row row(Index index) const;

    /// J v, (N).
    [[nodiscard]] Vector times(const Vector& v) const;

    /// J^T z, (n_parameters).
    [[nodiscard]] Vector transposed_times(const Vector& z) const;

    /// Largest diagonal entry of J^T J.
    [[nodiscard]] double largest_curvature() const;

    /// J J^T of the parameters without lambda and of those with it, without the roots of the
    /// weights.
    /// @param free, decayed  (N, N); entries above the diagonal are left as they are, or not
    void outer_products(Matrix& free, Matrix& decayed);

private:
    /// Samples first ... first + rows - 1, filled up to whole vectors.
    struct Tile {
        Index first;
        Index rows;
    };

    /// Rows of a block of a tile: output k's values or partials of delta_, values or partials of
    /// a_.
    [[nodiscard]] auto of_delta(const Matrix& delta, const Tile& tile, Index block) const {
        return delta.middleRows(tile.first * blocks_ + block * tile.rows, tile.rows);
    }

    [[nodiscard]] auto of_a(const Matrix& a, const Tile& tile, Index block) const {
        return a.middleRows(tile.first * per_output_ + block * tile.rows, tile.rows);
    }

    void copy(const Residuals::Swept& swept);
    void multiply_tiles(const Tile& rows, const Tile& columns);
    void list_terms(const Tile& rows, const Tile& columns, Index row_block, Index column_block);

    Residuals& residuals_;
    Network shape_;
    Index per_output_;  // blocks of an output: its values, then its partials by input
    Index blocks_;      // of all outputs
    std::vector<Tile> tiles_;
    std::vector<Matrix> a_;      // 0 .. n_layers() - 1: (per_output rows, n_l), a, then a'_j
    std::vector<Matrix> delta_;  // 1 .. n_layers(): (N, n_l), of each output delta, then delta'_j
    Vector r_;
    Vector scale_;
    // Scalar products of two tiles' rows of a_ and of delta_, and what is summed of them
    std::vector<Vector> a_products_;
    std::vector<Vector> delta_products_;
    std::vector<ProductTerm> free_;
    std::vector<ProductTerm> decayed_;
};

}  // namespace jennopt
