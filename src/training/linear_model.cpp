#include "training/linear_model.hpp"

#include "core/at.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <vector>

namespace jennopt {

namespace {

/// A hidden neuron sees this much of its input, where tanh is linear to a third of the square.
constexpr double small = 1e-4;

/// c, then B's row, of one output: (1 + n_x).
Vector coefficients_of(const Dataset& data, const LossWeights& weights, Index output) {
    const Index n_x = data.n_x();
    const Index m = data.m();
    const auto slices = static_cast<Index>(weights.gamma.size());
    Matrix A = Matrix::Zero(m * (1 + slices), 1 + n_x);
    Vector y = Vector::Zero(A.rows());
    for (Index t = 0; t < m; ++t) {
        const double root = std::sqrt(weights.beta(output, t));
        A(t, 0) = root;
        A.row(t).tail(n_x) = root * data.X.col(t).transpose();
        y(t) = root * data.Y(output, t);
        for (Index j = 0; j < slices; ++j) {
            const double weight = weights.gamma[at(j)](output, t);
            if (weight > 0.0) {  // a partial that is missing is NaN
                const Index row = m * (1 + j) + t;
                A(row, 1 + j) = std::sqrt(weight);
                y(row) = A(row, 1 + j) * data.J[at(j)](output, t);
            }
        }
    }
    return A.completeOrthogonalDecomposition().solve(y);
}

/// What neurons that barely move do to their input: g(offset + small z) = base + slope * small z.
struct Neuron {
    double offset;
    double base;
};

/// relu is linear on one side only: there it is kept.
Neuron neuron_of(Activation activation) {
    return activation == Activation::relu ? Neuron{1.0, 1.0} : Neuron{0.0, 0.0};
}

}  // namespace

std::optional<Network> fit_linear(const Network& shape,
                                  const Dataset& data,
                                  const LossWeights& weights) {
    Network network(shape.layer_sizes(), shape.activation(1), shape.activation(shape.n_layers()));
    const Index n_layers = network.n_layers();
    const Index width = std::min(data.n_x(), data.n_y());
    const bool fits = std::all_of(network.layer_sizes().begin() + 1,
                                  network.layer_sizes().end() - 1,
                                  [width](Index size) { return size >= width; });
    if (!fits || network.activation(n_layers) != Activation::linear) {
        return std::nullopt;
    }
    Matrix B(data.n_y(), data.n_x());
    Vector c(data.n_y());
    for (Index k = 0; k < data.n_y(); ++k) {
        const Vector found = coefficients_of(data, weights, k);
        c(k) = found(0);
        B.row(k) = found.tail(data.n_x()).transpose();
    }
    if (n_layers == 1) {
        network.weights(1) = B;
        network.biases(1) = c;
        return network;
    }
    // Either the outputs or the inputs pass through the hidden layers, whichever are fewer.
    const bool outputs_pass = data.n_y() <= data.n_x();
    const Neuron neuron = neuron_of(network.activation(1));
    const auto pass = [&](Index l, const Matrix& what) {
        network.weights(l).topLeftCorner(what.rows(), what.cols()) = what;
        // What the layer before adds to its input is taken away again.
        const double before = l > 1 ? neuron.base : 0.0;
        network.biases(l).head(what.rows()) =
            (neuron.offset - before * what.rowwise().sum().array()).matrix();
    };
    pass(1, small * (outputs_pass ? B : Matrix(Matrix::Identity(width, width))));
    for (Index l = 2; l < n_layers; ++l) {
        pass(l, Matrix::Identity(width, width));
    }
    const Matrix last = (outputs_pass ? Matrix(Matrix::Identity(width, width)) : B) / small;
    network.weights(n_layers).leftCols(width) = last;
    network.biases(n_layers) = c - neuron.base * last.rowwise().sum();
    return network;
}

}  // namespace jennopt
