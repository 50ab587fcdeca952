#include "core/format.hpp"
#include "jennopt/problem/registry.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/fit.hpp"

#include "benchmark/benchmark_samples.hpp"
#include "benchmark/clocks.hpp"
#include <cstdio>
#include <cstdlib>

// What fit() reaches with few samples for its layers, lambda and gamma chosen, beside L-BFGS: a
// table of results/training.md.
//     jennopt_wide FOLDER_OF_PROBLEMS SEEDS

using namespace jennopt;

namespace {

struct Case {
    const char* problem;
    std::map<std::string, OptionValue> options;
    Index samples;
    std::vector<Index> hidden;
};

std::vector<Case> cases() {
    const std::map<std::string, OptionValue> in_10d{{"dimension", std::int64_t{10}}};
    return {{"hartmann6", {}, 100, {64, 64}},
            {"hartmann6", {}, 100, {128, 128}},
            {"hartmann6", {}, 100, {300}},
            {"hartmann6", {}, 300, {20, 20}},
            {"rosenbrock", in_10d, 60, {64, 64}},
            {"rosenbrock", in_10d, 60, {300}},
            {"rosenbrock", in_10d, 100, {20, 20}},
            {"rosenbrock", in_10d, 100, {100}},
            {"rastrigin", {}, 100, {128, 128}},
            {"borehole", {}, 60, {128, 128}},
            {"borehole", {}, 150, {24, 24}}};
}

/// One figure for each seed.
struct Figures {
    std::vector<std::string> error;
    std::vector<std::string> seconds;
    std::vector<std::string> chosen;

    [[nodiscard]] std::string cells() const {
        return fmt::format(" {} | {} | {} |",
                           fmt::join(error, ", "),
                           fmt::join(chosen, ", "),
                           fmt::join(seconds, ", "));
    }
};

void add_seed(
    Figures& figures, const Problem& problem, const Case& which, Trainer trainer, Index seed) {
    const Rng rng(static_cast<std::uint64_t>(seed));
    const Dataset samples = draw(problem, {.count = which.samples}, 0.0, rng.child("training"));
    const Dataset test = draw(problem, {.count = 1000}, 0.0, rng.child("test"));
    FitOptions options{.hidden = which.hidden};
    options.training.trainer = trainer;
    const double begin = cpu_seconds();
    const FitResult fitted = fit(samples, options, rng, 1);
    figures.seconds.push_back(fmt::format("{:.2g}", cpu_seconds() - begin));
    const Accuracy accuracy = measure_accuracy(test, predict(fitted.surrogate, test.X, true));
    figures.error.push_back(fmt::format("{:.1e}", 1.0 - accuracy.r2_value));
    const Selection& selection = fitted.selection;
    figures.chosen.push_back(
        selection.linear
            ? "linear model"
            : fmt::format("{:.1g} {:.1g}{}",
                          selection.gamma,
                          selection.lambda,
                          selection.output_layer == OutputLayer::stepped ? " stepped" : ""));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: jennopt_wide FOLDER_OF_PROBLEMS SEEDS\n", stderr);
        return 2;
    }
    const ProblemRegistry registry({argv[1]});
    std::puts(
        "| problem, samples | hidden layers | auto | gamma, lambda | s | lbfgs | gamma, lambda | s "
        "|\n"
        "|---|---|---|---|---|---|---|---|");
    for (const Case& which : cases()) {
        const auto problem = registry.make(which.problem, which.options);
        Figures by_auto;
        Figures by_lbfgs;
        for (Index seed = 1; seed <= std::atoi(argv[2]); ++seed) {
            add_seed(by_auto, *problem, which, Trainer::automatic, seed);
            add_seed(by_lbfgs, *problem, which, Trainer::lbfgs, seed);
        }
        std::puts(fmt::format("| {} {}-D, {} | {} |{}{}",
                              which.problem,
                              problem->info().n_x(),
                              which.samples,
                              fmt::join(which.hidden, ", "),
                              by_auto.cells(),
                              by_lbfgs.cells())
                      .c_str());
        std::fflush(stdout);
    }
}
