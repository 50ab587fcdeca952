#include "jennopt/training/training.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

LossWeights plain(const Dataset& data) {
    return make_weights(data, {}, {.scale = 0.0}, 0.0, Regularization::hidden_layers);
}

/// y = b alone: one weight and one bias with a linear output, data x = 0, so that only the bias
/// counts.
struct BiasOnly {
    Network network{{1, 1}};
    Dataset data{
        .X = Matrix::Zero(1, 1), .Y = Matrix::Constant(1, 1, 3.0), .J = {Matrix::Zero(1, 1)}};
};

}  // namespace

TEST_CASE("adam: batches take every sample once in every epoch, a smaller one last",
          "[training][adam]") {
    // The loss of a batch at weights that cannot move (rate tiny) tells which samples are in it:
    // sample t alone contributes 4^t, so that a batch's sum has each sample's count as a digit.
    constexpr Index m = 10;
    BiasOnly problem;
    problem.data.X = Matrix::Zero(1, m);
    problem.data.Y = Matrix::Constant(1, m, 1.0);
    problem.data.J = {Matrix::Zero(1, m)};
    std::vector<double> powers;
    for (Index t = 0; t < m; ++t) {
        powers.push_back(std::pow(4.0, static_cast<double>(t)));
    }
    const LossWeights weights = make_weights(
        problem.data, {.samples = powers}, {.scale = 0.0}, 0.0, Regularization::hidden_layers);
    std::vector<double> losses;
    const TrainingOptions options{.trainer = Trainer::adam,
                                  .max_iterations = 7,
                                  .gradient_tolerance = 0.0,
                                  .rate = 1e-300,
                                  .batch_size = 4};
    (void)train(problem.network,
                problem.data,
                weights,
                options,
                Rng(1),
                [&](const TrainingProgress& progress) {
                    losses.push_back(progress.loss.value);
                    return Control::proceed;
                });
    REQUIRE(losses.size() == 8);
    const double all = (std::pow(4.0, static_cast<double>(m)) - 1.0) / 3.0;
    for (const std::size_t epoch : {0U, 3U}) {
        const double sum = 8.0 * losses[epoch] + 8.0 * losses[epoch + 1] + 4.0 * losses[epoch + 2];
        CHECK(sum == Approx(all).epsilon(1e-14));
    }
    CHECK(losses[0] != losses[3]);
}

TEST_CASE("adam: a batch without weight does not end training by its zero gradient",
          "[training][adam]") {
    Rng rng(3);
    const Dataset data = random_dataset(1, 1, 8, rng);
    Network network({1, 3, 1});
    initialize(network, rng);
    LossWeights weights = plain(data);
    weights.beta.leftCols(4).setZero();
    const TrainingOptions options{.trainer = Trainer::adam, .max_iterations = 50, .batch_size = 1};
    const TrainingResult result = train(network, data, weights, options, Rng(1));
    CHECK(result.termination == TrainingTermination::max_iterations);
    CHECK(result.iterations == 50);
}

TEST_CASE("adam: the first two steps are those of the formula", "[training][adam]") {
    const auto schedule = GENERATE(RateSchedule::constant, RateSchedule::cosine);
    BiasOnly problem;
    problem.network.biases(1)(0) = 0.5;
    const TrainingOptions options{
        .trainer = Trainer::adam, .max_iterations = 2, .rate = 0.1, .schedule = schedule};
    const TrainingResult result =
        train(problem.network, problem.data, plain(problem.data), options, Rng(1));
    constexpr double eps = std::numeric_limits<double>::epsilon();
    const double second_rate = schedule == RateSchedule::cosine ? 0.05 : 0.1;
    const double g1 = 0.5 - 3.0;
    const double b1 = 0.5 - 0.1 * g1 / std::sqrt(g1 * g1 + eps);
    const double g2 = b1 - 3.0;
    const double m2 = (0.9 * 0.1 * g1 + 0.1 * g2) / (1.0 - 0.81);
    const double v2 = (0.99 * 0.01 * g1 * g1 + 0.01 * g2 * g2) / (1.0 - 0.99 * 0.99);
    const double b2 = b1 - second_rate * m2 / std::sqrt(v2 + eps);
    CHECK(result.network.biases(1)(0) == Approx(b2).epsilon(1e-13));
    CHECK(result.network.weights(1)(0, 0) == 0.0);
    CHECK(result.iterations == 2);
}

TEST_CASE("adam: without bias correction the moments are used as they are", "[training][adam]") {
    BiasOnly problem;
    problem.network.biases(1)(0) = 0.5;
    const TrainingOptions options{.trainer = Trainer::adam,
                                  .max_iterations = 2,
                                  .rate = 0.1,
                                  .first_moment_decay = 0.8,
                                  .bias_correction = false};
    const TrainingResult result =
        train(problem.network, problem.data, plain(problem.data), options, Rng(1));
    constexpr double eps = std::numeric_limits<double>::epsilon();
    const double g1 = 0.5 - 3.0;
    const double b1 = 0.5 - 0.1 * 0.2 * g1 / std::sqrt(0.01 * g1 * g1 + eps);
    const double g2 = b1 - 3.0;
    const double m2 = 0.8 * 0.2 * g1 + 0.2 * g2;
    const double v2 = 0.99 * 0.01 * g1 * g1 + 0.01 * g2 * g2;
    const double b2 = b1 - 0.1 * m2 / std::sqrt(v2 + eps);
    CHECK(result.network.biases(1)(0) == Approx(b2).epsilon(1e-13));
}

TEST_CASE("adam: the cosine schedule ends with a rate near zero, the constant one does not",
          "[training][adam]") {
    const auto schedule = GENERATE(RateSchedule::constant, RateSchedule::cosine);
    BiasOnly problem;
    problem.data.Y.setConstant(1e6);  // so far away that every step is as long as its rate
    const TrainingOptions options{.trainer = Trainer::adam,
                                  .max_iterations = 1000,
                                  .loss_tolerance = 0.0,
                                  .rate = 0.05,
                                  .schedule = schedule};
    std::vector<double> bias;
    (void)train(problem.network,
                problem.data,
                plain(problem.data),
                options,
                Rng(1),
                [&](const TrainingProgress& p) {
                    bias.push_back(1e6 - std::sqrt(2.0 * p.loss.value));
                    return Control::proceed;
                });
    REQUIRE(bias.size() == 1001);
    const double last_step = bias[1000] - bias[999];
    const double middle_step = bias[501] - bias[500];
    CHECK(last_step == Approx(schedule == RateSchedule::cosine ? 0.0 : 0.05).margin(1e-6));
    CHECK(middle_step == Approx(schedule == RateSchedule::cosine ? 0.025 : 0.05).epsilon(1e-3));
}
