#include "jennopt/network/propagation.hpp"

#include "network/kernels.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

constexpr Index cache_bytes = 256 * 1024;

std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
}

/// With the gradient: 3 (1 + n_x) passes of matrix products against 3 + 4 n_y.
JacobianWay cheaper_way(const Network& shape) {
    return 3 * (1 + shape.n_x()) <= 3 + 4 * shape.n_y() ? JacobianWay::forward_tangents
                                                        : JacobianWay::adjoint;
}

/// A block's activations of all layers stay in the second-level cache.
Index block_for(const Network& shape, Index n_tangents) {
    Index neurons = 0;
    for (const Index n : shape.layer_sizes()) {
        neurons += n;
    }
    const Index bytes_per_sample = (1 + n_tangents) * neurons * static_cast<Index>(sizeof(double));
    return std::clamp<Index>(cache_bytes / bytes_per_sample / sample_unit * sample_unit, 16, 128);
}

Index whole_units(Index b) {
    return (b + sample_unit - 1) / sample_unit * sample_unit;
}

ConstColumns columns(const Matrix& block, Index row) {
    return {block.data() + row, block.rows()};
}

Columns columns(Matrix& block, Index row) {
    return {block.data() + row, block.rows()};
}

/// z := g(z + bias).
void activate_column(Activation activation, double* z, Index rows, double bias) {
    Eigen::Map<Eigen::ArrayXd> Z(z, rows);
    switch (activation) {
        case Activation::tanh:
            add_bias_tanh(z, rows, bias);
            break;
        case Activation::linear:
            Z += bias;
            break;
        case Activation::relu:
            Z = (Z + bias).max(0.0);
            break;
    }
}

/// target := target * g'(z), with g' written in terms of a = g(z).
void scale_by_slope(Activation activation, const double* a, double* target, Index rows) {
    switch (activation) {
        case Activation::tanh:
            scale_by_tanh_slope(a, target, rows);
            break;
        case Activation::linear:
            break;
        case Activation::relu: {
            Eigen::Map<Eigen::ArrayXd> t(target, rows);
            t = (Eigen::Map<const Eigen::ArrayXd>(a, rows) > 0.0).select(t, 0.0);
            break;
        }
    }
}

/// delta += g'' z' delta' for one tangent, then delta' := g' delta'.
void pull_back_tangent(Activation activation,
                       const double* a,
                       const double* a_tangent,
                       double* delta,
                       double* delta_tangent,
                       Index rows) {
    if (activation == Activation::tanh) {
        pull_back_tanh_tangent(a, a_tangent, delta, delta_tangent, rows);
    } else {
        scale_by_slope(activation, a, delta_tangent, rows);  // g'' = 0
    }
}

}  // namespace

Propagation::Propagation(const Network& shape, bool with_jacobian, JacobianWay way)
    : way_(way == JacobianWay::cheapest ? cheaper_way(shape) : way),
      with_jacobian_(with_jacobian),
      n_tangents_(!with_jacobian                          ? 0
                  : way_ == JacobianWay::forward_tangents ? shape.n_x()
                                                          : shape.n_y()),
      block_size_(block_for(shape, n_tangents_)),
      layers_(shape.layer_sizes().size()) {
    const Index rows = (1 + n_tangents_) * block_size_;
    for (std::size_t l = 0; l < layers_.size(); ++l) {
        layers_[l].a = Matrix::Zero(rows, shape.layer_sizes()[l]);
        layers_[l].delta = Matrix::Zero(l == 0 ? 0 : rows, shape.layer_sizes()[l]);
    }
    if (with_jacobian_) {
        jacobian_ = Matrix::Zero(block_size_, shape.n_y() * shape.n_x());
    }
}

Eigen::Ref<Matrix> Propagation::begin_block(Index b) {
    b_ = b;
    rows_ = whole_units(b);
    layers_.front().a.middleRows(b_, rows_ - b_).setZero();
    return layers_.front().a.topRows(b);
}

void Propagation::forward(const Network& network) {
    if (with_jacobian_ && way_ == JacobianWay::forward_tangents) {
        propagate(network, 0, 1 + n_tangents_);
        const Index n_y = network.n_y();
        for (Index j = 0; j < network.n_x(); ++j) {
            jacobian_.topRows(b_).middleCols(j * n_y, n_y) =
                layers_.back().a.middleRows((1 + j) * rows_, b_);
        }
        return;
    }
    propagate(network, 0, 1);
    if (with_jacobian_) {
        sweep_jacobian(network);
    }
}

Eigen::Ref<const Matrix> Propagation::value() const {
    return layers_.back().a.topRows(b_);
}

Eigen::Ref<const Matrix> Propagation::jacobian() const {
    return jacobian_.topRows(b_);
}

/// Row blocks [first, last) of every layer: block 0 is A, block i is A'_i. Block 0 comes before the
/// others.
void Propagation::propagate(const Network& network, Index first, Index last) {
    const bool unit_directions = way_ == JacobianWay::forward_tangents;
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const auto W = network.weights(l);
        const auto bias = network.biases(l);
        Matrix& a = layers_[at(l)].a;
        // A'_0 is the identity: the first layer's tangents are columns of W and need no product.
        const Index by_product = l == 1 && unit_directions ? std::min<Index>(last, 1) : last;
        multiply((by_product - first) * rows_,
                 W.cols(),
                 W.rows(),
                 columns(std::as_const(layers_[at(l - 1)].a), first * rows_),
                 {W.data(), W.rows(), 1},
                 columns(a, first * rows_));
        for (Index i = 0; i < W.rows(); ++i) {
            double* column = a.col(i).data();
            if (first == 0) {
                activate_column(network.activation(l), column, rows_, bias(i));
            }
            for (Index tangent = std::max<Index>(first, 1); tangent < last; ++tangent) {
                double* z = column + tangent * rows_;
                if (tangent >= by_product) {
                    std::fill_n(z, rows_, W(i, tangent - 1));
                }
                scale_by_slope(network.activation(l), column, z, rows_);
            }
        }
    }
}

