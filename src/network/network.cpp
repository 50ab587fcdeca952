#include "jennopt/network/network.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {}  // namespace

Network::Network(std::vector<Index> layer_sizes, Activation hidden, Activation output)
    : layer_sizes_(std::move(layer_sizes)), hidden_(hidden), output_(output) {
    if (layer_sizes_.size() < 2 ||
        std::any_of(layer_sizes_.begin(), layer_sizes_.end(), [](Index n) { return n < 1; })) {
        throw ConfigError(fmt::format(
            "a network needs at least two layers of at least one neuron each, found [{}]",
            fmt::join(layer_sizes_, ", ")));
    }
    Index size = 0;
    for (std::size_t l = 1; l < layer_sizes_.size(); ++l) {
        offsets_.push_back(size);
        size += layer_sizes_[l] * (layer_sizes_[l - 1] + 1);
    }
    theta_ = Vector::Zero(size);
}

Eigen::Map<const Matrix> Network::weights_in(const Vector& vector, Index l) const {
    return {vector.data() + offsets_[at(l - 1)], layer_sizes_[at(l)], layer_sizes_[at(l - 1)]};
}

Eigen::Map<Matrix> Network::weights_in(Vector& vector, Index l) const {
    return {vector.data() + offsets_[at(l - 1)], layer_sizes_[at(l)], layer_sizes_[at(l - 1)]};
}

Eigen::Map<const Vector> Network::biases_in(const Vector& vector, Index l) const {
    const Index n = layer_sizes_[at(l)];
    return {vector.data() + offsets_[at(l - 1)] + n * layer_sizes_[at(l - 1)], n};
}

Eigen::Map<Vector> Network::biases_in(Vector& vector, Index l) const {
    const Index n = layer_sizes_[at(l)];
    return {vector.data() + offsets_[at(l - 1)] + n * layer_sizes_[at(l - 1)], n};
}

void initialize(Network& network, Rng& rng) {
    for (Index l = 1; l <= network.n_layers(); ++l) {
        auto W = network.weights(l);
        const double deviation = 1.0 / std::sqrt(static_cast<double>(W.cols()));
        for (double& weight : W.reshaped()) {
            weight = deviation * rng.normal();
        }
        network.biases(l).setZero();
    }
}

}  // namespace jennopt
