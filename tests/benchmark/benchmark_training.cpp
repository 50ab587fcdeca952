#include "jennopt/data/normalization.hpp"
#include "jennopt/training/training.hpp"

#include <benchmark/benchmark.h>

#include "benchmark/benchmark_samples.hpp"
#include "benchmark/clocks.hpp"
#include "benchmark/memory.hpp"
#include <algorithm>
#include <string>

using namespace jennopt;

namespace {

Dataset rosenbrock_samples() {
    const Dataset data = published_samples();
    return normalize(data, fit_normalization(data));
}

Network initial_network(std::uint64_t seed) {
    Network network({2, 20, 20, 20, 1});
    Rng rng(seed);
    initialize(network, rng);
    return network;
}

const std::vector<std::pair<std::string, TrainingOptions>>& trainers() {
    static const std::vector<std::pair<std::string, TrainingOptions>> list{
        {"adam",
         {.trainer = Trainer::adam,
          .max_iterations = 20'000,
          .rate = 0.01,
          .schedule = RateSchedule::cosine}},
        {"lbfgs", {.trainer = Trainer::lbfgs, .max_iterations = 20'000}},
    };
    return list;
}

/// From ten initializations to the published loss; the time is that of all ten, the median and the
/// worst CPU time are of one, and `reached` counts those that came there.
void to_published_loss(benchmark::State& state, const TrainingOptions& options) {
    const Dataset data = rosenbrock_samples();
    const LossWeights weights = make_weights(data, {}, {}, 1e-3, Regularization::all_layers);
    std::vector<double> seconds;
    int reached = 0;
    for ([[maybe_unused]] const auto _ : state) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const double start = cpu_seconds();
            const TrainingResult result = train(initial_network(seed),
                                                data,
                                                weights,
                                                options,
                                                Rng(seed),
                                                [](const TrainingProgress& progress) {
                                                    return progress.loss.total() <= published_loss
                                                               ? Control::stop
                                                               : Control::proceed;
                                                });
            seconds.push_back(cpu_seconds() - start);
            reached += result.loss.total() <= published_loss ? 1 : 0;
        }
    }
    std::sort(seconds.begin(), seconds.end());
    state.counters["median_s"] = seconds[seconds.size() / 2];
    state.counters["worst_s"] = seconds.back();
    state.counters["reached"] = benchmark::Counter(reached, benchmark::Counter::kAvgIterations);
}

/// Memory of a training beyond its data, while it runs: `peak_KiB`, and by how much what is
/// allocated grows between iteration 100 and the last: `growth_B`.
void memory_of_training(benchmark::State& state, TrainingOptions options) {
    const Dataset data = rosenbrock_samples();
    const LossWeights weights = make_weights(data, {}, {}, 1e-3, Regularization::all_layers);
    const Network start = initial_network(1);
    options.max_iterations = state.range(0);
    options.gradient_tolerance = 0.0;
    options.loss_tolerance = 0.0;
    std::int64_t peak = 0;
    std::int64_t growth = 0;
    Index iterations = 0;
    for ([[maybe_unused]] const auto _ : state) {
        const PeakMemory memory;
        std::int64_t early = 0;
        const auto result = train(start, data, weights, options, Rng(1), [&](const auto& progress) {
            iterations = progress.iteration;
            (iterations <= 100 ? early : growth) = live_bytes();
            return Control::proceed;
        });
        growth = iterations <= 100 ? 0 : growth - early;
        peak = std::max(peak, memory.bytes());
        benchmark::DoNotOptimize(result.loss.value);
    }
    state.counters["iterations"] = static_cast<double>(iterations);
    state.counters["peak_KiB"] = static_cast<double>(peak) / 1024.0;
    state.counters["growth_B"] = static_cast<double>(growth);
}

[[maybe_unused]] const bool registered = [] {
    for (const auto& [name, options] : trainers()) {
        benchmark::RegisterBenchmark(
            ("to_published_loss/" + name).c_str(), to_published_loss, options)
            ->Iterations(1)
            ->Unit(benchmark::kMillisecond);
        benchmark::RegisterBenchmark(
            ("memory_of_training/" + name).c_str(), memory_of_training, options)
            ->Arg(200)
            ->Arg(1000)
            ->Arg(5000)
            ->Iterations(1)
            ->Unit(benchmark::kMillisecond);
    }
    return true;
}();

}  // namespace
