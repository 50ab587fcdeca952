#include "network/parameter_jacobian.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/random_dataset.hpp"

using namespace jennopt;

namespace {

constexpr Index b = 5;

Network random_network(std::vector<Index> sizes, Activation hidden, Activation output, Rng& rng) {
    Network network(std::move(sizes), hidden, output);
    initialize(network, rng);
    network.theta() += 0.2 * random_vector(network.n_parameters(), rng);
    return network;
}

/// Values of output k, then its partials, times scale; laid out as the rows of ParameterJacobian.
Vector scaled_outputs(Propagation& propagation,
                      const Network& network,
                      const Matrix& X,
                      Index k,
                      const Vector& scale) {
    propagation.begin_block(b) = X;
    propagation.forward(network);
    const Index step = propagation.row_step();
    Vector rows = Vector::Zero((1 + propagation.n_tangents()) * step);
    rows.head(b) = propagation.value(k);
    for (Index j = 0; j < propagation.n_tangents(); ++j) {
        rows.segment((1 + j) * step, b) = propagation.jacobian(k, j);
    }
    return rows.cwiseProduct(scale);
}

}  // namespace

TEST_CASE("parameter jacobian: values and partials agree with central differences in every weight",
          "[network][parameter_jacobian]") {
    const auto hidden = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    const auto output = GENERATE(Activation::linear, Activation::tanh, Activation::relu);
    const bool with_jacobian = GENERATE(true, false);
    const std::vector<Index> sizes = GENERATE(std::vector<Index>{1, 4, 1},
                                              std::vector<Index>{3, 5, 4, 2},
                                              std::vector<Index>{2, 3},
                                              std::vector<Index>{4, 6, 5, 3, 1});
    Rng rng(21);
    const Network network = random_network(sizes, hidden, output, rng);
    Propagation propagation(network, with_jacobian, JacobianWay::forward_tangents);
    ParameterJacobian jacobian(network, propagation);
    const Matrix X = random_matrix(b, network.n_x(), rng);
    propagation.begin_block(b) = X;
    const Index step = propagation.row_step();
    Vector scale = Vector::Zero((1 + propagation.n_tangents()) * step);
    for (Index j = 0; j <= propagation.n_tangents(); ++j) {
        scale.segment(j * step, b) = random_vector(b, rng);
    }
    scale(1) = 0.0;  // a row of no weight
    for (Index k = 0; k < network.n_y(); ++k) {
        propagation.begin_block(b) = X;
        propagation.forward(network);
        Matrix rows(scale.size(), network.n_parameters());
        jacobian(network, propagation, k, scale, rows);
        CHECK(rows.row(1).isZero(0.0));
        require_derivatives(
            [&](const Vector& theta) {
                Network moved = network;
                moved.theta() = theta;
                return scaled_outputs(propagation, moved, X, k, scale);
            },
            network.theta(),
            rows,
            1e-8);
    }
}
