#include "jennopt/optimization/sequential.hpp"
#include "jennopt/surrogate/fit.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

using namespace jennopt;

namespace {

ProblemInfo problem_of(Index n_x, Index n_y) {
    ProblemInfo info{.name = "benchmark",
                     .summary = "",
                     .formula = "",
                     .source = "",
                     .inputs = box_inputs(n_x, 0.0, 1.0),
                     .outputs = {{.name = "y", .unit = ""}}};
    for (Index k = 1; k < n_y; ++k) {
        info.outputs.push_back(
            {.name = std::to_string(k), .unit = "", .role = OutputRole::constraint});
    }
    return info;
}

/// Waves across the box; constraints are waves too, feasible in most places.
Evaluation waves(const ConstVectorRef& x, Index n_y) {
    Evaluation y{.value = Vector(n_y), .jacobian = Matrix(n_y, x.size())};
    for (Index k = 0; k < n_y; ++k) {
        double value = k == 0 ? 0.0 : -0.5;
        for (Index j = 0; j < x.size(); ++j) {
            const double frequency = 2.0 + 0.3 * static_cast<double>((j + 3 * k) % 7);
            value += std::sin(frequency * x(j)) * 0.3;
            y.jacobian(k, j) = 0.3 * frequency * std::cos(frequency * x(j));
        }
        y.value(k) = value + x(0) * x(x.size() - 1);
        y.jacobian(k, 0) += x(x.size() - 1);
        y.jacobian(k, x.size() - 1) += x(0);
    }
    return y;
}

std::vector<Outcome> random_samples(Index n_x, Index n_y, Index count) {
    Rng rng(3);
    std::vector<Outcome> given;
    for (Index t = 0; t < count; ++t) {
        Vector x(n_x);
        for (double& entry : x) {
            entry = rng.uniform();
        }
        given.push_back({.x = x, .y = waves(x, n_y)});
    }
    return given;
}

/// One evaluation taken in and the next point proposed, after `samples` random points: a local step
/// and, every second time or so, a global search.
void proposal(benchmark::State& state, Index n_x, Index n_y, Index samples, ProposingModel model) {
    const ProblemInfo problem = problem_of(n_x, n_y);
    std::vector<Outcome> given = random_samples(n_x, n_y, samples);
    const Outcome last = given.back();
    given.pop_back();
    Sequential before(problem, {.model = model}, Matrix(n_x, 0), Rng(1));
    before.absorb(given);
    for ([[maybe_unused]] const auto _ : state) {
        Sequential optimizer = before;
        optimizer.absorb({&last, 1});
        benchmark::DoNotOptimize(optimizer.propose(1).front().x.data());
    }
}

/// What a proposal is to be compared with: fit() of the same samples with its choice of lambda and
/// gamma, one thread.
void fit_from_nothing(benchmark::State& state, Index n_x, Index n_y, Index samples) {
    const std::vector<Outcome> given = random_samples(n_x, n_y, samples);
    Matrix X(n_x, samples);
    std::vector<Evaluation> evaluations;
    for (const Outcome& outcome : given) {
        X.col(std::ssize(evaluations)) = outcome.x;
        evaluations.push_back(outcome.y);
    }
    const Dataset data = make_dataset(X, evaluations);
    for ([[maybe_unused]] const auto _ : state) {
        benchmark::DoNotOptimize(fit(data, {}, Rng(1), 1).selection.lambda);
    }
}

void add(const std::string& size, Index n_x, Index n_y, Index samples) {
    const auto in_milliseconds = [](benchmark::internal::Benchmark* added) {
        added->Unit(benchmark::kMillisecond);
    };
    for (const auto model :
         {ProposingModel::kriging, ProposingModel::jenn, ProposingModel::competition}) {
        in_milliseconds(
            benchmark::RegisterBenchmark(("proposal/" + size + "/" + name_of(model)).c_str(),
                                         proposal,
                                         n_x,
                                         n_y,
                                         samples,
                                         model));
    }
    in_milliseconds(benchmark::RegisterBenchmark(
        ("proposal/" + size + "/fit_from_nothing").c_str(), fit_from_nothing, n_x, n_y, samples));
}

[[maybe_unused]] const bool registered = [] {
    add("2_inputs_50_samples", 2, 1, 50);
    add("11_inputs_4_outputs_30_samples", 11, 4, 30);
    return true;
}();

}  // namespace
