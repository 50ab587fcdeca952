#include "network/propagation.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/predictor.hpp"
#include "training/linear_model.hpp"

#include <limits>

using namespace jennopt;

namespace {

Evaluation value_of(const Network& network, const Vector& x) {
    const Surrogate surrogate{.normalization = no_normalization(network.n_x(), network.n_y()),
                              .members = {network}};
    return evaluate(surrogate, x);
}

/// y = c + B x with its partials, at random points.
Dataset plane(const Matrix& B, const Vector& c, Index m, Rng& rng) {
    Dataset data{.X = random_matrix(B.cols(), m, rng), .Y = {}, .J = {}};
    data.Y = (B * data.X).colwise() + c;
    for (Index j = 0; j < B.cols(); ++j) {
        data.J.emplace_back(B.col(j).replicate(1, m));
    }
    return data;
}

LossWeights weights_of(const Dataset& data, double gamma) {
    return make_weights(data, {}, {.scale = gamma}, 0.0, Regularization::hidden_layers);
}

}  // namespace

TEST_CASE("linear model: a network of any shape is the plane, values and partials",
          "[training][linear_model]") {
    const auto activation = GENERATE(Activation::tanh, Activation::relu, Activation::linear);
    const auto shape = GENERATE(std::vector<Index>{3, 2},
                                std::vector<Index>{3, 4, 2},
                                std::vector<Index>{3, 2, 5, 2},
                                std::vector<Index>{2, 3, 4, 4});
    CAPTURE(name_of(activation), shape);
    Rng rng(3);
    const Matrix B = random_matrix(shape.back(), shape.front(), rng);
    const Vector c = random_vector(shape.back(), rng);
    const Dataset data = plane(B, c, 12, rng);
    const auto network = fit_linear(Network(shape, activation), data, weights_of(data, 0.0));
    REQUIRE(network);
    CHECK(network->layer_sizes() == shape);
    const Vector x = random_vector(shape.front(), rng);
    const Evaluation y = value_of(*network, x);
    CHECK((y.value - (c + B * x)).norm() < 1e-6);
    CHECK((y.jacobian - B).norm() < 1e-6);
}

TEST_CASE("linear model: partials count with their weights, missing ones not",
          "[training][linear_model]") {
    Rng rng(4);
    const Matrix B{{2.0, -3.0}};
    Dataset data =
        plane(B, Vector::Constant(1, 0.5), 1, rng);  // one sample: values alone say little
    const Network shape({2, 6, 1});
    const auto with_partials = fit_linear(shape, data, weights_of(data, 1.0));
    CHECK((value_of(*with_partials, Vector::Zero(2)).jacobian - B).norm() < 1e-6);
    data.J[1](0, 0) = std::numeric_limits<double>::quiet_NaN();
    const Evaluation y = value_of(*fit_linear(shape, data, weights_of(data, 1.0)), data.X.col(0));
    CHECK(y.value(0) == Approx(data.Y(0, 0)).margin(1e-6));
    CHECK(y.jacobian(0, 0) == Approx(2.0).epsilon(1e-6));
    CHECK(y.jacobian.allFinite());
}

TEST_CASE("linear model: where a hidden layer is too narrow there is none",
          "[training][linear_model]") {
    Rng rng(5);
    const Dataset data = plane(random_matrix(2, 3, rng), Vector::Zero(2), 8, rng);
    CHECK(!fit_linear(Network({3, 4, 1, 2}), data, weights_of(data, 0.0)));
    CHECK(!fit_linear(
        Network({3, 4, 2}, Activation::tanh, Activation::tanh), data, weights_of(data, 0.0)));
}
