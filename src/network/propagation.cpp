#include "jennopt/network/propagation.hpp"

#include "network/kernels.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr Index cache_bytes = 256 * 1024;

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

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
    return std::clamp<Index>(cache_bytes / bytes_per_sample / 8 * 8, 16, 128);
}

/// Columns of a block: rows [0, b) values, [b, 2b) first tangent, ...
using BlockColumn = Eigen::Map<Eigen::ArrayXd>;
using ConstBlockColumn = Eigen::Map<const Eigen::ArrayXd>;

/// z := g(z + bias).
void activate_column(Activation activation, double* z, Index b, double bias) {
    switch (activation) {
        case Activation::tanh:
            add_bias_tanh(z, b, bias);
            break;
        case Activation::linear:
            BlockColumn(z, b) += bias;
            break;
        case Activation::relu:
            BlockColumn(z, b) = (BlockColumn(z, b) + bias).max(0.0);
            break;
    }
}

/// target := target * g'(z), with g' written in terms of a = g(z).
void scale_by_slope(Activation activation, const double* a, double* target, Index b) {
    BlockColumn t(target, b);
    const ConstBlockColumn A(a, b);
    switch (activation) {
        case Activation::tanh:
            t *= 1.0 - A.square();
            break;
        case Activation::linear:
            break;
        case Activation::relu:
            t = (A > 0.0).select(t, 0.0);
            break;
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
    return layers_.front().a.topRows(b);
}

void Propagation::forward(const Network& network) {
    if (with_jacobian_ && way_ == JacobianWay::forward_tangents) {
        propagate(network, 0, 1 + n_tangents_);
        const Index n_y = network.n_y();
        for (Index j = 0; j < network.n_x(); ++j) {
            jacobian_.topRows(b_).middleCols(j * n_y, n_y) =
                layers_.back().a.middleRows((1 + j) * b_, b_);
        }
        return;
    }
    propagate(network, 0, 1);
    if (with_jacobian_) {
        sweep_jacobian(network);
    }
}

Eigen::Ref<const Matrix> Propagation::value() const { return layers_.back().a.topRows(b_); }

Eigen::Ref<const Matrix> Propagation::jacobian() const { return jacobian_.topRows(b_); }

/// Row blocks [first, last) of every layer: block 0 is A, block i is A'_i. Block 0 comes before the others.
void Propagation::propagate(const Network& network, Index first, Index last) {
    const bool unit_directions = way_ == JacobianWay::forward_tangents;
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const auto W = network.weights(l);
        const auto bias = network.biases(l);
        const Matrix& below = layers_[at(l - 1)].a;
        Matrix& a = layers_[at(l)].a;
        // A'_0 is the identity: the first layer's tangents are columns of W and need no product.
        const Index by_product = l == 1 && unit_directions ? std::min<Index>(last, 1) : last;
        a.middleRows(first * b_, (by_product - first) * b_).noalias() =
            below.middleRows(first * b_, (by_product - first) * b_) * W.transpose();
        for (Index i = 0; i < W.rows(); ++i) {
            double* column = a.col(i).data();
            if (first == 0) {
                activate_column(network.activation(l), column, b_, bias(i));
            }
            for (Index tangent = std::max<Index>(first, 1); tangent < last; ++tangent) {
                double* z = column + tangent * b_;
                if (tangent >= by_product) {
                    std::fill_n(z, b_, W(i, tangent - 1));
                }
                scale_by_slope(network.activation(l), column, z, b_);
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
            double* column = top.col(i).data() + k * b_;
            std::fill_n(column, b_, i == k ? 1.0 : 0.0);
            scale_by_slope(network.activation(L), layers_[at(L)].a.col(i).data(), column, b_);
        }
    }
    for (Index l = L; l > 1; --l) {
        Matrix& below = layers_[at(l - 1)].delta;
        below.topRows(n_y * b_).noalias() =
            layers_[at(l)].delta.topRows(n_y * b_) * network.weights(l);
        for (Index i = 0; i < below.cols(); ++i) {
            for (Index k = 0; k < n_y; ++k) {
                scale_by_slope(network.activation(l - 1),
                               layers_[at(l - 1)].a.col(i).data(),
                               below.col(i).data() + k * b_,
                               b_);
            }
        }
    }
    for (Index k = 0; k < n_y; ++k) {
        for (Index j = 0; j < network.n_x(); ++j) {
            jacobian_.col(k + j * n_y).head(b_).noalias() =
                layers_[1].delta.middleRows(k * b_, b_) * network.weights(1).col(j);
        }
    }
}

void Propagation::backward(const Network& network,
                           const ConstMatrixRef& value_seed,
                           const ConstMatrixRef& jacobian_seed,
                           Vector& gradient) {
    const Index n_y = network.n_y();
    Matrix& top = layers_.back().delta;
    if (with_jacobian_ && way_ == JacobianWay::adjoint) {
        // sum_j seed(k, j) dyhat_k/dx_j is the derivative of yhat_k along the direction seed(k, .): one tangent
        // per output, whose own derivative with respect to that output is 1.
        for (Index k = 0; k < n_y; ++k) {
            for (Index j = 0; j < network.n_x(); ++j) {
                layers_.front().a.col(j).segment((1 + k) * b_, b_) =
                    jacobian_seed.col(k + j * n_y);
            }
            top.middleRows((1 + k) * b_, b_).setZero();
            top.col(k).segment((1 + k) * b_, b_).setOnes();
        }
        propagate(network, 1, 1 + n_tangents_);
    } else {
        for (Index j = 0; j < n_tangents_; ++j) {
            top.middleRows((1 + j) * b_, b_) = jacobian_seed.middleCols(j * n_y, n_y);
        }
    }
    top.topRows(b_) = value_seed;
    backward_layers(network, gradient);
}

/// delta holds dL/dA and dL/dA'_i when a layer is reached, dL/dZ and dL/dZ'_i when it is left.
void Propagation::backward_layers(const Network& network, Vector& gradient) {
    const Index rows = (1 + n_tangents_) * b_;
    const bool unit_directions = way_ == JacobianWay::forward_tangents;
    for (Index l = network.n_layers(); l >= 1; --l) {
        Matrix& delta = layers_[at(l)].delta;
        const Matrix& a = layers_[at(l)].a;
        const Matrix& below = layers_[at(l - 1)].a;
        for (Index i = 0; i < delta.cols(); ++i) {
            pull_back_activation(network.activation(l), a.col(i).data(), delta.col(i).data());
        }
        auto dW = network.weights_in(gradient, l);
        const Index by_product = l == 1 && unit_directions ? b_ : rows;
        dW.noalias() += delta.topRows(by_product).transpose() * below.topRows(by_product);
        for (Index tangent = by_product / b_; tangent <= n_tangents_; ++tangent) {
            dW.col(tangent - 1) += delta.middleRows(tangent * b_, b_).colwise().sum().transpose();
        }
        network.biases_in(gradient, l) += delta.topRows(b_).colwise().sum().transpose();
        if (l > 1) {
            layers_[at(l - 1)].delta.topRows(rows).noalias() =
                delta.topRows(rows) * network.weights(l);
        }
    }
}

/// dL/dZ = g' dL/dA + sum_i g'' Z'_i dL/dA'_i and dL/dZ'_i = g' dL/dA'_i, in place. For tanh g'' z' = -2 a a'.
void Propagation::pull_back_activation(Activation activation, const double* a, double* delta) const {
    scale_by_slope(activation, a, delta, b_);
    for (Index tangent = 1; tangent <= n_tangents_; ++tangent) {
        double* delta_tangent = delta + tangent * b_;
        if (activation == Activation::tanh) {
            BlockColumn(delta, b_) -= 2.0 * ConstBlockColumn(a, b_) *
                                      ConstBlockColumn(a + tangent * b_, b_) *
                                      BlockColumn(delta_tangent, b_);
        }
        scale_by_slope(activation, a, delta_tangent, b_);
    }
}

}  // namespace jennopt