/// dyhat_k/dx for every output k by one backward sweep each, in the scratch of delta: row block k.
void Propagation::sweep_jacobian(const Network& network) {
    const Index n_y = network.n_y();
    const Index L = network.n_layers();
    Matrix& top = layers_[at(L)].delta;
    for (Index k = 0; k < n_y; ++k) {
        for (Index i = 0; i < n_y; ++i) {
            double* column = top.col(i).data() + k * rows_;
            std::fill_n(column, rows_, i == k ? 1.0 : 0.0);
            scale_by_slope(network.activation(L), layers_[at(L)].a.col(i).data(), column, rows_);
        }
    }
    for (Index l = L; l > 1; --l) {
        Matrix& below = layers_[at(l - 1)].delta;
        multiply_back(network, l, n_y * rows_);
        for (Index i = 0; i < below.cols(); ++i) {
            for (Index k = 0; k < n_y; ++k) {
                scale_by_slope(network.activation(l - 1),
                               layers_[at(l - 1)].a.col(i).data(),
                               below.col(i).data() + k * rows_,
                               rows_);
            }
        }
    }
    const auto W = network.weights(1);
    for (Index k = 0; k < n_y; ++k) {
        multiply(rows_,
                 W.rows(),
                 W.cols(),
                 columns(std::as_const(layers_[1].delta), k * rows_),
                 {W.data(), 1, W.rows()},
                 {jacobian_.col(k).data(), n_y * jacobian_.rows()});
    }
}

/// The first rows of delta of layer l - 1 := those of layer l times W^(l).
void Propagation::multiply_back(const Network& network, Index l, Index rows) {
    const auto W = network.weights(l);
    multiply(rows,
             W.rows(),
             W.cols(),
             columns(std::as_const(layers_[at(l)].delta), 0),
             {W.data(), 1, W.rows()},
             columns(layers_[at(l - 1)].delta, 0));
}

void Propagation::backward(const Network& network,
                           const ConstMatrixRef& value_seed,
                           const ConstMatrixRef& jacobian_seed,
                           Vector& gradient) {
    const Index n_y = network.n_y();
    Matrix& top = layers_.back().delta;
    top.topRows((1 + n_tangents_) * rows_)
        .setZero();  // also where a block is filled up to whole units
    top.topRows(b_) = value_seed;
    if (with_jacobian_ && way_ == JacobianWay::adjoint) {
        // sum_j seed(k, j) dyhat_k/dx_j is the derivative of yhat_k along the direction seed(k, .):
        // one tangent per output, whose own derivative with respect to that output is 1.
        Matrix& directions = layers_.front().a;
        directions.middleRows(rows_, n_y * rows_).setZero();
        for (Index k = 0; k < n_y; ++k) {
            for (Index j = 0; j < network.n_x(); ++j) {
                directions.col(j).segment((1 + k) * rows_, b_) = jacobian_seed.col(k + j * n_y);
            }
            top.col(k).segment((1 + k) * rows_, b_).setOnes();
        }
        propagate(network, 1, 1 + n_tangents_);
    } else {
        for (Index j = 0; j < n_tangents_; ++j) {
            top.middleRows((1 + j) * rows_, b_) = jacobian_seed.middleCols(j * n_y, n_y);
        }
    }
    backward_layers(network, gradient);
}

/// delta holds dL/dA and dL/dA'_i when a layer is reached, dL/dZ and dL/dZ'_i when it is left:
/// dL/dZ = g' dL/dA + sum_i g'' Z'_i dL/dA'_i and dL/dZ'_i = g' dL/dA'_i.
void Propagation::backward_layers(const Network& network, Vector& gradient) {
    const Index all_rows = (1 + n_tangents_) * rows_;
    const bool unit_directions = way_ == JacobianWay::forward_tangents;
    for (Index l = network.n_layers(); l >= 1; --l) {
        Matrix& delta = layers_[at(l)].delta;
        for (Index i = 0; i < delta.cols(); ++i) {
            const double* a = layers_[at(l)].a.col(i).data();
            double* d = delta.col(i).data();
            scale_by_slope(network.activation(l), a, d, rows_);
            for (Index t = 1; t <= n_tangents_; ++t) {
                pull_back_tangent(network.activation(l), a, a + t * rows_, d, d + t * rows_, rows_);
            }
        }
        auto dW = network.weights_in(gradient, l);
        const Index by_product = l == 1 && unit_directions ? rows_ : all_rows;
        add_transposed_product(by_product,
                               dW.rows(),
                               dW.cols(),
                               columns(std::as_const(delta), 0),
                               columns(std::as_const(layers_[at(l - 1)].a), 0),
                               {dW.data(), dW.rows()});
        for (Index t = by_product / rows_; t <= n_tangents_; ++t) {
            dW.col(t - 1) += delta.middleRows(t * rows_, rows_).colwise().sum().transpose();
        }
        network.biases_in(gradient, l) += delta.topRows(rows_).colwise().sum().transpose();
        if (l > 1) {
            multiply_back(network, l, all_rows);
        }
    }
}

}  // namespace jennopt
