#include "jennopt/core/error.hpp"
#include "jennopt/training/training.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/loss.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

using namespace jennopt;

namespace {

Network initialized(std::vector<Index> sizes, std::uint64_t seed = 1) {
    Network network(std::move(sizes));
    Rng rng(seed);
    initialize(network, rng);
    return network;
}

/// sin(x) with its partials at m points from -pi to pi.
Dataset sine(Index m) {
    Dataset data = empty_dataset(1, 1);
    data.X = Vector::LinSpaced(m, -std::numbers::pi, std::numbers::pi).transpose();
    data.Y = data.X.array().sin();
    data.J = {data.X.array().cos()};
    return data;
}

LossWeights plain(const Dataset& data) {
    return make_weights(data, {}, {.scale = 0.0}, 0.0, Regularization::hidden_layers);
}

LossWeights with_partials(const Dataset& data, double lambda = 0.0) {
    return make_weights(data, {}, {}, lambda, Regularization::hidden_layers);
}

double rms_error(const Network& network, const Dataset& data) {
    Vector gradient;
    return std::sqrt(2.0 * Loss(network, data, plain(data))(network, gradient).value);
}

bool same(const TrainingResult& a, const TrainingResult& b) {
    return a.network.theta() == b.network.theta() && a.iterations == b.iterations &&
           a.loss.total() == b.loss.total() && a.history.size() == b.history.size();
}

}  // namespace

TEST_CASE("training: the ways through the Jacobian train alike to rounding", "[training]") {
    const auto trainer = GENERATE(Trainer::adam, Trainer::lbfgs);
    Rng rng(3);
    const Dataset data = random_dataset(4, 1, 30, rng);
    const auto trained = [&](JacobianWay way) {
        return train(initialized({4, 5, 1}),
                     data,
                     with_partials(data),
                     {.trainer = trainer, .max_iterations = 20, .jacobian = way},
                     Rng(1));
    };
    const TrainingResult tangents = trained(JacobianWay::forward_tangents);
    const TrainingResult adjoint = trained(JacobianWay::adjoint);
    CHECK(same(trained(JacobianWay::cheapest), adjoint));
    CHECK(tangents.network.theta().isApprox(adjoint.network.theta(), 1e-8));
    CHECK(tangents.network.theta() != adjoint.network.theta());  // it is another way
}

