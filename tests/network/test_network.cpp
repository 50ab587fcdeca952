#include "jennopt/core/error.hpp"
#include "jennopt/network/network.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

TEST_CASE("network: sizes, activations and the count of parameters", "[network]") {
    const Network network({3, 5, 4, 2}, Activation::relu, Activation::tanh);
    CHECK(network.n_x() == 3);
    CHECK(network.n_y() == 2);
    CHECK(network.n_layers() == 3);
    CHECK(network.n_parameters() == 5 * 3 + 5 + 4 * 5 + 4 + 2 * 4 + 2);
    CHECK(network.theta() == Vector::Zero(network.n_parameters()));
    CHECK(network.weights(2).rows() == 4);
    CHECK(network.weights(2).cols() == 5);
    CHECK(network.biases(3).size() == 2);
    CHECK(network.activation(2) == Activation::relu);
    CHECK(network.activation(3) == Activation::tanh);
}

TEST_CASE("network: weights and biases are views that cover theta without gap or overlap",
          "[network]") {
    Network network({2, 3, 1});
    for (Index l = 1; l <= network.n_layers(); ++l) {
        network.weights(l).array() += 1.0;
        network.biases(l).array() += 1.0;
    }
    CHECK(network.theta() == Vector::Ones(network.n_parameters()));
    network.theta().setLinSpaced(0.0, static_cast<double>(network.n_parameters() - 1));
    CHECK(network.weights(1)(1, 0) == 1.0);
    CHECK(network.weights(1)(0, 1) == 3.0);
    CHECK(network.biases(1)(2) == 8.0);
    CHECK(network.weights(2)(0, 0) == 9.0);
    CHECK(network.biases(2)(0) == 12.0);
}

TEST_CASE("network: a copy owns its theta", "[network]") {
    Network network({2, 3, 1});
    const Network copy = network;
    network.weights(1).setOnes();
    CHECK(copy.theta() == Vector::Zero(copy.n_parameters()));
}

TEST_CASE("network: the same views open any vector laid out as theta", "[network]") {
    const Network network({2, 3, 1});
    Vector gradient = Vector::Zero(network.n_parameters());
    network.weights_in(gradient, 2).setConstant(7.0);
    network.biases_in(gradient, 1).setConstant(5.0);
    CHECK(gradient ==
          (Vector(13) << Vector::Zero(6), Vector::Constant(3, 5.0), Vector::Constant(3, 7.0), 0.0)
              .finished());
}

TEST_CASE("network: too few layers or an empty one is a ConfigError showing the sizes",
          "[network]") {
    CHECK_THROWS_AS(Network({3}), ConfigError);
    CHECK_THROWS_AS(Network(std::vector<Index>{}), ConfigError);
    CHECK_THROWS_AS(Network({3, -1, 1}), ConfigError);
    CHECK_THROWS_WITH(Network({3, 0, 1}),
                      Catch::Contains("at least one neuron each, found [3, 0, 1]"));
}

TEST_CASE("network: initial weights have variance 1 over the layer's inputs, biases are 0",
          "[network]") {
    Network network({4, 400, 100});
    network.theta().setConstant(9.0);
    Rng rng(1);
    initialize(network, rng);
    for (Index l = 1; l <= 2; ++l) {
        const auto W = network.weights(l);
        const auto count = static_cast<double>(W.size());
        const double variance = 1.0 / static_cast<double>(W.cols());
        // Five standard errors of mean and variance.
        CHECK(std::abs(W.mean()) <= 5.0 * std::sqrt(variance / count));
        CHECK(W.squaredNorm() / count == Approx(variance).epsilon(5.0 * std::sqrt(2.0 / count)));
        CHECK(network.biases(l) == Vector::Zero(W.rows()));
    }
    Network again({4, 400, 100});
    Rng same(1);
    initialize(again, same);
    CHECK(again.theta() == network.theta());
}
