#include "jennopt/core/error.hpp"
#include "jennopt/training/training.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/loss.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

Network initialized(std::vector<Index> sizes) {
    Network network(std::move(sizes));
    Rng rng(1);
    initialize(network, rng);
    return network;
}

TrainingResult trained(const Dataset& data,
                       const LossWeights& weights,
                       Trainer trainer,
                       Index iterations = 400) {
    return train(initialized({data.n_x(), 6, 5, data.n_y()}),
                 data,
                 weights,
                 {.trainer = trainer, .max_iterations = iterations, .warm_up = 20, .rate = 0.02},
                 Rng(1));
}

LossWeights all_ones(const Dataset& data, double lambda = 0.0) {
    return make_weights(data, {}, {}, lambda, Regularization::hidden_layers);
}

Dataset repeated(const Dataset& data, Index times) {
    return {.X = data.X.replicate(1, times), .Y = data.Y.replicate(1, times), .J = [&] {
                std::vector<Matrix> J;
                for (const Matrix& slice : data.J) {
                    J.emplace_back(slice.replicate(1, times));
                }
                return J;
            }()};
}

}  // namespace

TEST_CASE("degenerate data: one sample is met in value and partials", "[training][degenerate]") {
    const auto trainer =
        GENERATE(Trainer::automatic, Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    const Index n_x = GENERATE(1, 3);
    Rng rng(5);
    const Dataset data = random_dataset(n_x, 2, 1, rng);
    const TrainingResult result = trained(data, all_ones(data), trainer, 2000);
    CHECK(result.loss.total() < (trainer == Trainer::adam ? 1e-3 : 1e-12));
    CHECK(result.network.theta().allFinite());
}

TEST_CASE("degenerate data: repeated samples weigh nothing new", "[training][degenerate]") {
    const auto trainer =
        GENERATE(Trainer::automatic, Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    Rng rng(6);
    const Dataset once = random_dataset(2, 1, 4, rng);
    const Dataset thrice = repeated(once, 3);
    const LossWeights weights = all_ones(thrice);
    const TrainingResult result = trained(thrice, weights, trainer, 30);
    Vector gradient;
    const LossTerms of_once = Loss(result.network, once, all_ones(once))(result.network, gradient);
    CHECK(of_once.value == Approx(result.loss.value).epsilon(1e-9).margin(1e-20));
    CHECK(of_once.jacobian == Approx(result.loss.jacobian).epsilon(1e-9).margin(1e-20));
    Network start = result.network;
    start.theta() *= 0.0;
    CHECK(result.loss.total() < Loss(start, thrice, weights)(start, gradient).total());
}

TEST_CASE("degenerate data: two values at one point are met in the middle",
          "[training][degenerate]") {
    const auto trainer =
        GENERATE(Trainer::automatic, Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    Rng rng(7);
    Dataset data = repeated(random_dataset(2, 1, 1, rng), 2);
    data.Y << -1.0, 1.0;
    const TrainingResult result = trained(data, all_ones(data), trainer, 2000);
    CHECK(result.loss.value == Approx(0.5).epsilon(1e-3));
    CHECK(result.loss.jacobian < 1e-3);
}

TEST_CASE("degenerate data: with all partials missing it is the plain network",
          "[training][degenerate]") {
    const auto trainer =
        GENERATE(Trainer::automatic, Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    Rng rng(8);
    Dataset data = random_dataset(2, 1, 9, rng);
    for (Matrix& slice : data.J) {
        slice.setConstant(missing);
    }
    const TrainingResult jenn = trained(data, all_ones(data), trainer);
    const TrainingResult nn = trained(
        data, make_weights(data, {}, {.scale = 0.0}, 0.0, Regularization::hidden_layers), trainer);
    CHECK(jenn.network.theta() == nn.network.theta());
    CHECK(jenn.loss.total() < 0.05);
}

TEST_CASE("degenerate data: partials alone teach the shape", "[training][degenerate]") {
    const auto trainer = GENERATE(Trainer::automatic, Trainer::levenberg_marquardt);
    Rng rng(9);
    const Dataset data = random_dataset(2, 1, 6, rng);
    const LossWeights weights =
        make_weights(data, {.scale = 0.0}, {}, 0.0, Regularization::hidden_layers);
    CHECK(trained(data, weights, trainer).loss.total() < 1e-10);
}

TEST_CASE("degenerate data: where nothing has a weight, only lambda acts",
          "[training][degenerate]") {
    const auto trainer =
        GENERATE(Trainer::automatic, Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    const double lambda = GENERATE(0.0, 0.1);
    Rng rng(10);
    const Dataset data = random_dataset(2, 1, 5, rng);
    const TrainingResult result = trained(
        data,
        make_weights(data, {.scale = 0.0}, {.scale = 0.0}, lambda, Regularization::hidden_layers),
        trainer);
    const Network start = initialized({2, 6, 5, 1});
    if (lambda == 0.0) {
        CHECK(result.network.theta() == start.theta());
        CHECK(result.termination == TrainingTermination::gradient);
    } else {
        CHECK(result.network.weights(1).norm() < 0.2 * start.weights(1).norm());
    }
}

TEST_CASE("degenerate data: constant values and slopes of zero are learned",
          "[training][degenerate]") {
    const auto trainer = GENERATE(Trainer::automatic, Trainer::lbfgs, Trainer::levenberg_marquardt);
    Rng rng(11);
    Dataset data = random_dataset(2, 1, 8, rng);
    data.Y.setConstant(0.7);
    for (Matrix& slice : data.J) {
        slice.setZero();
    }
    CHECK(trained(data, all_ones(data), trainer).loss.total() < 1e-6);
}

TEST_CASE("degenerate data: no samples at all are a ShapeError", "[training][degenerate]") {
    const Dataset none = empty_dataset(2, 1);
    CHECK_THROWS_WITH(trained(none, all_ones(none), Trainer::automatic),
                      Catch::Contains("no samples"));
    CHECK_THROWS_AS(trained(none, all_ones(none), Trainer::adam), ShapeError);
}
