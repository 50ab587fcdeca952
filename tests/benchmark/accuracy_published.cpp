#include "jennopt/optimization/search.hpp"
#include "jennopt/surrogate/accuracy.hpp"

#include "benchmark/accuracy_table.hpp"
#include "benchmark/benchmark_samples.hpp"
#include "benchmark/clocks.hpp"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>

namespace jennopt {

namespace {

constexpr double published_rmse = 0.222;            // of the test values
const Vector published_r2{{0.9999986, 0.9999954}};  // of the partials by x1 and x2
constexpr double infinity = std::numeric_limits<double>::infinity();

// A trial trains from the start for so many iterations; the next one for this much longer.
constexpr double longer = 1.25;
constexpr Index first_trial = 40;
constexpr Index last_trial = 4000;

const std::vector<Index> hidden{20, 20, 20};

/// CPU seconds of a fit() until the loss is the published one; infinite if it is never.
double seconds_to_cost(const Dataset& data, int seed) {
    const double begin = cpu_seconds();
    double reached = infinity;
    const FitOptions options{.hidden = hidden,
                             .gamma = {.scale = 1.0},
                             .lambda = 1e-3,
                             .regularization = Regularization::all_layers,
                             .training = {.trainer = Trainer::lbfgs, .max_iterations = 20'000}};
    const EachObserver observer = [&](const EachProgress& progress) {
        if (progress.latest.loss.total() > published_loss) {
            return Control::proceed;
        }
        reached = cpu_seconds() - begin;
        return Control::stop;
    };
    const FitResult fitted =
        fit(data, options, Rng(static_cast<std::uint64_t>(seed)), 1, {.training = observer});
    return reached;
}

/// What a surrogate of Rosenbrock's function is worth.
struct Quality {
    double rmse = 0.0;      ///< of values
    double partials = 0.0;  ///< largest 1 - R^2 of a partial, in units of the published one
    double optimum = 0.0;   ///< largest distance from (1, 1) over the starts
};

class Judge {
public:
    explicit Judge(const Problem& problem)
        : info_(problem.info()),
          test_(draw(problem, {.plan = SamplingPlan::random, .count = 2000}, 0.0, Rng(7))),
          starts_(make_starts({.starts = 20}, info_.bounds(), Rng(8))) {}

    [[nodiscard]] Quality operator()(const Surrogate& surrogate) const {
        const Accuracy accuracy = measure_accuracy(test_, predict(surrogate, test_.X, true));
        Quality quality{.rmse = accuracy.rmse_value};
        for (Index j = 0; j < 2; ++j) {
            const auto truth = test_.J[static_cast<std::size_t>(j)].array();
            const double variance = (truth - truth.mean()).square().mean();
            const double missing = std::pow(accuracy.rmse_jacobian(0, j), 2) / variance;
            quality.partials = std::max(quality.partials, missing / (1.0 - published_r2(j)));
        }
        const SearchResult found = search(
            [&](const ConstVectorRef& x) { return evaluate(surrogate, x); }, info_, starts_, {});
        for (const SearchRun& run : found.runs) {
            quality.optimum = std::max(quality.optimum, (run.x - Vector::Ones(2)).norm());
        }
        return quality;
    }

private:
    ProblemInfo info_;
    Dataset test_;
    Matrix starts_;
};

using Reached = std::function<bool(const Quality&)>;

/// CPU seconds of the shortest fit() whose surrogate is good enough; infinite if none is.
double seconds_to(const Reached& reached, const Judge& judge, const Dataset& data, int seed) {
    FitOptions options{.hidden = hidden,
                       .gamma = {.scale = 1.0},
                       .lambda = 1e-9,
                       .training = {.trainer = Trainer::levenberg_marquardt,
                                    .gradient_tolerance = 0.0,
                                    .loss_tolerance = 0.0}};
    for (double trial = first_trial; trial <= last_trial; trial *= longer) {
        options.training.max_iterations = static_cast<Index>(trial);
        const TimedFit fitted = timed_fit(data, options, Rng(static_cast<std::uint64_t>(seed)));
        if (reached(judge(fitted.result.surrogate))) {
            return fitted.seconds;
        }
    }
    return infinity;
}

AccuracyRow row(const std::string& name,
                const std::string& setting,
                double most_seconds,
                std::function<double(int seed)> seconds) {
    return {.name = name,
            .setting = setting,
            .figure = "CPU s of fit()",
            .target = most_seconds,
            .measure =
                [seconds = std::move(seconds)](int seeds) {
                    Measurement measured;
                    for (int seed = 1; seed <= seeds; ++seed) {
                        measured.figures.push_back(seconds(seed));
                    }
                    measured.seconds = measured.figures;
                    return measured;
                },
            .worst_counts = true};
}

}  // namespace

std::vector<AccuracyRow> published_rows(const ProblemRegistry& registry) {
    const auto judge = std::make_shared<const Judge>(*registry.make("rosenbrock"));
    const auto data = std::make_shared<const Dataset>(published_samples());
    std::vector<AccuracyRow> rows{row("Published samples: to the published cost",
                                      "lambda 1e-3 on all layers, gamma 1, lbfgs",
                                      0.05,
                                      [data](int seed) { return seconds_to_cost(*data, seed); })};
    const auto add = [&](const std::string& name, double most_seconds, const Reached& reached) {
        rows.push_back(row("Published samples: " + name,
                           "lambda 1e-9, gamma 1, levenberg_marquardt",
                           most_seconds,
                           [=](int seed) { return seconds_to(reached, *judge, *data, seed); }));
    };
    add("to the published test errors of values and partials", 1.0, [](const Quality& quality) {
        return quality.rmse <= published_rmse && quality.partials <= 1.0;
    });
    add("to an optimum within 0.01 from 20 of 20 starts", 3.0, [](const Quality& quality) {
        return quality.optimum <= 0.01;
    });
    add("to test RMSE 1e-4 and an optimum within 1e-4", 30.0, [](const Quality& quality) {
        return quality.rmse <= 1e-4 && quality.optimum <= 1e-4;
    });
    return rows;
}

}  // namespace jennopt
