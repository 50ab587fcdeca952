#include "jennopt/data/sampling.hpp"

#include <benchmark/benchmark.h>

using namespace jennopt;

namespace {

/// The largest design one would wait for: 500 points of 16 inputs.
void maximin_latin_hypercube(benchmark::State& state) {
    const Bounds bounds{.lower = Vector::Zero(16), .upper = Vector::Ones(16)};
    const SamplingOptions plan{.plan = SamplingPlan::maximin_latin_hypercube, .count = 500};
    for ([[maybe_unused]] const auto _ : state) {
        benchmark::DoNotOptimize(sample(bounds, {plan}, Rng(1)));
    }
}

BENCHMARK(maximin_latin_hypercube)->Unit(benchmark::kMillisecond);

}  // namespace
