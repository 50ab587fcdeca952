#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/gauss_newton.hpp"
#include "training/output_layer.hpp"

#include <limits>

using namespace jennopt;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Case {
    Dataset data;
    LossWeights weights;
    Network network;
};

/// Unequal weights, a missing partial, two outputs.
Case random_case(Index m, Regularization regularization, double lambda, bool with_partials = true) {
    Rng rng(31);
    Dataset data = random_dataset(3, 2, m, rng);
    data.J[1](0, m / 2) = nan;
    LossWeights weights = make_weights(data,
                                       {.scale = 2.0, .outputs = {1.0, 0.3}},
                                       {.scale = with_partials ? 0.7 : 0.0, .inputs = {1, 2, 3}},
                                       lambda,
                                       regularization);
    Network network({3, 5, 4, 2});
    initialize(network, rng);
    network.theta() += 0.2 * random_vector(network.n_parameters(), rng);
    return {std::move(data), std::move(weights), std::move(network)};
}

/// All residuals' derivatives as one matrix, the thing that the trainer never makes.
struct Whole {
    Matrix J;
    Vector r;
};

Whole whole(const Case& c, Residuals& residuals) {
    Whole all{Matrix(0, c.network.n_parameters()), Vector(0)};
    residuals.linearize(c.network, [&](const auto& r, const auto& /*scale*/, const auto& J) {
        all.J.conservativeResize(all.J.rows() + J.rows(), Eigen::NoChange);
        all.J.bottomRows(J.rows()) = J;
        all.r.conservativeResize(all.r.size() + r.size());
        all.r.tail(r.size()) = r;
    });
    return all;
}

}  // namespace

TEST_CASE("residuals: their squares and derivatives are the loss and its gradient",
          "[training][residuals]") {
    const auto regularization = GENERATE(Regularization::hidden_layers, Regularization::all_layers);
    const Index m = GENERATE(1, 7, 200);
    const bool with_partials = GENERATE(true, false);
    const Case c = random_case(m, regularization, 0.3, with_partials);
    Residuals residuals(c.network, c.data, c.weights);
    CHECK(residuals.count() == (with_partials ? 8 * m - 1 : 2 * m));
    Vector gradient;
    const LossTerms expected = Loss(c.network, c.data, c.weights)(c.network, gradient);
    GaussNewton model(c.network, residuals);
    const LossTerms loss = model.linearize(c.network);
    CHECK(loss.value == Approx(expected.value).epsilon(1e-13));
    CHECK(loss.jacobian == Approx(expected.jacobian).epsilon(1e-13));
    CHECK(loss.regularization == Approx(expected.regularization).epsilon(1e-13));
    CHECK(residuals.loss(c.network).total() == loss.total());
    CHECK((model.gradient() - static_cast<double>(m) * gradient).norm() <=
          1e-12 * model.gradient().norm());
}

TEST_CASE("gauss-newton: a step solves the damped normal equations, in parameters and in residuals",
          "[training][gauss_newton]") {
    const auto regularization = GENERATE(Regularization::hidden_layers, Regularization::all_layers);
    const double lambda = GENERATE(0.0, 0.5);
    const double damping = GENERATE(1e-3, 1.0, 100.0);
    const Index m = GENERATE(1, 3, 6, 40);  // 54 parameters against 7, 23, 47 and 319 residuals
    const Case c = random_case(m, regularization, lambda);
    Residuals residuals(c.network, c.data, c.weights);
    const Whole all = whole(c, residuals);
    Matrix H = all.J.transpose() * all.J;
    H.diagonal() += residuals.lambda();
    GaussNewton model(c.network, residuals);
    model.linearize(c.network);
    const auto step = model.step(damping);
    REQUIRE(step);
    const Vector& g = model.gradient();
    const Vector left = H * *step + damping * *step + g;
    CHECK(left.norm() <= 1e-10 * g.norm());
    const double decrease = -g.dot(*step) - 0.5 * step->dot(H * *step);
    CHECK(model.predicted_decrease(*step, damping) == Approx(decrease).epsilon(1e-9));
    CHECK(model.largest_curvature() ==
          Approx((all.J.transpose() * all.J).diagonal().maxCoeff()).epsilon(1e-12));
}

TEST_CASE("output layer: solved, its share of the gradient is zero and the loss not higher",
          "[training][output_layer]") {
    const auto regularization = GENERATE(Regularization::hidden_layers, Regularization::all_layers);
    const bool with_partials = GENERATE(true, false);
    const std::vector<Index> sizes =
        GENERATE(std::vector<Index>{3, 5, 4, 2}, std::vector<Index>{3, 2});
    Case c = random_case(30, regularization, 0.3, with_partials);
    c.network = Network(sizes);
    Rng rng(32);
    initialize(c.network, rng);
    Residuals residuals(c.network, c.data, c.weights);
    Loss loss(c.network, c.data, c.weights);
    Vector before;
    Vector after;
    const double start = loss(c.network, before).total();
    Network solved = c.network;
    REQUIRE(solve_output_layer(solved, residuals));
    CHECK(loss(solved, after).total() < start);
    const Index L = solved.n_layers();
    CHECK(solved.weights_in(after, L).norm() <= 1e-10 * solved.weights_in(before, L).norm());
    CHECK(solved.biases_in(after, L).norm() <= 1e-10 * solved.biases_in(before, L).norm());
    for (Index l = 1; l < L; ++l) {
        CHECK(solved.weights(l) == c.network.weights(l));
    }
}

TEST_CASE("output layer: neurons that are the same or too many for the samples are no obstacle",
          "[training][output_layer]") {
    Case c = random_case(1, Regularization::hidden_layers, 0.0);
    c.network.weights(2).row(1) = c.network.weights(2).row(0);
    c.network.biases(2)(1) = c.network.biases(2)(0);
    Residuals residuals(c.network, c.data, c.weights);
    const double start = residuals.loss(c.network).total();
    REQUIRE(solve_output_layer(c.network, residuals));
    CHECK(c.network.theta().allFinite());
    CHECK(residuals.loss(c.network).total() < start);
}

TEST_CASE("output layer: one that is not linear is left alone", "[training][output_layer]") {
    Case c = random_case(5, Regularization::hidden_layers, 0.0);
    Network network({3, 4, 2}, Activation::tanh, Activation::tanh);
    const Vector theta = network.theta();
    Residuals residuals(network, c.data, c.weights);
    CHECK(!solve_output_layer(network, residuals));
    CHECK(network.theta() == theta);
}
