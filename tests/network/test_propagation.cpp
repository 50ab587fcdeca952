#include "jennopt/network/propagation.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/random_dataset.hpp"

#include <limits>

using namespace jennopt;

namespace {

Network random_network(std::vector<Index> sizes, Activation hidden, Activation output, Rng& rng) {
    Network network(std::move(sizes), hidden, output);
    initialize(network, rng);
    network.theta() += 0.2 * random_vector(network.n_parameters(), rng);
    return network;
}

/// One sample through the layers as the formula reads.
Vector by_formula(const Network& network, const Vector& x) {
    Vector a = x;
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const Vector z = network.weights(l) * a + network.biases(l);
        a = z.unaryExpr([&](double z_i) { return activate(network.activation(l), z_i); });
    }
    return a;
}

Matrix jacobian_of(const Propagation& propagation, Index sample, Index n_y, Index n_x) {
    return propagation.jacobian().row(sample).reshaped(n_y, n_x);
}

}  // namespace

TEST_CASE("propagation: values are the formula's and partials agree with central differences",
          "[network][propagation]") {
    const auto way =
        GENERATE(JacobianWay::cheapest, JacobianWay::forward_tangents, JacobianWay::adjoint);
    const auto hidden = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    const auto output = GENERATE(Activation::linear, Activation::tanh);
    const std::vector<Index> sizes = GENERATE(std::vector<Index>{1, 4, 1},
                                              std::vector<Index>{3, 5, 4, 2},
                                              std::vector<Index>{2, 3},
                                              std::vector<Index>{4, 6, 5, 3, 1});
    Rng rng(11);
    const Network network = random_network(sizes, hidden, output, rng);
    Propagation propagation(network, true, way);
    const Matrix X = random_matrix(5, network.n_x(), rng);
    propagation.begin_block(5) = X;
    propagation.forward(network);
    for (Index s = 0; s < 5; ++s) {
        const Vector x = X.row(s);
        CHECK((propagation.value().row(s).transpose() - by_formula(network, x)).norm() <= 1e-14);
        require_derivatives([&](const Vector& at) { return by_formula(network, at); },
                            x,
                            jacobian_of(propagation, s, network.n_y(), network.n_x()),
                            1e-8);
    }
}

TEST_CASE("propagation: a sample's numbers do not depend on the block it comes in",
          "[network][propagation]") {
    const auto way = GENERATE(JacobianWay::forward_tangents, JacobianWay::adjoint);
    Rng rng(12);
    const Network network = random_network({3, 7, 6, 2}, Activation::tanh, Activation::linear, rng);
    Propagation propagation(network, true, way);
    const Index largest = propagation.block_size();
    REQUIRE(largest >= 16);
    const Matrix X = random_matrix(largest, 3, rng);
    propagation.begin_block(largest) = X;
    propagation.forward(network);
    const Matrix value = propagation.value();
    const Matrix jacobian = propagation.jacobian();
    for (const Index b :
         {Index{1}, Index{2}, Index{3}, Index{7}, Index{8}, Index{9}, largest - 1}) {
        propagation.begin_block(b) = X.topRows(b);
        propagation.forward(network);
        CHECK(propagation.value().rows() == b);
        CHECK((propagation.value() - value.topRows(b)).norm() <= 1e-14 * value.norm());
        CHECK((propagation.jacobian() - jacobian.topRows(b)).norm() <= 1e-14 * jacobian.norm());
    }
}

TEST_CASE(
    "propagation: backward is the gradient of the seeded sums, both ways, any activation and block",
    "[network][propagation]") {
    const auto way = GENERATE(JacobianWay::forward_tangents, JacobianWay::adjoint);
    const auto hidden = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    const auto output = GENERATE(Activation::linear, Activation::tanh);
    const Index b = GENERATE(1, 6);
    Rng rng(13);
    Network network = random_network({3, 5, 4, 2}, hidden, output, rng);
    Propagation propagation(network, true, way);
    const Matrix X = random_matrix(b, 3, rng);
    const Matrix value_seed = random_matrix(b, 2, rng);
    const Matrix jacobian_seed = random_matrix(b, 6, rng);
    const auto seeded = [&](const Vector& theta) {
        Network moved = network;
        moved.theta() = theta;
        propagation.begin_block(b) = X;
        propagation.forward(moved);
        return Vector::Constant(1,
                                propagation.value().cwiseProduct(value_seed).sum() +
                                    propagation.jacobian().cwiseProduct(jacobian_seed).sum());
    };
    (void)seeded(network.theta());
    const Vector before = random_vector(network.n_parameters(), rng);
    Vector gradient = before;
    propagation.backward(network, value_seed, jacobian_seed, gradient);
    require_derivatives(seeded, network.theta(), (gradient - before).transpose(), 1e-8);
}

TEST_CASE("propagation: without a Jacobian the values are the same bits",
          "[network][propagation]") {
    Rng rng(14);
    const Network network = random_network({3, 7, 2}, Activation::tanh, Activation::linear, rng);
    const Matrix X = random_matrix(9, 3, rng);
    Propagation values_only(network, false);
    Propagation both(network, true, JacobianWay::adjoint);
    values_only.begin_block(9) = X;
    values_only.forward(network);
    both.begin_block(9) = X;
    both.forward(network);
    CHECK(values_only.value() == both.value());
}

TEST_CASE("propagation: NaN in a weight reaches the values", "[network][propagation]") {
    const auto hidden = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    Rng rng(15);
    Network network = random_network({2, 3, 1}, hidden, Activation::linear, rng);
    network.weights(1)(0, 0) = std::numeric_limits<double>::quiet_NaN();
    Propagation propagation(network, false);
    propagation.begin_block(5) = Matrix::Ones(5, 2);
    propagation.forward(network);
    CHECK(propagation.value().array().isNaN().all());
}
