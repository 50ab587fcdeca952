#include "network/propagation.hpp"
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

/// What the last forward() found, (b, n_y).
Matrix values_of(const Propagation& propagation, Index b, const Network& network) {
    Matrix values(b, network.n_y());
    for (Index k = 0; k < network.n_y(); ++k) {
        values.col(k) = propagation.value(k);
    }
    return values;
}

/// The same of the partials, (b, n_y * n_x): column k + j * n_y holds dyhat_k/dx_j.
Matrix jacobians_of(const Propagation& propagation, Index b, const Network& network) {
    Matrix jacobians(b, network.n_y() * network.n_x());
    for (Index j = 0; j < network.n_x(); ++j) {
        for (Index k = 0; k < network.n_y(); ++k) {
            jacobians.col(k + j * network.n_y()) = propagation.jacobian(k, j);
        }
    }
    return jacobians;
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
    const Matrix values = values_of(propagation, 5, network);
    const Matrix jacobians = jacobians_of(propagation, 5, network);
    for (Index s = 0; s < 5; ++s) {
        const Vector x = X.row(s);
        CHECK((values.row(s).transpose() - by_formula(network, x)).norm() <= 1e-14);
        require_derivatives([&](const Vector& at) { return by_formula(network, at); },
                            x,
                            jacobians.row(s).reshaped(network.n_y(), network.n_x()),
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
    const Matrix value = values_of(propagation, largest, network);
    const Matrix jacobian = jacobians_of(propagation, largest, network);
    for (const Index b :
         {Index{1}, Index{2}, Index{3}, Index{7}, Index{8}, Index{9}, largest - 1}) {
        propagation.begin_block(b) = X.topRows(b);
        propagation.forward(network);
        CHECK(propagation.value(0).size() == b);
        CHECK((values_of(propagation, b, network) - value.topRows(b)).norm() <=
              1e-14 * value.norm());
        CHECK((jacobians_of(propagation, b, network) - jacobian.topRows(b)).norm() <=
              1e-14 * jacobian.norm());
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
        return Vector::Constant(
            1,
            values_of(propagation, b, network).cwiseProduct(value_seed).sum() +
                jacobians_of(propagation, b, network).cwiseProduct(jacobian_seed).sum());
    };
    (void)seeded(network.theta());
    const Vector before = random_vector(network.n_parameters(), rng);
    Vector gradient = before;
    for (Index k = 0; k < 2; ++k) {
        propagation.value_seed(k) = value_seed.col(k);
        for (Index j = 0; j < 3; ++j) {
            propagation.jacobian_seed(k, j) = jacobian_seed.col(k + 2 * j);
        }
    }
    propagation.backward(network, gradient);
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
    CHECK(values_of(values_only, 9, network) == values_of(both, 9, network));
}

TEST_CASE("propagation: NaN in a weight reaches the values", "[network][propagation]") {
    const auto hidden = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    Rng rng(15);
    Network network = random_network({2, 3, 1}, hidden, Activation::linear, rng);
    network.weights(1)(0, 0) = std::numeric_limits<double>::quiet_NaN();
    Propagation propagation(network, false);
    propagation.begin_block(5) = Matrix::Ones(5, 2);
    propagation.forward(network);
    CHECK(propagation.value(0).array().isNaN().all());
}
