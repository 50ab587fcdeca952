#include "training/factored_jacobian.hpp"

#include "core/at.hpp"
#include "core/matrix_product.hpp"

#include <algorithm>

namespace jennopt {

namespace {

/// Elementwise work on an entry of J J^T, for each layer, in operations of a matrix product.
constexpr double elementwise = 10.0;

/// Rows of a tile, about: the products of two tiles, of all layers, stay in the cache.
constexpr Index most_tile_rows = 128;

Index samples_of_tile(Index blocks) {
    return std::max(sample_unit, most_tile_rows / blocks / sample_unit * sample_unit);
}

}  // namespace

double FactoredJacobian::flops(const Network& shape, Index rows) {
    const auto N = static_cast<double>(rows);
    double sum = 0.0;
    for (Index l = 1; l <= shape.n_layers(); ++l) {
        sum += elementwise +
               static_cast<double>(shape.layer_sizes()[at(l)] + shape.layer_sizes()[at(l - 1)]);
    }
    return N * N * sum;
}

double FactoredJacobian::bytes(const Network& shape, Index rows) {
    double widths = 0.0;
    for (const Index size : shape.layer_sizes()) {
        widths += static_cast<double>(size);
    }
    return sizeof(double) * 2.0 * static_cast<double>(rows) * widths;
}

FactoredJacobian::FactoredJacobian(const Network& shape, Residuals& residuals)
    : residuals_(residuals),
      shape_(shape),
      per_output_(1 + residuals.n_tangents()),
      blocks_(shape.n_y() * per_output_),
      a_(at(shape.n_layers())),
      delta_(at(shape.n_layers() + 1)),
      r_(Vector::Zero(blocks_ * whole_units(residuals.m()))),
      scale_(r_),
      a_products_(a_.size()),
      delta_products_(delta_.size()) {
    const Index most = samples_of_tile(blocks_);
    const Index samples = whole_units(residuals.m());
    for (Index first = 0; first < samples; first += most) {
        tiles_.push_back({first, std::min(most, samples - first)});
    }
    for (Index l = 0; l <= shape.n_layers(); ++l) {
        const Index n = shape.layer_sizes()[at(l)];
        if (l < shape.n_layers()) {
            a_[at(l)] = Matrix::Zero(per_output_ * samples, n);
            a_products_[at(l)].resize(per_output_ * most * per_output_ * most);
        }
        if (l > 0) {
            delta_[at(l)] = Matrix::Zero(r_.size(), n);
            delta_products_[at(l)].resize(blocks_ * most * blocks_ * most);
        }
    }
    for (const Tile& tile : tiles_) {  // the inputs' tangents are unit vectors
        for (Index j = 1; j < per_output_; ++j) {
            a_.front()
                .col(j - 1)
                .segment(tile.first * per_output_ + j * tile.rows, tile.rows)
                .setOnes();
        }
    }
}

LossTerms FactoredJacobian::linearize(const Network& network) {
    return residuals_.sweep(network, [&](const Residuals::Swept& swept) { copy(swept); });
}

/// A block of the sweep and a tile have some samples in common.
void FactoredJacobian::copy(const Residuals::Swept& swept) {
    const Index step = residuals_.value_rows();
    const Index end = swept.first + swept.size;
    for (const Tile& tile : tiles_) {
        const Index first = std::max(swept.first, tile.first);
        const Index count = std::min(end, tile.first + tile.rows) - first;
        for (Index j = 0; j < per_output_ && count > 0; ++j) {
            const Index from = j * step + first - swept.first;
            const Index of_a = tile.first * per_output_ + j * tile.rows + first - tile.first;
            const Index row =
                tile.first * blocks_ + (swept.k * per_output_ + j) * tile.rows + first - tile.first;
            r_.segment(row, count) = swept.r.segment(from, count);
            scale_.segment(row, count) = swept.scale.segment(from, count);
            for (Index l = 1; l <= shape_.n_layers(); ++l) {
                delta_[at(l)].middleRows(row, count) =
                    swept.jacobian.delta(l).middleRows(from, count);
                if (swept.k == 0 && (l > 1 || j == 0)) {
                    a_[at(l - 1)].middleRows(of_a, count) =
                        swept.propagation.layer(l - 1).middleRows(from, count);
                }
            }
        }
    }
}

FactoredJacobian::Row FactoredJacobian::row(Index index) const {
    const auto behind = std::ranges::upper_bound(
        tiles_, index, {}, [&](const Tile& tile) { return tile.first * blocks_; });
    const Tile& tile = *std::prev(behind);
    const Index inside = index - tile.first * blocks_;
    return {.sample = tile.first + inside % tile.rows, .column = inside / tile.rows % per_output_};
}

Vector FactoredJacobian::times(const Vector& v) const {
    Vector y = Vector::Zero(rows());
    for (Index l = 1; l <= shape_.n_layers(); ++l) {
        const Matrix& delta = delta_[at(l)];
        const Matrix& a = a_[at(l - 1)];
        Matrix z(a.rows(), delta.cols());
        multiply_by_transposed(a, shape_.weights_in(v, l), z);
        for (const Tile& tile : tiles_) {
            z.middleRows(tile.first * per_output_, tile.rows).rowwise() +=
                shape_.biases_in(v, l).transpose();
            for (Index block = 0; block < blocks_; ++block) {
                const Index j = block % per_output_;
                auto sum = y.segment(tile.first * blocks_ + block * tile.rows, tile.rows);
                sum += of_delta(delta, tile, block).cwiseProduct(of_a(z, tile, 0)).rowwise().sum();
                if (j > 0) {
                    sum += of_delta(delta, tile, block - j)
                               .cwiseProduct(of_a(z, tile, j))
                               .rowwise()
                               .sum();
                }
            }
        }
    }
    return y.cwiseProduct(scale_);
}

Vector FactoredJacobian::transposed_times(const Vector& z) const {
    const Vector scaled = z.cwiseProduct(scale_);
    Vector g(shape_.n_parameters());
    for (Index l = 1; l <= shape_.n_layers(); ++l) {
        const Matrix& delta = delta_[at(l)];
        const Matrix& a = a_[at(l - 1)];
        Matrix factor = Matrix::Zero(a.rows(), delta.cols());
        auto of_biases = shape_.biases_in(g, l);
        of_biases.setZero();
        for (const Tile& tile : tiles_) {
            auto values = factor.middleRows(tile.first * per_output_, tile.rows);
            for (Index block = 0; block < blocks_; ++block) {
                const Index j = block % per_output_;
                const auto by = scaled.segment(tile.first * blocks_ + block * tile.rows, tile.rows)
                                    .asDiagonal();
                values += by * of_delta(delta, tile, block);
                if (j > 0) {
                    factor.middleRows(tile.first * per_output_ + j * tile.rows, tile.rows) +=
                        by * of_delta(delta, tile, block - j);
                }
            }
            of_biases += values.colwise().sum();
        }
        multiply_transposed_by(factor, a, shape_.weights_in(g, l));
    }
    return g;
}

/// Of an entry of the weights: the sum over the rows of scale^2 (delta' a + delta a')^2.
double FactoredJacobian::largest_curvature() const {
    double largest = 0.0;
    for (Index l = 1; l <= shape_.n_layers(); ++l) {
        const Matrix& delta = delta_[at(l)];
        const Matrix& a = a_[at(l - 1)];
        Matrix squares = Matrix::Zero(a.rows(), delta.cols());
        Matrix mixed = squares;
        Matrix a_mixed = Matrix::Zero(a.rows(), a.cols());
        Vector of_biases = Vector::Zero(delta.cols());
        for (const Tile& tile : tiles_) {
            const Index of_values = tile.first * per_output_;
            for (Index block = 0; block < blocks_; ++block) {
                const Index j = block % per_output_;
                const Index of_partials = of_values + j * tile.rows;
                const auto weight =
                    scale_.segment(tile.first * blocks_ + block * tile.rows, tile.rows)
                        .cwiseAbs2()
                        .asDiagonal();
                squares.middleRows(of_values, tile.rows) +=
                    weight * of_delta(delta, tile, block).cwiseAbs2();
                if (j > 0) {
                    const auto value = of_delta(delta, tile, block - j);
                    squares.middleRows(of_partials, tile.rows) += weight * value.cwiseAbs2();
                    mixed.middleRows(of_partials, tile.rows) +=
                        weight * of_delta(delta, tile, block).cwiseProduct(value);
                    a_mixed.middleRows(of_partials, tile.rows) =
                        of_a(a, tile, 0).cwiseProduct(of_a(a, tile, j));
                }
            }
            of_biases += squares.middleRows(of_values, tile.rows).colwise().sum();
        }
        Matrix curvature(delta.cols(), a.cols());
        multiply_transposed_by(squares, a.cwiseAbs2(), curvature);
        Matrix half(delta.cols(), a.cols());
        multiply_transposed_by(mixed, a_mixed, half);
        largest = std::max({largest, (curvature + 2.0 * half).maxCoeff(), of_biases.maxCoeff()});
    }
    return largest;
}

void FactoredJacobian::multiply_tiles(const Tile& rows, const Tile& columns) {
    const auto product = [&](const Matrix& factor, Index blocks, Vector& to) {
        multiply(blocks * rows.rows,
                 factor.cols(),
                 blocks * columns.rows,
                 {factor.data() + blocks * rows.first, factor.rows()},
                 {factor.data() + blocks * columns.first, factor.rows(), 1},
                 {to.data(), blocks * rows.rows});
    };
    for (Index l = 1; l <= shape_.n_layers(); ++l) {
        product(delta_[at(l)], blocks_, delta_products_[at(l)]);
        product(a_[at(l - 1)], per_output_, a_products_[at(l - 1)]);
    }
}

/// Of the row delta'_j a + delta a'_j against the column delta'_i a + delta a'_i.
void FactoredJacobian::list_terms(const Tile& rows,
                                  const Tile& columns,
                                  Index row_block,
                                  Index column_block) {
    const Index j = row_block % per_output_;
    const Index i = column_block % per_output_;
    const auto part = [&](const Vector& products, Index blocks, Index r, Index c) {
        const Index stride = blocks * rows.rows;
        return ConstColumns{products.data() + r * rows.rows + c * columns.rows * stride, stride};
    };
    free_.clear();
    decayed_.clear();
    for (Index l = 1; l <= shape_.n_layers(); ++l) {
        const bool constant =  // delta, so that delta' is 0
            l == shape_.n_layers() && shape_.activation(l) == Activation::linear;
        auto& of_weights = shape_.weights_in(residuals_.lambda(), l)(0, 0) > 0.0 ? decayed_ : free_;
        const auto add = [&](Index r, Index c) {
            if (!constant || (r == j && c == i)) {
                of_weights.push_back(
                    {part(delta_products_[at(l)], blocks_, row_block - r, column_block - c),
                     part(a_products_[at(l - 1)], per_output_, r, c)});
            }
        };
        add(0, 0);
        if (j > 0) {
            add(j, 0);
        }
        if (i > 0) {
            add(0, i);
        }
        if (j > 0 && i > 0) {
            add(j, i);
        }
        if (!constant || (j == 0 && i == 0)) {
            free_.push_back({part(delta_products_[at(l)], blocks_, row_block, column_block)});
        }
    }
}

void FactoredJacobian::outer_products(Matrix& free, Matrix& decayed) {
    for (std::size_t q = 0; q < tiles_.size(); ++q) {
        for (std::size_t p = q; p < tiles_.size(); ++p) {
            const Tile& rows = tiles_[p];
            const Tile& columns = tiles_[q];
            multiply_tiles(rows, columns);
            for (Index c = 0; c < blocks_; ++c) {
                for (Index r = p == q ? c : 0; r < blocks_; ++r) {
                    list_terms(rows, columns, r, c);
                    const auto to = [&](Matrix& matrix) {
                        return Columns{&matrix(rows.first * blocks_ + r * rows.rows,
                                               columns.first * blocks_ + c * columns.rows),
                                       matrix.rows()};
                    };
                    sum_products(rows.rows, columns.rows, free_, to(free));
                    sum_products(rows.rows, columns.rows, decayed_, to(decayed));
                }
            }
        }
    }
}

}  // namespace jennopt
