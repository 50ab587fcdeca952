#include "training/output_layer.hpp"

#include "core/symmetric.hpp"

#include <vector>

namespace jennopt {

namespace {

/// Of the curvatures' sum: well above the rounding of the normal equations, far below what the data
/// say.
constexpr double ridge = 1e-13;

}  // namespace

bool solve_output_layer(Network& network, Residuals& residuals) {
    const Index L = network.n_layers();
    if (network.activation(L) != Activation::linear) {
        return false;
    }
    const Index n = network.weights(L).cols();
    const auto outputs = static_cast<std::size_t>(network.n_y());
    std::vector<Matrix> normal(outputs, Matrix::Zero(n + 1, n + 1));
    std::vector<Vector> right(outputs, Vector::Zero(n + 1));
    residuals.linearize_output(
        network, [&](Index k, const auto& r, const auto& /*scale*/, const auto& J) {
            add_inner_products(J, normal[static_cast<std::size_t>(k)]);
            right[static_cast<std::size_t>(k)].noalias() -= J.transpose() * r;
        });
    const Vector& lambda = residuals.lambda();
    Network moved = network;
    for (Index k = 0; k < network.n_y(); ++k) {
        Matrix& S = normal[static_cast<std::size_t>(k)];
        Vector& h = right[static_cast<std::size_t>(k)];
        const double floor = ridge * S.trace();
        const double decay = network.weights_in(lambda, L)(k, 0);
        h.head(n) -= decay * network.weights(L).row(k).transpose();
        S.diagonal().head(n).array() += decay;
        S.diagonal().array() += floor;
        if (!factorize(S)) {
            return false;
        }
        solve_factorized(S, h);
        moved.weights(L).row(k) += h.head(n).transpose();
        moved.biases(L)(k) += h(n);
    }
    if (!moved.theta().allFinite()) {
        return false;
    }
    network = moved;
    return true;
}

}  // namespace jennopt
