#include "support/random_dataset.hpp"
#include "training/loss.hpp"

#include <benchmark/benchmark.h>

#include "benchmark/clocks.hpp"
#include "benchmark/workloads.hpp"
#include <span>
#include <string>

using namespace jennopt;

namespace {

/// Loss and gradient over all samples with all partials: one iteration of a trainer, by the cheaper
/// way. The counter `share` is that of the physical limit: 1 is a perfect program. One thread
/// counts CPU time, several count wall time.
void loss_and_gradient(benchmark::State& state, const Workload& workload) {
    const Index threads = state.range(0);
    const auto seconds_now = threads == 1 ? cpu_seconds : wall_seconds;
    Rng rng(1);
    const Dataset data =
        random_dataset(workload.layers.front(), workload.layers.back(), workload.m, rng);
    const LossWeights weights = make_weights(data, {}, {}, 1e-3, Regularization::all_layers);
    Network network(workload.layers);
    initialize(network, rng);
    Loss loss(network, data, weights, JacobianWay::cheapest, threads);
    Vector gradient;
    const MachineLimits limits = measure_machine_limits();
    const double start = seconds_now();
    for ([[maybe_unused]] const auto _ : state) {
        benchmark::DoNotOptimize(loss(network, gradient).total());
    }
    const double seconds = (seconds_now() - start) / static_cast<double>(state.iterations());
    const double limit = limit_seconds(workload, limits) / static_cast<double>(threads);
    state.counters["share"] = limit / seconds;
    state.counters["limit_us"] = 1e6 * limit;
    state.counters["peak_GFLOPs"] = 1e-9 * limits.flops_per_second;
    state.counters["tanh_Gs"] = 1e-9 * limits.tanh_per_second;
}

void register_all(const std::string& folder, std::span<const Workload> all) {
    for (const Workload& workload : all) {
        benchmark::RegisterBenchmark((folder + workload.name).c_str(), loss_and_gradient, workload)
            ->ArgName("threads")
            ->Arg(1)
            ->Arg(2)
            ->MeasureProcessCPUTime()
            ->Unit(benchmark::kMicrosecond);
    }
}

[[maybe_unused]] const bool registered = [] {
    register_all("loss_and_gradient/", workloads);
    register_all("loss_and_gradient/wide/", wide_workloads);
    return true;
}();

}  // namespace
