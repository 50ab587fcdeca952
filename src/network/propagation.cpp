#include "network/propagation.hpp"

#include "network/kernels/kernels.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace jennopt {

namespace {

constexpr Index cache_bytes = 256L * 1024L;
constexpr Index largest_block = 192;
constexpr std::size_t cache_line = 64;

constexpr double propagation_one = 1.0;

JacobianWay cheaper_way(const Network& shape) {
    return shape.n_x() <= shape.n_y() ? JacobianWay::forward_tangents : JacobianWay::adjoint;
}

/// A block's activations of all layers stay in the second-level cache. Wide layers have no room
/// there: then so many samples that reading W, and adding to its gradient, costs little beside the
/// product.
Index block_for(const Network& shape, Index n_tangents) {
    Index neurons = 0;
    for (const Index n : shape.layer_sizes()) {
        neurons += n;
    }
    const Index bytes_per_sample = (1 + n_tangents) * neurons * static_cast<Index>(sizeof(double));
    const Index least_block = n_tangents < 4 ? 64 : 32;
    return std::clamp(
        cache_bytes / bytes_per_sample / sample_unit * sample_unit, least_block, largest_block);
}

/// An odd number of cache lines, so that a row of all columns does not compete for a few of the
/// cache's sets.
Index stride_for(Index rows) {
    return rows / sample_unit % 2 == 0 ? rows + sample_unit : rows;
}

/// On the way forward a product reads rows of W, a cache line for each entry: more than these, 8
/// KiB, do not stay in the first-level cache, beside the samples, until the next samples need them.
constexpr Index widest_read_in_place = 128;

Index transposed_stride(Index columns) {
    return stride_for(whole_units(columns));
}

}  // namespace

void Propagation::FreeAligned::operator()(double* memory) const {
    std::free(memory);
}

Propagation::Propagation(const Network& shape, bool with_jacobian, JacobianWay way)
    : way_(way == JacobianWay::cheapest ? cheaper_way(shape) : way),
      with_jacobian_(with_jacobian),
      n_tangents_(!with_jacobian                          ? 0
                  : way_ == JacobianWay::forward_tangents ? shape.n_x()
                                                          : shape.n_y()),
      block_size_(block_for(shape, n_tangents_)),
      stride_(stride_for((1 + n_tangents_) * block_size_)),
      seeds_(make_array(shape.n_y())) {
    for (const Index n : shape.layer_sizes()) {
        const bool above_wide = !layers_.empty() && layers_.back().a.columns > widest_read_in_place;
        layers_.push_back(
            {make_array(n),
             make_array(n),
             above_wide ? allocate(n * transposed_stride(layers_.back().a.columns)) : nullptr});
    }
}

Propagation::Memory Propagation::allocate(Index size) {
    const auto n = static_cast<std::size_t>(size);
    auto* memory = static_cast<double*>(std::aligned_alloc(cache_line, n * sizeof(double)));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    std::fill_n(memory, n, 0.0);
    return Memory(memory);
}

Propagation::Array Propagation::make_array(Index columns) const {
    return {columns, allocate(stride_ * columns)};
}

double* Propagation::at(const Array& array, Index row_block, Index column) const {
    return array.data.get() + row_block * rows_ + column * stride_;
}

Eigen::Ref<Matrix> Propagation::begin_block(Index b) {
    b_ = b;
    rows_ = whole_units(b);
    const Array& inputs = layers_.front().a;
    for (Index j = 0; j < inputs.columns; ++j) {
        std::fill_n(at(inputs, 0, j) + b_, rows_ - b_, 0.0);
    }
    return Eigen::Map<Matrix, 0, Eigen::OuterStride<>>(
        inputs.data.get(), b_, inputs.columns, Eigen::OuterStride<>(stride_));
}

void Propagation::forward(const Network& network) {
    transpose_wide_weights(network);
    propagate_values(network);
    if (!with_jacobian_) {
        return;
    }
    if (way_ == JacobianWay::forward_tangents) {
        propagate_unit_tangents(network);
    } else {
        sweep_jacobian(network);
    }
}

Eigen::Map<const Vector> Propagation::value(Index k) const {
    return {at(layers_.back().a, 0, k), b_};
}

Eigen::Map<const Vector> Propagation::jacobian(Index k, Index j) const {
    return {way_ == JacobianWay::forward_tangents ? at(layers_.back().a, 1 + j, k)
                                                  : at(layers_.front().delta, 1 + k, j),
            b_};
}

