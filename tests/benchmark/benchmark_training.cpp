#include "jennopt/training/loss.hpp"

#include <benchmark/benchmark.h>

using namespace jennopt;

namespace {

struct Workload {
    const char* name;
    std::vector<Index> layers;
    Index m;
};

/// Loss and gradient over all samples with all partials: one iteration of a trainer, by the cheaper
/// way.
void loss_and_gradient(benchmark::State& state, const Workload& workload) {
    Rng rng(1);
    const auto normal = [&rng] { return rng.normal(); };
    const Index n_x = workload.layers.front();
    Dataset data{.X = Matrix::NullaryExpr(n_x, workload.m, normal),
                 .Y = Matrix::NullaryExpr(1, workload.m, normal),
                 .J = {}};
    for (Index j = 0; j < n_x; ++j) {
        data.J.emplace_back(Matrix::NullaryExpr(1, workload.m, normal));
    }
    const LossWeights weights = make_weights(data, {}, {}, 1e-3, Regularization::all_layers);
    Network network(workload.layers);
    initialize(network, rng);
    Loss loss(network, data, weights);
    Vector gradient;
    for ([[maybe_unused]] const auto _ : state) {
        benchmark::DoNotOptimize(loss(network, gradient).total());
    }
}

const Workload workloads[] = {{"2-20-20-20-1, 389 samples", {2, 20, 20, 20, 1}, 389},
                              {"2-24-24-1, 100 samples", {2, 24, 24, 1}, 100},
                              {"16-12-12-1, 1000 samples", {16, 12, 12, 1}, 1000},
                              {"16-12-12-1, 33631 samples", {16, 12, 12, 1}, 33631},
                              {"16-128-128-1, 1000 samples", {16, 128, 128, 1}, 1000},
                              {"2-25-25-1, 100000 samples", {2, 25, 25, 1}, 100000}};

[[maybe_unused]] const bool registered = [] {
    for (const Workload& workload : workloads) {
        benchmark::RegisterBenchmark(workload.name, loss_and_gradient, workload)
            ->Unit(benchmark::kMicrosecond);
    }
    return true;
}();

}  // namespace
