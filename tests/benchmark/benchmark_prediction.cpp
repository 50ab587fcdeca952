#include "support/random_dataset.hpp"
#include "surrogate/predictor.hpp"

#include <benchmark/benchmark.h>

#include "benchmark/memory.hpp"
#include <algorithm>

using namespace jennopt;

namespace {

Surrogate random_surrogate(const std::vector<Index>& layers) {
    Network network(layers);
    Rng rng(1);
    initialize(network, rng);
    return Surrogate{no_normalization(layers.front(), layers.back()), {network}};
}

/// Value and full Jacobian at one point: what an optimizer calls.
void one_point(benchmark::State& state, const std::vector<Index>& layers) {
    const Surrogate surrogate = random_surrogate(layers);
    Predictor predictor(surrogate);
    Rng rng(2);
    Vector x = random_vector(surrogate.n_x(), rng);
    for ([[maybe_unused]] const auto _ : state) {
        benchmark::DoNotOptimize(x.data());
        benchmark::DoNotOptimize(predictor(x).jacobian.data());
    }
}

/// Values at 1e6 points. The counter `extra_KiB` is the peak of memory beyond points and answer.
void million_points(benchmark::State& state) {
    const Surrogate surrogate = random_surrogate({2, 20, 20, 20, 1});
    Rng rng(2);
    const Matrix X = random_matrix(2, 1'000'000, rng);
    std::int64_t extra = 0;
    for ([[maybe_unused]] const auto _ : state) {
        const PeakMemory peak;
        const Dataset answer = predict(surrogate, X, false);
        const std::int64_t own = 8 * (answer.X.size() + answer.Y.size());
        extra = std::max(extra, peak.bytes() - own);
    }
    state.counters["extra_KiB"] = static_cast<double>(extra) / 1024.0;
}

[[maybe_unused]] const bool registered = [] {
    using Layers = std::vector<Index>;
    benchmark::RegisterBenchmark("one_point/2-20-20-20-1", one_point, Layers{2, 20, 20, 20, 1});
    benchmark::RegisterBenchmark("one_point/16-64-64-1", one_point, Layers{16, 64, 64, 1});
    benchmark::RegisterBenchmark("million_points", million_points)->Unit(benchmark::kMillisecond);
    return true;
}();

}  // namespace
