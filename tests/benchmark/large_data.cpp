#include "data/csv.hpp"
#include "jennopt/problem/registry.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/fit.hpp"

#include "benchmark/benchmark_samples.hpp"
#include "benchmark/clocks.hpp"
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>

// What trainer: auto makes of 20 000 samples, beside L-BFGS on all of them: a table of
// results/training.md.
//     jennopt_large FOLDER_OF_PROBLEMS SEEDS [airfoil_cd.csv]

using namespace jennopt;

namespace {

constexpr Index samples = 20'000;
constexpr Index test_samples = 2000;

using Sampler = std::function<Dataset(Index m, const Rng& rng)>;

struct Case {
    std::string name;
    Sampler sampler;
    std::vector<Index> hidden;
    double gamma = 1.0;
    double lambda = 1e-4;
    double noise = 0.0;  // share of each partial, and of the values' deviation
};

/// y = sum_j w_j [sin(1.5 x_j + 0.7 x_(j+1) + 0.3 j) + x_j^2 x_(j+1) / 2], w_j = 1 / (1 + j / 4),
/// in [-1, 1]^16.
Dataset smooth(Index m, const Rng& rng) {
    constexpr Index n = 16;
    Dataset data = empty_dataset(n, 1);
    data.X = sample({.lower = Vector::Constant(n, -1.0), .upper = Vector::Constant(n, 1.0)},
                    {{.plan = SamplingPlan::random, .count = m}},
                    rng);
    data.Y = Matrix::Zero(1, m);
    data.J.assign(n, Matrix::Zero(1, m));
    for (Index j = 0; j < n; ++j) {
        const Index next = (j + 1) % n;
        const double w = 1.0 / (1.0 + 0.25 * static_cast<double>(j));
        const Eigen::ArrayXXd x = data.X.row(j);
        const Eigen::ArrayXXd z = data.X.row(next);
        const Eigen::ArrayXXd wave = 1.5 * x + 0.7 * z + 0.3 * static_cast<double>(j);
        data.Y.array() += w * (wave.sin() + 0.5 * x.square() * z);
        data.J[static_cast<std::size_t>(j)].array() += w * (1.5 * wave.cos() + x * z);
        data.J[static_cast<std::size_t>(next)].array() += w * (0.7 * wave.cos() + 0.5 * x.square());
    }
    return data;
}

Sampler sampler_of(const ProblemRegistry& registry, const std::string& name, Index dimension = 0) {
    std::map<std::string, OptionValue> options;
    if (dimension > 0) {
        options["dimension"] = std::int64_t{dimension};
    }
    const std::shared_ptr<const Problem> problem = registry.make(name, options);
    return [problem](Index m, const Rng& rng) {
        return draw(*problem, {.plan = SamplingPlan::random, .count = m}, 0.0, rng);
    };
}

/// The drag of 6000 airfoils is too few: a network trained on it plays the truth, at mixtures of
/// two airfoils each.
Sampler like_airfoils(const std::filesystem::path& file) {
    constexpr Index n = 16;
    const Table table = read_csv(file);
    Dataset airfoils = empty_dataset(n, 1);
    airfoils.X = table.rows.leftCols(n).transpose();
    airfoils.Y = table.rows.col(n).transpose();
    for (Index j = 0; j < n; ++j) {
        airfoils.J[static_cast<std::size_t>(j)] = table.rows.col(n + 1 + j).transpose();
    }
    const FitOptions options{.hidden = {40, 40},
                             .gamma = {},
                             .lambda = 0.1,
                             .training = {.trainer = Trainer::lbfgs, .max_iterations = 2500}};
    return [X = airfoils.X, truth = fit(airfoils, options, Rng(77)).surrogate](Index m, Rng rng) {
        Matrix mixtures(X.rows(), m);
        const auto any = [&] {
            return X.col(static_cast<Index>(rng.uniform() * static_cast<double>(X.cols())));
        };
        for (Index t = 0; t < m; ++t) {
            const double share = rng.uniform();
            mixtures.col(t) = share * any();
            mixtures.col(t) += (1.0 - share) * any();
        }
        const auto y = predict(truth, mixtures, true);
        return Dataset{.X = mixtures, .Y = y.Y, .J = y.J};
    };
}

void add_noise(Dataset& data, double noise, Rng rng) {
    const double deviation = std::sqrt((data.Y.array() - data.Y.mean()).square().mean());
    for (double& value : data.Y.reshaped()) {
        value += noise * deviation * rng.normal();
    }
    for (Matrix& slice : data.J) {
        for (double& partial : slice.reshaped()) {
            partial *= 1.0 + noise * rng.normal();
        }
    }
}

/// One figure for each seed.
struct Figures {
    std::vector<double> value_error;
    std::vector<double> partial_error;
    std::vector<double> seconds;  // CPU

