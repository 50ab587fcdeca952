#include "network/kernels/kernels.hpp"
#include "network/propagation.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr double back_propagation_one = 1.0;

bool bends(Activation activation) {
    return activation == Activation::tanh;
}

}  // namespace

void Propagation::backward(const Network& network, Vector& gradient) {
    clear_padding();
    if (with_jacobian_ && way_ == JacobianWay::adjoint) {
        propagate_seeded_tangents(network);
    }
    seed_top(network);
    for (Index l = network.n_layers(); l >= 1; --l) {
        if (l < network.n_layers()) {
            pull_back(network, l);
        }
        add_layer_gradient(network, l, gradient);
    }
}

/// Samples that only fill up a vector weigh nothing.
void Propagation::clear_padding() {
    const auto clear = [this](const Array& array, Index blocks) {
        for (Index column = 0; column < array.columns; ++column) {
            for (Index block = 0; block < blocks; ++block) {
                std::fill_n(at(array, block, column) + b_, rows_ - b_, 0.0);
            }
        }
    };
    const bool forward = way_ == JacobianWay::forward_tangents;
    clear(seeds_, forward ? 1 + n_tangents_ : 1);
    clear(layers_.front().a, forward ? 1 : 1 + n_tangents_);
}

/// A'_k along the seeded directions, and on the way g'' Z'_k dL/dA'_k, which is the tangents' part
/// of dL/dZ. The output layer's own tangents matter to nothing else: none where g'' is 0 there.
void Propagation::propagate_seeded_tangents(const Network& network) {
    const Index last =
        bends(network.activation(network.n_layers())) ? network.n_layers() : network.n_layers() - 1;
    for (Index l = 1; l <= last; ++l) {
        const Array& below = layers_[static_cast<std::size_t>(l - 1)].a;
        const Layer& layer = layers_[static_cast<std::size_t>(l)];
        for (Index k = 0; k < n_tangents_; ++k) {
            multiply(rows_,
                     below.columns,
                     layer.a.columns,
                     {at(below, 1 + k), stride_},
                     forward_weights(network, l),
                     nullptr,
                     {at(layer.a, 1 + k), stride_},
                     {Finish::slope_and_bend,
                      network.activation(l),
                      at(layer.a, 0),
                      at(layer.delta, 1 + k),
                      at(layer.delta, 0),
                      k == 0});
        }
    }
}

/// dL/dZ of the output layer, and dL/dZ'_t where the sweep has not left it there.
void Propagation::seed_top(const Network& network) {
    const Activation activation = network.activation(network.n_layers());
    const Layer& top = layers_.back();
    const auto seed = [&](Index row_block, Index k, const Epilogue& epilogue) {
        multiply(rows_,
                 1,
                 1,
                 {at(seeds_, row_block, k), stride_},
                 {&back_propagation_one, 1, 1},
                 nullptr,
                 {at(top.delta, row_block, k), stride_},
                 epilogue);
    };
    for (Index k = 0; k < top.delta.columns; ++k) {
        const double* a = at(top.a, 0, k);
        for (Index t = 0; way_ == JacobianWay::forward_tangents && t < n_tangents_; ++t) {
            seed(1 + t,
                 k,
                 {Finish::slope_and_bend,
                  activation,
                  a,
                  at(top.a, 1 + t, k),
                  at(top.delta, 0, k),
                  t == 0});
        }
        const bool alone = n_tangents_ == 0 || (way_ == JacobianWay::adjoint && !bends(activation));
        seed(0, k, {alone ? Finish::slope : Finish::slope_onto, activation, a});
    }
}

/// dL/dZ = g' dL/dA + sum_t g'' Z'_t dL/dA'_t and dL/dZ'_t = g' dL/dA'_t of hidden layer l.
void Propagation::pull_back(const Network& network, Index l) {
    const Layer& layer = layers_[static_cast<std::size_t>(l)];
    const Layer& above = layers_[static_cast<std::size_t>(l + 1)];
    const auto product = [&](Index row_block, const Epilogue& epilogue) {
        multiply(rows_,
                 above.delta.columns,
                 layer.delta.columns,
                 {at(above.delta, row_block), stride_},
                 as_it_is(network.weights(l + 1)),
                 nullptr,
                 {at(layer.delta, row_block), stride_},
                 epilogue);
    };
    const Activation activation = network.activation(l);
    const double* a = at(layer.a, 0);
    for (Index t = 0; way_ == JacobianWay::forward_tangents && t < n_tangents_; ++t) {
        product(1 + t,
                {Finish::slope_and_bend,
                 activation,
                 a,
                 at(layer.a, 1 + t),
                 at(layer.delta, 0),
                 t == 0});
    }
    product(0, {n_tangents_ == 0 ? Finish::slope : Finish::slope_onto, activation, a});
}

void Propagation::add_layer_gradient(const Network& network, Index l, Vector& gradient) {
    const Array& delta = layers_[static_cast<std::size_t>(l)].delta;
    const Array& below = layers_[static_cast<std::size_t>(l - 1)].a;
    auto dW = network.weights_in(gradient, l);
    const bool unit_directions = l == 1 && way_ == JacobianWay::forward_tangents;
    add_transposed_product(unit_directions ? rows_ : (1 + n_tangents_) * rows_,
                           delta.columns,
                           below.columns,
                           {at(delta, 0), stride_},
                           {at(below, 0), stride_},
                           {dW.data(), dW.rows()});
    for (Index t = 0; unit_directions && t < n_tangents_; ++t) {
        add_column_sums(rows_, delta.columns, {at(delta, 1 + t), stride_}, dW.col(t).data());
    }
    add_column_sums(
        rows_, delta.columns, {at(delta, 0), stride_}, network.biases_in(gradient, l).data());
}

}  // namespace jennopt
