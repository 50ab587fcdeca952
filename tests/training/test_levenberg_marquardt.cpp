#include "jennopt/core/error.hpp"
#include "jennopt/training/training.hpp"
#include "network/propagation.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "support/waves.hpp"
#include "training/loss.hpp"

#include <cmath>
#include <future>
#include <numbers>

using namespace jennopt;

namespace {

constexpr TrainingOptions by_levenberg_marquardt{
    .trainer = Trainer::levenberg_marquardt, .max_iterations = 300, .gradient_tolerance = 1e-12};

Network initialized(std::vector<Index> sizes,
                    Activation hidden = Activation::tanh,
                    Activation output = Activation::linear,
                    std::uint64_t seed = 1) {
    Network network(std::move(sizes), hidden, output);
    Rng rng(seed);
    initialize(network, rng);
    return network;
}

LossWeights weights_of(const Dataset& data, double lambda) {
    return make_weights(data, {}, {}, lambda, Regularization::hidden_layers);
}

double rms_error(const Network& network, const Dataset& data) {
    Vector gradient;
    return std::sqrt(2.0 * Loss(network, data, weights_of(data, 0.0))(network, gradient).value);
}

}  // namespace

TEST_CASE("levenberg-marquardt: finds the weights that made the data",
          "[training][levenberg_marquardt]") {
    const auto activation = GENERATE(Activation::tanh, Activation::linear);
    Rng rng(3);
    const Network truth = initialized({2, 3, 2}, Activation::tanh, activation, 8);
    Dataset data = random_dataset(2, 2, 40, rng);
    Propagation propagation(truth, true);
    for (Index t = 0; t < data.m(); ++t) {
        propagation.begin_block(1) = data.X.col(t).transpose();
        propagation.forward(truth);
        for (Index k = 0; k < 2; ++k) {
            data.Y.row(k).col(t) = propagation.value(k);
            for (Index j = 0; j < 2; ++j) {
                data.J[static_cast<std::size_t>(j)].row(k).col(t) = propagation.jacobian(k, j);
            }
        }
    }
    const TrainingResult result = train(initialized({2, 3, 2}, Activation::tanh, activation, 5),
                                        data,
                                        weights_of(data, 0.0),
                                        by_levenberg_marquardt,
                                        Rng(1));
    CHECK(result.trainer == Trainer::levenberg_marquardt);
    CHECK(result.loss.total() < 1e-20);
}

TEST_CASE("levenberg-marquardt: ends where L-BFGS ends, and lower on the way",
          "[training][levenberg_marquardt]") {
    Rng rng(4);
    const Index m = GENERATE(6, 60);  // in residuals and in parameters
    const Dataset data = waves(m, rng);
    const LossWeights weights = make_weights(data, {}, {}, 1e-3, Regularization::all_layers);
    const Network start = initialized({2, 8, 1});
    const TrainingResult newton = train(start, data, weights, by_levenberg_marquardt, Rng(1));
    const TrainingResult quasi =
        train(start, data, weights, {.trainer = Trainer::lbfgs, .max_iterations = 300}, Rng(1));
    CHECK(newton.loss.total() <= quasi.loss.total());
    CHECK(newton.gradient_norm < 1e-6);
}

TEST_CASE("levenberg-marquardt: the loss never rises from step to step",
          "[training][levenberg_marquardt]") {
    const auto hidden = GENERATE(Activation::tanh, Activation::relu);
    Rng rng(5);
    const Dataset data = waves(25, rng);
    const TrainingResult result =
        train(initialized({2, 10, 10, 1}, hidden),
              data,
              weights_of(data, 1e-4),
              {.trainer = Trainer::levenberg_marquardt, .max_iterations = 60, .warm_up = 0},
              Rng(1));
    CHECK(result.history.size() > 5);
    for (std::size_t i = 1; i < result.history.size(); ++i) {
        CHECK(result.history[i].loss.total() <= result.history[i - 1].loss.total() * (1.0 + 1e-12));
    }
}

