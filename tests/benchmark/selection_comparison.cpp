#include "jennopt/data/normalization.hpp"
#include "jennopt/problem/registry.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "jennopt/training/selection.hpp"

#include "benchmark/benchmark_samples.hpp"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>

// How well lambda and gamma chosen by select() do against fixed ones: the table of
// results/selection.md.
//     jennopt_selection FOLDER_OF_PROBLEMS SEEDS

using namespace jennopt;

namespace {

struct Case {
    const char* problem;
    std::map<std::string, OptionValue> options;
    Index samples;
    double noise;  // of the partials, multiplicative, Gaussian
};

const std::vector<Case> cases{{"rosenbrock", {}, 25, 0.0},
                              {"branin", {}, 15, 0.0},
                              {"rosenbrock", {{"dimension", std::int64_t{5}}}, 50, 0.0},
                              {"rastrigin", {}, 100, 0.0},
                              {"rosenbrock", {}, 30, 0.05},
                              {"rosenbrock", {}, 30, 0.15},
                              {"rosenbrock", {}, 30, 0.3},
                              {"rosenbrock", {}, 30, 0.5},
                              {"rastrigin", {}, 100, 0.3}};
const std::vector<double> fixed_lambdas{1.0, 0.1, 1e-2, 1e-3, 1e-4};

// Long enough to converge where lambda is not tiny.
const TrainingOptions training{.max_iterations = 250, .loss_tolerance = 1e-3};

/// One seed of a case: everything that the columns of the table need.
class Trial {
public:
    Trial(const Problem& problem, const Case& which, std::uint64_t seed)
        : rng_(seed),
          raw_(draw(problem, {.count = which.samples}, which.noise, rng_.child("training"))),
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

void compare(const Problem& problem, const Case& which, int seeds) {
    std::vector<double> automatic;
    std::vector<double> full;
    std::vector<double> plain;
    std::vector<double> seconds;
    std::vector<double> lambdas;
    std::vector<double> gammas;
    std::vector<std::vector<double>> fixed(fixed_lambdas.size());
    for (int seed = 1; seed <= seeds; ++seed) {
        const Trial trial(problem, which, static_cast<std::uint64_t>(seed));
        const auto begin = std::chrono::steady_clock::now();
        const Selection chosen = trial.choose(std::nullopt);
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        automatic.push_back(trial.error(chosen.gamma, chosen.lambda));
        lambdas.push_back(chosen.lambda);
        gammas.push_back(chosen.gamma);
        full.push_back(trial.error(1.0, trial.choose(1.0).lambda));
        plain.push_back(trial.error(0.0, trial.choose(0.0).lambda));
        for (std::size_t i = 0; i < fixed.size(); ++i) {
            fixed[i].push_back(trial.error(1.0, fixed_lambdas[i]));
        }
    }
    double best = std::numeric_limits<double>::infinity();
    for (const std::vector<double>& errors : fixed) {
        best = std::min(best, median(errors));
    }
    std::printf("| %s %ld-D, %ld | %g %% | %.1e | %.1e | %.1e | %.1e | %.1e | %g | %g | %.1f |\n",
                which.problem,
                static_cast<long>(problem.info().n_x()),
                static_cast<long>(which.samples),
                100.0 * which.noise,
                median(automatic),
                *std::max_element(automatic.begin(), automatic.end()),
                median(plain),
                median(full),
                best,
                median(gammas),
                median(lambdas),
                median(seconds));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: jennopt_selection FOLDER_OF_PROBLEMS SEEDS\n", stderr);
        return 2;
    }
    const ProblemRegistry registry({argv[1]});
    for (const Case& which : cases) {
        compare(*registry.make(which.problem, which.options), which, std::atoi(argv[2]));
    }
}