TEST_CASE("training: JENN with gamma 0 is the plain NN bit for bit", "[training]") {
    const auto trainer = GENERATE(Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    const Index batch_size = GENERATE(0, 4);
    Rng rng(3);
    const Dataset data = random_dataset(2, 2, 11, rng);
    Dataset without = data;
    for (Matrix& slice : without.J) {
        slice.setConstant(std::numeric_limits<double>::quiet_NaN());
    }
    const TrainingOptions options{
        .trainer = trainer, .max_iterations = 60, .batch_size = batch_size};
    const Network start = initialized({2, 6, 6, 2});
    const TrainingResult jenn = train(start, data, plain(data), options, Rng(5));
    const TrainingResult nn = train(start, without, with_partials(without), options, Rng(5));
    CHECK(same(jenn, nn));
    CHECK(jenn.loss.jacobian == 0.0);
    CHECK(jenn.network.theta() != start.theta());
}

TEST_CASE("training: the same seed gives the same bytes, another order of batches others",
          "[training]") {
    const auto trainer = GENERATE(Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    Rng rng(3);
    const Dataset data = random_dataset(2, 1, 30, rng);
    const LossWeights weights = with_partials(data, 0.1);
    const TrainingOptions options{.trainer = trainer, .max_iterations = 40, .batch_size = 7};
    const Network start = initialized({2, 6, 1});
    const TrainingResult once = train(start, data, weights, options, Rng(5));
    CHECK(same(once, train(start, data, weights, options, Rng(5))));
    if (trainer == Trainer::adam) {
        CHECK(!same(once, train(start, data, weights, options, Rng(6))));
    }
}

TEST_CASE("training: every termination is reached and said", "[training]") {
    const auto trainer = GENERATE(Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    const Dataset data = sine(9);
    const LossWeights weights = make_weights(data, {}, {}, 1e-3, Regularization::all_layers);
    const Network start = initialized({1, 5, 1});
    const auto ending = [&](const TrainingOptions& options,
                            const TrainingObserver& observer = nullptr) {
        TrainingResult result = train(start, data, weights, options, Rng(1), observer);
        CHECK(result.history.front().iteration == 0);
        CHECK(result.history.back().iteration == result.iterations);
        return result;
    };
    CHECK(ending({.trainer = trainer, .gradient_tolerance = 1e3}).termination ==
          TrainingTermination::gradient);
    const TrainingResult flat = ending({.trainer = trainer,
                                        .max_iterations = 5000,
                                        .gradient_tolerance = 0.0,
                                        .loss_tolerance = 0.99});
    CHECK(flat.termination == TrainingTermination::loss_change);
    if (trainer == Trainer::levenberg_marquardt) {
        CHECK((flat.iterations - 101) % 10 == 0);  // after the warm-up's 0 to 100
    } else {
        CHECK(flat.iterations % 100 == 0);
    }
    const TrainingResult ended = ending({.trainer = trainer, .max_iterations = 17});
    CHECK(ended.termination == TrainingTermination::max_iterations);
    CHECK(ended.iterations == 17);
    const TrainingResult stopped =
        ending({.trainer = trainer}, [](const TrainingProgress& progress) {
            return progress.iteration == 6 ? Control::stop : Control::proceed;
        });
    CHECK(stopped.termination == TrainingTermination::max_seconds);
    CHECK(stopped.iterations == 6);
    if (trainer != Trainer::adam) {
        CHECK(ending({.trainer = trainer,
                      .max_iterations = 100000,
                      .gradient_tolerance = 0.0,
                      .loss_tolerance = 0.0})
                  .termination == TrainingTermination::solver);
    }
}

TEST_CASE("training: divergence is an error naming iteration, loss and rate", "[training]") {
    const Dataset data = sine(9);
    const auto run = [&] {
        return train(initialized({1, 5, 1}),
                     data,
                     plain(data),
                     {.trainer = Trainer::adam, .max_iterations = 100, .rate = 1e160},
                     Rng(1));
    };
    CHECK_THROWS_AS(run(), TrainingDiverged);
    CHECK_THROWS_WITH(run(),
                      Catch::StartsWith("training diverged: the loss is ") &&
                          Catch::Contains("at iteration 1 (adam, rate 1e+160)") &&
                          Catch::Contains("try a smaller rate, normalize: true, or trainer: auto"));
}

TEST_CASE("training: a start whose loss is infinite is a TrainingDiverged for lbfgs too",
          "[training]") {
    Dataset data = sine(3);
    data.Y(0, 1) = 1e200;
    CHECK_THROWS_AS(train(initialized({1, 3, 1}), data, plain(data), {}, Rng(1)), TrainingDiverged);
}

TEST_CASE("training: history is thinned to 400 entries and keeps first and last", "[training]") {
    const Dataset data = sine(9);
    Index seen = 0;
    const TrainingResult result = train(initialized({1, 2, 1}),
                                        data,
                                        plain(data),
                                        {.trainer = Trainer::adam,
                                         .max_iterations = 10000,
                                         .gradient_tolerance = 0.0,
                                         .loss_tolerance = 0.0,
                                         .rate = 1e-4},
                                        Rng(1),
                                        [&seen](const TrainingProgress&) {
                                            ++seen;
                                            return Control::proceed;
                                        });
    CHECK(seen == 10001);
    CHECK(result.history.size() <= 400);
    CHECK(result.history.size() >= 200);
    CHECK(result.history.front().iteration == 0);
    CHECK(result.history.back().iteration == 10000);
    for (std::size_t i = 1; i < result.history.size(); ++i) {
        CHECK(result.history[i - 1].iteration < result.history[i].iteration);
    }
}

TEST_CASE("training: continued, it counts on, keeps its history and gets no worse", "[training]") {
    const Dataset data = sine(9);
    const LossWeights weights = with_partials(data, 1e-6);
    TrainingOptions options{.trainer = Trainer::levenberg_marquardt,
                            .max_iterations = 30,
                            .warm_up = 20,
                            .loss_tolerance = 0.0};
    const TrainingResult begun = train(initialized({1, 8, 1}), data, weights, options, Rng(1));
    REQUIRE(begun.iterations == 30);
    options.max_iterations = 60;
    const TrainingResult longer = continue_training(begun, data, weights, options);
    CHECK(longer.iterations == 60);
    CHECK(longer.loss.total() < begun.loss.total());
    REQUIRE(longer.history.size() > begun.history.size());
    for (std::size_t i = 1; i < longer.history.size(); ++i) {
        CHECK(longer.history[i - 1].iteration < longer.history[i].iteration);
    }
    CHECK(same(continue_training(begun, data, weights, options), longer));

    options.max_iterations = 30;
    CHECK(same(continue_training(begun, data, weights, options), begun));
}

TEST_CASE("training: all trainers return the best network seen on whole batches", "[training]") {
    const auto trainer = GENERATE(Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    const Dataset data = sine(9);
    double best = std::numeric_limits<double>::infinity();
    double last = 0.0;
    const TrainingResult result = train(initialized({1, 5, 1}),
                                        data,
                                        with_partials(data),
                                        {.trainer = trainer, .max_iterations = 35, .rate = 3.0},
                                        Rng(1),
                                        [&](const TrainingProgress& progress) {
                                            last = progress.loss.total();
                                            best = std::min(best, last);
                                            return Control::proceed;
                                        });
    if (trainer == Trainer::levenberg_marquardt) {  // sums squares in another order
        CHECK(result.loss.total() == Approx(best).epsilon(1e-12));
    } else {
        CHECK(result.loss.total() == best);
    }
    if (trainer == Trainer::adam) {
        CHECK(last > best);
    }
}

TEST_CASE("training: partials help where samples are few", "[training]") {
    const Dataset data = sine(5);
    const Dataset test = sine(101);
    const Network start = initialized({1, 8, 1});
    const TrainingResult nn = train(start, data, plain(data), {}, Rng(1));
    const TrainingResult jenn = train(start, data, with_partials(data), {}, Rng(1));
    CHECK(rms_error(jenn.network, test) < 0.05);
    CHECK(rms_error(jenn.network, test) < 0.2 * rms_error(nn.network, test));
}

TEST_CASE("training: a constant output and a single sample are learned", "[training]") {
    const auto trainer = GENERATE(Trainer::adam, Trainer::lbfgs, Trainer::levenberg_marquardt);
    Dataset constant = sine(6);
    constant.Y.setConstant(0.0);
    constant.J.front().setZero();
    const TrainingOptions options{.trainer = trainer, .max_iterations = 3000, .rate = 0.02};
    CHECK(train(initialized({1, 4, 1}), constant, with_partials(constant), options, Rng(1))
              .loss.total() < 1e-4);
    const Dataset one = sine(1);
    CHECK(train(initialized({1, 4, 1}), one, with_partials(one), options, Rng(1)).loss.total() <
          1e-4);
}

TEST_CASE("training: data that do not fit the network are a ShapeError", "[training]") {
    Rng rng(1);
    const Dataset data = random_dataset(2, 1, 5, rng);
    CHECK_THROWS_AS(train(initialized({3, 4, 1}), data, plain(data), {}, Rng(1)), ShapeError);
}