    void add(const Case& which, Trainer trainer, int seed) {
        const Rng rng(static_cast<std::uint64_t>(seed));
        Dataset data = which.sampler(samples, rng.child("training"));
        add_noise(data, which.noise, rng.child("noise"));
        const double begin = cpu_seconds();
        const Surrogate surrogate = fit(data,
                                        {.hidden = which.hidden,
                                         .gamma = {.scale = which.gamma},
                                         .lambda = which.lambda,
                                         .training = {.trainer = trainer}},
                                        rng)
                                        .surrogate;
        seconds.push_back(cpu_seconds() - begin);
        const Dataset test = which.sampler(test_samples, rng.child("test"));
        const Accuracy accuracy = measure_accuracy(test, predict(surrogate, test.X, true));
        value_error.push_back(1.0 - accuracy.r2_value);
        partial_error.push_back(1.0 - accuracy.r2_partials);
    }
};

void print(const Case& which, const Figures& all, const Figures& stages) {
    std::printf("| %s | %.1e / %.1e | %.1f | %.1e / %.1e | %.1f | %.2f / %.2f | %.2f |\n",
                which.name.c_str(),
                median(all.value_error),
                median(all.partial_error),
                median(all.seconds),
                median(stages.value_error),
                median(stages.partial_error),
                median(stages.seconds),
                median(stages.value_error) / median(all.value_error),
                median(stages.partial_error) / median(all.partial_error),
                median(stages.seconds) / median(all.seconds));
    std::fflush(stdout);
}

std::vector<Case> cases(const ProblemRegistry& registry) {
    const Sampler rosenbrock_2d = sampler_of(registry, "rosenbrock");
    const Sampler rosenbrock_16d = sampler_of(registry, "rosenbrock", 16);
    return {{"smooth 16-D, 24-24", smooth, {24, 24}},
            {"smooth 16-D, 5 % noise, 24-24", smooth, {24, 24}, 1.0, 1e-2, 0.05},
            {"smooth 16-D, values, 24-24", smooth, {24, 24}, 0.0, 1e-3},
            {"Rosenbrock 16-D, 24-24", rosenbrock_16d, {24, 24}},
            {"borehole 8-D, 24-24", sampler_of(registry, "borehole"), {24, 24}},
            {"Hartmann 6-D, 24-24", sampler_of(registry, "hartmann6"), {24, 24}},
            {"Rosenbrock 2-D, 20-20-20", rosenbrock_2d, {20, 20, 20}},
            {"Rosenbrock 2-D, 5 % noise, 20-20-20", rosenbrock_2d, {20, 20, 20}, 1.0, 1e-2, 0.05},
            {"Rosenbrock 2-D, values, 20-20-20", rosenbrock_2d, {20, 20, 20}, 0.0},
            {"Rastrigin 2-D, 20-20-20", sampler_of(registry, "rastrigin"), {20, 20, 20}},
            {"smooth 16-D, 64-64", smooth, {64, 64}}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3 || argc > 4) {
        std::fputs("usage: jennopt_large FOLDER_OF_PROBLEMS SEEDS [airfoil_cd.csv]\n", stderr);
        return 2;
    }
    std::vector<Case> rows = cases(ProblemRegistry({argv[1]}));
    if (argc == 4) {
        rows.insert(rows.begin(),
                    {"like airfoils, 16-D, 24-24", like_airfoils(argv[3]), {24, 24}, 1.0, 0.1});
    }
    std::puts(
        "| function, hidden layers | all samples: values / partials | CPU, s | auto | CPU, s | "
        "errors, auto to all | CPU |\n|---|---|---|---|---|---|---|");
    for (const Case& which : rows) {
        Figures all;
        Figures stages;
        for (int seed = 1; seed <= std::atoi(argv[2]); ++seed) {
            all.add(which, Trainer::lbfgs, seed);
            stages.add(which, Trainer::automatic, seed);
        }
        print(which, all, stages);
    }
}