Eigen::Map<Vector> Propagation::value_seed(Index k) {
    return {at(seeds_, 0, k), b_};
}

/// By the adjoint way sum_j seed(k, j) dyhat_k/dx_j is the derivative of yhat_k along the direction
/// seed(k, .): one tangent per output, which enters as that of the inputs.
Eigen::Map<Vector> Propagation::jacobian_seed(Index k, Index j) {
    return {way_ == JacobianWay::forward_tangents ? at(seeds_, 1 + j, k)
                                                  : at(layers_.front().a, 1 + k, j),
            b_};
}

Eigen::Map<const Matrix> Propagation::layer(Index l) const {
    const Array& a = layers_[static_cast<std::size_t>(l)].a;
    return {a.data.get(), stride_, a.columns};
}

/// Copies the rows of wide W to columns.
void Propagation::transpose_wide_weights(const Network& network) {
    for (Index l = 1; l <= network.n_layers(); ++l) {
        double* copy = layers_[static_cast<std::size_t>(l)].transposed_weights.get();
        if (copy != nullptr) {
            const auto W = network.weights(l);
            transpose(
                W.rows(), W.cols(), {W.data(), W.rows()}, {copy, transposed_stride(W.cols())});
        }
    }
}

/// W^(l) as the way forward takes it.
Coefficients Propagation::forward_weights(const Network& network, Index l) const {
    const auto W = network.weights(l);
    const double* copy = layers_[static_cast<std::size_t>(l)].transposed_weights.get();
    return copy == nullptr ? transposed(W) : Coefficients{copy, 1, transposed_stride(W.cols())};
}

void Propagation::propagate_values(const Network& network) {
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const Array& below = layers_[static_cast<std::size_t>(l - 1)].a;
        const Array& a = layers_[static_cast<std::size_t>(l)].a;
        multiply(rows_,
                 below.columns,
                 a.columns,
                 {at(below, 0), stride_},
                 forward_weights(network, l),
                 network.biases(l).data(),
                 {at(a, 0), stride_},
                 {Finish::activate, network.activation(l)});
    }
}

/// A'_t along the unit directions of the inputs.
void Propagation::propagate_unit_tangents(const Network& network) {
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const auto W = network.weights(l);
        const Array& below = layers_[static_cast<std::size_t>(l - 1)].a;
        const Array& a = layers_[static_cast<std::size_t>(l)].a;
        for (Index t = 0; t < n_tangents_; ++t) {
            // A'_0 is the identity: the first layer's tangents are columns of W, without a product.
            multiply(rows_,
                     l == 1 ? 0 : below.columns,
                     a.columns,
                     {at(below, l == 1 ? 0 : 1 + t), stride_},
                     forward_weights(network, l),
                     l == 1 ? W.col(t).data() : nullptr,
                     {at(a, 1 + t), stride_},
                     {Finish::slope, network.activation(l), at(a, 0)});
        }
    }
}

/// dyhat_k/dZ of every layer, then dyhat_k/dx, for every output k: row block 1 + k of delta. With
/// the factor of yhat_k's tangent being 1, this is dL/dZ'_k as well.
void Propagation::sweep_jacobian(const Network& network) {
    const Index L = network.n_layers();
    for (Index k = 0; k < n_tangents_; ++k) {
        const Layer& top = layers_.back();
        for (Index i = 0; i < top.delta.columns; ++i) {
            const double unit = i == k ? 1.0 : 0.0;
            multiply(rows_,
                     0,
                     1,
                     {at(top.a, 0), stride_},
                     {&propagation_one, 1, 1},
                     &unit,
                     {at(top.delta, 1 + k, i), stride_},
                     {Finish::slope, network.activation(L), at(top.a, 0, i)});
        }
        for (Index l = L; l >= 1; --l) {
            const Layer& layer = layers_[static_cast<std::size_t>(l)];
            const Layer& below = layers_[static_cast<std::size_t>(l - 1)];
            multiply(rows_,
                     layer.delta.columns,
                     below.delta.columns,
                     {at(layer.delta, 1 + k), stride_},
                     as_it_is(network.weights(l)),
                     nullptr,
                     {at(below.delta, 1 + k), stride_},
                     {Finish::slope,
                      l == 1 ? Activation::linear : network.activation(l - 1),
                      at(below.a, 0)});
        }
    }
}

}  // namespace jennopt