TEST_CASE("levenberg-marquardt: twenty-five samples with partials err by 3e-4 at most",
          "[training][levenberg_marquardt]") {
    Rng rng(6);
    const Dataset data = waves(25, rng);
    const Dataset test = waves(500, rng);
    const TrainingResult result = train(
        initialized({2, 12, 12, 1}), data, weights_of(data, 1e-6), {.max_iterations = 300}, Rng(1));
    CHECK(result.trainer == Trainer::levenberg_marquardt);
    CHECK(rms_error(result.network, test) < 3e-4);
}

TEST_CASE("levenberg-marquardt: going on from trained weights never ends higher",
          "[training][levenberg_marquardt]") {
    Rng rng(7);
    const Dataset data = waves(30, rng);
    const LossWeights weights = weights_of(data, 1e-4);
    TrainingOptions options = by_levenberg_marquardt;
    options.max_iterations = 40;
    const TrainingResult first = train(initialized({2, 8, 8, 1}), data, weights, options, Rng(1));
    options.warm_up = 0;
    options.max_iterations = 1;
    const TrainingResult second = train(first.network, data, weights, options, Rng(1));
    CHECK(second.history.front().loss.total() <= first.loss.total() * (1.0 + 1e-12));
    CHECK(second.loss.total() <= first.loss.total() * (1.0 + 1e-12));
}

TEST_CASE("levenberg-marquardt: a matrix too large is refused with its size and another trainer",
          "[training][levenberg_marquardt]") {
    Rng rng(8);
    const Dataset data = random_dataset(2, 1, 9000, rng);
    CHECK_THROWS_AS(train(initialized({2, 150, 150, 1}),
                          data,
                          weights_of(data, 0.0),
                          by_levenberg_marquardt,
                          Rng(1)),
                    ConfigError);
    CHECK_THROWS_WITH(train(initialized({2, 150, 150, 1}),
                            data,
                            weights_of(data, 0.0),
                            by_levenberg_marquardt,
                            Rng(1)),
                      Catch::Contains("8.1 GiB") && Catch::Contains("23251 parameters") &&
                          Catch::Contains("trainer: lbfgs"));
}

TEST_CASE("levenberg-marquardt: two trainings at once give the bytes of one after the other",
          "[training][levenberg_marquardt]") {
    const auto run = [](std::uint64_t seed) {
        Rng rng(seed);
        const Dataset data = waves(40, rng);
        return train(initialized({2, 10, 10, 1}, Activation::tanh, Activation::linear, seed),
                     data,
                     weights_of(data, 1e-5),
                     {.trainer = Trainer::levenberg_marquardt, .max_iterations = 60, .warm_up = 10},
                     Rng(1))
            .network.theta();
    };
    const Vector first = run(1);
    const Vector second = run(2);
    for (int repetition = 0; repetition < 5; ++repetition) {
        auto one = std::async(std::launch::async, run, 1);
        auto other = std::async(std::launch::async, run, 2);
        CHECK(one.get() == first);
        CHECK(other.get() == second);
    }
}

TEST_CASE("automatic: says which trainer ran", "[training][automatic]") {
    Rng rng(9);
    const TrainingOptions options{.max_iterations = 3};
    const auto ran = [&](Index m, Index width) {
        const Dataset data = waves(m, rng);
        return train(
                   initialized({2, width, width, 1}), data, weights_of(data, 0.0), options, Rng(1))
            .trainer;
    };
    CHECK(ran(20, 5) == Trainer::levenberg_marquardt);
    CHECK(ran(3000, 60) == Trainer::lbfgs);
    CHECK(ran(10001, 30) == Trainer::lbfgs);  // the last of its stages
}

TEST_CASE("automatic: ends Levenberg-Marquardt after 300 steps, whoever names it may have more",
          "[training][automatic]") {
    Rng rng(10);
    const Dataset data = waves(9, rng);
    TrainingOptions options{.warm_up = 5, .gradient_tolerance = 0.0, .loss_tolerance = 0.0};
    const auto iterations = [&] {
        return train(initialized({2, 6, 1}), data, weights_of(data, 1e-3), options, Rng(1))
            .iterations;
    };
    CHECK(iterations() == 305);
    options.trainer = Trainer::levenberg_marquardt;
    options.max_iterations = 400;
    CHECK(iterations() > 305);
}
