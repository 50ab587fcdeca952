#include "jennopt/data/normalization.hpp"
#include "jennopt/problem/registry.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "jennopt/training/selection.hpp"

#include "benchmark/benchmark_samples.hpp"
#include "benchmark/evidence.hpp"
#include "benchmark/selection_cases.hpp"
#include <algorithm>
#include <cstdio>
#include <ctime>

// How well lambda and gamma chosen by select() do against evidence and fixed ones: the table of
// results/selection.md.
//     jennopt_selection FOLDER_OF_PROBLEMS SEEDS

using namespace jennopt;

namespace {

const std::vector<double> fixed_lambdas{1.0, 0.1, 1e-2, 1e-3, 1e-4};

// Long enough to converge where lambda is not tiny.
const TrainingOptions training{.max_iterations = 250, .loss_tolerance = 1e-3};

/// One seed of a case: everything that the columns of the table need.
class Trial {
public:
    Trial(const Problem& problem, const SelectionCase& which, std::uint64_t seed)
        : rng_(seed),
          raw_(draw(problem,
                    {.count = which.samples},
                    which.noise,
                    rng_.child("training"),
                    which.noisy_inputs)),
          test_(draw(problem, {.count = 1000}, 0.0, rng_.child("test"))),
          normalization_(fit_normalization(raw_)),
          data_(normalize(raw_, normalization_)),
          start_({data_.n_x(), 20, 20, data_.n_y()}) {
        Rng initial = rng_.child("initial weights");
        initialize(start_, initial);
    }

    [[nodiscard]] Selection choose(std::optional<double> gamma) const {
        return select(start_,
                      data_,
                      {},
                      {.scale = gamma},
                      std::nullopt,
                      Regularization::hidden_layers,
                      training,
                      rng_.child("selection"));
    }

    [[nodiscard]] Selection choose_by_evidence(OtherParameters others) const {
        return select_by_evidence(start_, data_, others);
    }

    /// 1 - R^2 of the values.
    [[nodiscard]] double error(double gamma, double lambda) const {
        const LossWeights weights =
            make_weights(data_, {}, {.scale = gamma}, lambda, Regularization::hidden_layers);
        const Surrogate surrogate{
            normalization_,
            {train(start_, data_, weights, training, rng_.child("batches")).network}};
        return 1.0 - measure_accuracy(test_, predict(surrogate, test_.X, true)).r2_value;
    }

private:
    Rng rng_;
    Dataset raw_;
    Dataset test_;
    Normalization normalization_;
    Dataset data_;
    Network start_;
};

/// What a way of selecting did over the seeds.
struct Column {
    std::vector<double> errors = {};
    std::vector<double> gammas = {};
    std::vector<double> lambdas = {};
    std::vector<double> seconds = {};  // CPU, of the selection alone

    template <typename Choose>
    void add(const Trial& trial, const Choose& choose) {
        const std::clock_t begin = std::clock();
        const Selection chosen = choose();
        seconds.push_back(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
        errors.push_back(trial.error(chosen.gamma, chosen.lambda));
        gammas.push_back(chosen.gamma);
        lambdas.push_back(chosen.lambda);
    }

    void print_errors() const {
        std::printf(
            " %.1e / %.1e |", median(errors), *std::max_element(errors.begin(), errors.end()));
    }

    void print_choice() const {
        std::printf(" %.1g, %.1g, %.1f s |", median(gammas), median(lambdas), median(seconds));
    }
};

void compare(const Problem& problem, const SelectionCase& which, int seeds) {
    Column validated;
    Column flat;
    Column estimated;
    Column plain;
    Column full;
    std::vector<Column> fixed(fixed_lambdas.size());
    for (int seed = 1; seed <= seeds; ++seed) {
        const Trial trial(problem, which, static_cast<std::uint64_t>(seed));
        validated.add(trial, [&] { return trial.choose(std::nullopt); });
        flat.add(trial, [&] { return trial.choose_by_evidence(OtherParameters::flat); });
        estimated.add(trial, [&] { return trial.choose_by_evidence(OtherParameters::estimated); });
        plain.add(trial, [&] { return trial.choose(0.0); });
        full.add(trial, [&] { return trial.choose(1.0); });
        for (std::size_t i = 0; i < fixed.size(); ++i) {
            fixed[i].add(trial,
                         [&] { return Selection{.lambda = fixed_lambdas[i], .gamma = 1.0}; });
        }
    }
    const auto best =
        std::min_element(fixed.begin(), fixed.end(), [](const Column& a, const Column& b) {
            return median(a.errors) < median(b.errors);
        });
    std::printf("| %s %ld-D, %ld | %g %% |",
                which.problem,
                static_cast<long>(problem.info().n_x()),
                static_cast<long>(which.samples),
                100.0 * which.noise);
    for (const Column& column : {validated, estimated, flat, plain, full, *best}) {
        column.print_errors();
    }
    for (const Column& column : {validated, estimated, flat}) {
        column.print_choice();
    }
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: jennopt_selection FOLDER_OF_PROBLEMS SEEDS\n", stderr);
        return 2;
    }
    const ProblemRegistry registry({argv[1]});
    for (const SelectionCase& which : selection_cases()) {
        compare(*registry.make(which.problem, which.options), which, std::atoi(argv[2]));
    }
}
