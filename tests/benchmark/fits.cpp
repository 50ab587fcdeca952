#include "jennopt/problem/registry.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/fit.hpp"

#include "benchmark/benchmark_samples.hpp"
#include "benchmark/clocks.hpp"
#include "benchmark/selection_cases.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>

// What fit() with its defaults, lambda and gamma chosen, reaches and costs: a table of
// results/selection.md.
//     jennopt_fits FOLDER_OF_PROBLEMS SEEDS

using namespace jennopt;

namespace {

constexpr double clearly = 1.2;

/// One figure for each seed.
struct Figures {
    std::vector<double> value_error;
    std::vector<double> partial_error;
    std::vector<double> plain_error;
    int better = 0;  // than the plain network by a fifth or more
    int worse = 0;
    std::vector<double> seconds;  // CPU
    std::vector<double> selection_seconds;
    std::vector<double> candidates;
    std::vector<double> gamma;
    std::vector<double> lambda;
};

void add_seed(Figures& figures, const Problem& problem, const SelectionCase& which, Index seed) {
    const Rng rng(static_cast<std::uint64_t>(seed));
    const Dataset samples = draw(
        problem, {.count = which.samples}, which.noise, rng.child("training"), which.noisy_inputs);
    const Dataset test = draw(problem, {.count = 1000}, 0.0, rng.child("test"));
    const double begin = cpu_seconds();
    double chosen = 0.0;
    FitObserver observer;
    observer.training = [&](const EachProgress& /*progress*/) {
        chosen = chosen == 0.0 ? cpu_seconds() - begin : chosen;
        return Control::proceed;
    };
    const FitResult fitted = fit(samples, {}, rng, 1, observer);
    figures.seconds.push_back(cpu_seconds() - begin);
    figures.selection_seconds.push_back(chosen);
    const Accuracy accuracy = measure_accuracy(test, predict(fitted.surrogate, test.X, true));
    figures.value_error.push_back(1.0 - accuracy.r2_value);
    figures.partial_error.push_back(1.0 - accuracy.r2_partials);
    figures.candidates.push_back(static_cast<double>(fitted.selection.candidates.size()));
    figures.gamma.push_back(fitted.selection.gamma);
    figures.lambda.push_back(fitted.selection.lambda);
    const Surrogate plain = fit(samples, {.gamma = {.scale = 0.0}}, rng, 1).surrogate;
    figures.plain_error.push_back(1.0 -
                                  measure_accuracy(test, predict(plain, test.X, true)).r2_value);
    const double ratio = figures.value_error.back() / figures.plain_error.back();
    figures.better += ratio < 1.0 / clearly ? 1 : 0;
    figures.worse += ratio > clearly ? 1 : 0;
}

void print(const Problem& problem, const SelectionCase& which, const Figures& figures) {
    std::printf(
        "| %s %ld-D, %ld | %g %%%s | %.1e / %.1e | %.1e | %.1e | %d, %d | %.2f | %.2f | %g | %.1g, "
        "%.1g |\n",
        which.problem,
        static_cast<long>(problem.info().n_x()),
        static_cast<long>(which.samples),
        100.0 * which.noise,
        which.noisy_inputs < 0 ? ""
                               : (" of " + std::to_string(which.noisy_inputs) + " inputs").c_str(),
        median(figures.value_error),
        *std::ranges::max_element(figures.value_error),
        median(figures.partial_error),
        median(figures.plain_error),
        figures.better,
        figures.worse,
        median(figures.seconds),
        median(figures.selection_seconds),
        median(figures.candidates),
        median(figures.gamma),
        median(figures.lambda));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: jennopt_fits FOLDER_OF_PROBLEMS SEEDS\n", stderr);
        return 2;
    }
    const ProblemRegistry registry({argv[1]});
    std::puts(
        "| problem, samples | noise | values, median / worst | partials | plain network | better, "
        "worse | fit, s | choice, s | candidates | gamma, lambda |\n"
        "|---|---|---|---|---|---|---|---|---|---|");
    for (const SelectionCase& which : selection_cases()) {
        const auto problem = registry.make(which.problem, which.options);
        Figures figures;
        for (Index seed = 1; seed <= std::atoi(argv[2]); ++seed) {
            add_seed(figures, *problem, which, seed);
        }
        print(*problem, which, figures);
    }
}
