#include "jennopt/training/training.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "support/waves.hpp"
#include "training/automatic.hpp"
#include "training/loss.hpp"

#include <algorithm>
#include <limits>
#include <malloc.h>

using namespace jennopt;

namespace {

constexpr Index many = 12'000;  // more than are trained on all at once

Network initialized(std::vector<Index> sizes) {
    Network network(std::move(sizes));
    Rng rng(1);
    initialize(network, rng);
    return network;
}

/// waves() with noise on values and partials.
Dataset noisy_waves(Index m, double noise = 0.0) {
    Rng rng(6);
    Dataset data = waves(m, rng);
    for (Matrix* rows : {&data.Y, &data.J[0], &data.J[1]}) {
        *rows += noise * random_matrix(1, m, rng);
    }
    return data;
}

/// A network too large for Levenberg-Marquardt on `many` samples.
TrainingResult trained(const Dataset& data,
                       const TrainingOptions& options,
                       const TrainingObserver& observer = nullptr,
                       Index threads = 1) {
    return train(initialized({2, 15, 15, 1}),
                 data,
                 make_weights(data, {}, {}, 1e-4, Regularization::hidden_layers),
                 options,
                 Rng(1),
                 observer,
                 threads);
}

}  // namespace

TEST_CASE("stages: with a quarter of the work the loss is that of L-BFGS or less",
          "[training][stages]") {
    const double noise = GENERATE(0.0, 0.1);
    const Dataset data = noisy_waves(many, noise);
    const TrainingResult all = trained(data, {.trainer = Trainer::lbfgs, .max_iterations = 300});
    const TrainingResult stages = trained(data, {.max_iterations = 300});
    CHECK(stages.loss.total() <= 1.02 * all.loss.total());
    CHECK(stages.trainer == Trainer::lbfgs);
    // 210 batches of 512, 89 and 67 evaluations of the 3210 samples that have 32 residuals per
    // parameter, 9 and 18 of all, after a first one each: 0.26 of the work of 300 of all.
    CHECK(stages.iterations == 210 + 89 + 67 + 9 + 18 + 4);
}

TEST_CASE("stages: the same bytes for the same seed and any number of threads",
          "[training][stages]") {
    const Dataset data = noisy_waves(many);
    const auto run = [&](Index threads) {
        return trained(data, {.max_iterations = 40}, nullptr, threads);
    };
    const TrainingResult once = run(1);
    for (const Index threads : {1, 2, 3}) {
        const TrainingResult again = run(threads);
        CHECK(again.network.theta() == once.network.theta());
        CHECK(again.history.size() == once.history.size());
        CHECK(again.history.back().loss.total() == once.history.back().loss.total());
    }
}

TEST_CASE("stages: the observer sees the work grow, and ends them all in any of them",
          "[training][stages]") {
    const Dataset data = noisy_waves(many);
    Index next = 0;
    double done = 0.0;
    const double stop_at = GENERATE(0.05, 0.2, 0.5, 0.9, 2.0);
    const TrainingResult result =
        trained(data, {.max_iterations = 100}, [&](const TrainingProgress& progress) {
            CHECK(progress.iteration == next++);
            CHECK(progress.fraction >= done);
            done = progress.fraction;
            return done >= stop_at ? Control::stop : Control::proceed;
        });
    CHECK(result.iterations == next - 1);
    if (stop_at < 1.0) {
        CHECK(result.termination == TrainingTermination::max_seconds);
        CHECK(done < stop_at + 0.1);
    } else {
        CHECK(result.termination == TrainingTermination::max_iterations);
        CHECK(done == Approx(1.0));
    }
}

TEST_CASE("stages: what does not lower the loss over all samples is not kept",
          "[training][stages]") {
    const Dataset data = noisy_waves(many, 0.3);
    const LossWeights weights = make_weights(data, {}, {}, 1e-4, Regularization::hidden_layers);
    const Network start = trained(data, {.trainer = Trainer::lbfgs, .max_iterations = 300}).network;
    Vector gradient;
    const double before = Loss(start, data, weights)(start, gradient).total();
    const TrainingResult result = train(start, data, weights, {.max_iterations = 30}, Rng(1));
    CHECK(result.loss.total() <= before);
}

TEST_CASE("stages: few samples, a trained start and a trainer by name take none",
          "[training][stages]") {
    CHECK(takes_stages({}, many));
    CHECK_FALSE(takes_stages({}, 10'000));
    CHECK_FALSE(takes_stages({.warm_up = 0}, many));
    CHECK_FALSE(takes_stages({.trainer = Trainer::lbfgs}, many));
    CHECK_FALSE(takes_stages({.trainer = Trainer::adam}, many));
}

TEST_CASE("stages: an output that hardly any sample knows is learned from those that do",
          "[training][stages]") {
    Dataset data = noisy_waves(many);
    data.Y.conservativeResize(2, many);
    data.Y.row(1).setConstant(3.0);
    for (Matrix& slice : data.J) {
        slice.conservativeResize(2, many);
        slice.row(1).setConstant(std::numeric_limits<double>::quiet_NaN());
    }
    LossWeights weights = make_weights(data, {}, {}, 0.0, Regularization::hidden_layers);
    weights.beta.row(1).setZero();
    weights.beta(1, 7) = many;  // probably in no part
    const TrainingResult result =
        train(initialized({2, 15, 15, 2}), data, weights, {.max_iterations = 200}, Rng(1));
    CHECK(result.loss.total() < 0.05);  // it was 4.5
}

TEST_CASE("stages: memory is what the data take at most, and does not grow with the evaluations",
          "[training][stages]") {
    const auto in_use = [] {
        const struct mallinfo2 now = ::mallinfo2();
        return now.uordblks + now.hblkhd;
    };
    if (in_use() == 0) {
        return;  // a sanitizer's allocator does not tell
    }
    const Dataset data = noisy_waves(many);
    const auto most = [&](Index iterations) {
        const std::size_t before = in_use();
        std::size_t largest = before;
        const auto look = [&](const TrainingProgress& /*progress*/) {
            largest = std::max(largest, in_use());
            return Control::proceed;
        };
        trained(data, {.max_iterations = iterations}, look);
        return largest - before;
    };
    const std::size_t of_few = most(400);  // as many as the memory of L-BFGS holds, and more
    CHECK(of_few > 0);
    CHECK(most(1600) <= of_few + 64 * 1024);
    const Index numbers = data.X.size() + 3 * data.Y.size();
    const Index weights = 3 * data.Y.size();
    // These weights, and less than twice data and weights for parts of them and for L-BFGS.
    CHECK(of_few <= sizeof(double) * static_cast<std::size_t>(2 * numbers + 3 * weights));
}
