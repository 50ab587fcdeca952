#include "network/point_propagation.hpp"

#include "network/kernels/kernels.hpp"
#include "network/kernels/point.hpp"

#include <vector>

namespace jennopt {

namespace {

Index padded(Index n) {
    return (n + sample_unit - 1) / sample_unit * sample_unit;
}

/// Zeros below, to whole vectors.
Matrix fill_up(const Matrix& matrix) {
    Matrix filled = Matrix::Zero(padded(matrix.rows()), matrix.cols());
    filled.topRows(matrix.rows()) = matrix;
    return filled;
}

}  // namespace

struct PointPropagation::Storage {
    struct Arrays {
        Matrix W;
        Matrix W_transposed;
        Vector b;
        Vector a;
        Vector slope;
        Vector delta;
    };

    std::vector<Arrays> arrays;
    std::vector<PointLayer> layers;
    Vector value;
    Matrix jacobian;
};

PointPropagation::PointPropagation(const Network& network) : storage_(std::make_unique<Storage>()) {
    storage_->value.resize(network.n_y());
    storage_->jacobian.resize(network.n_y(), network.n_x());
    storage_->arrays.resize(network.layer_sizes().size());
    for (Index l = 0; l <= network.n_layers(); ++l) {
        const Index n = network.layer_sizes()[static_cast<std::size_t>(l)];
        Storage::Arrays& arrays = storage_->arrays[static_cast<std::size_t>(l)];
        if (l > 0) {
            arrays.W = fill_up(network.weights(l));
            arrays.W_transposed = fill_up(network.weights(l).transpose());
            arrays.b = fill_up(network.biases(l));
        }
        arrays.a = Vector::Zero(padded(n));
        arrays.slope = Vector::Ones(padded(n));
        arrays.delta = Vector::Zero(padded(n));
        storage_->layers.push_back({n,
                                    padded(n),
                                    l > 0 ? network.activation(l) : Activation::linear,
                                    arrays.W.data(),
                                    arrays.b.data(),
                                    arrays.W_transposed.data(),
                                    arrays.a.data(),
                                    arrays.slope.data(),
                                    arrays.delta.data()});
    }
}

PointPropagation::~PointPropagation() = default;
PointPropagation::PointPropagation(PointPropagation&&) noexcept = default;
PointPropagation& PointPropagation::operator=(PointPropagation&&) noexcept = default;

Eigen::Map<Vector> PointPropagation::point() {
    const PointLayer& inputs = storage_->layers.front();
    return {inputs.a, inputs.n};
}

void PointPropagation::evaluate() {
    propagate_point(storage_->layers, storage_->value.data(), storage_->jacobian.data());
}

Eigen::Map<const Vector> PointPropagation::value() const {
    return {storage_->value.data(), storage_->value.size()};
}

Eigen::Map<const Matrix> PointPropagation::jacobian() const {
    return {storage_->jacobian.data(), storage_->jacobian.rows(), storage_->jacobian.cols()};
}

}  // namespace jennopt
