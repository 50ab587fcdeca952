#include "benchmark/accuracy_table.hpp"
#include "benchmark/benchmark_samples.hpp"
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>

namespace jennopt {

namespace {

struct Case {
    std::string title;
    std::string setting;
    std::shared_ptr<const Problem> problem;
    SamplingOptions plan;
    std::vector<Index> hidden;
    SamplingOptions test;
};

Case latin_hypercube(const std::string& name,
                     const std::shared_ptr<const Problem>& problem,
                     Index samples) {
    Case made;
    made.title = name + ", " + std::to_string(samples) + " samples";
    made.setting = "Latin hypercube, " + std::to_string(problem->info().n_x()) +
                   "-20-20-1, test 1000 points; ";
    made.problem = problem;
    made.plan.count = samples;
    made.hidden = {20, 20};
    made.test.count = 1000;
    return made;
}

struct Drawn {
    Dataset training;
    Dataset test;
    Rng rng;
};

Drawn draw_seed(const Case& which, double noise, int seed) {
    const Rng rng(static_cast<std::uint64_t>(seed));
    return {.training = draw(*which.problem, which.plan, noise, rng.child("training")),
            .test = draw(*which.problem, which.test, 0.0, rng.child("test")),
            .rng = rng};
}

AccuracyRow error_row(const Case& which, double target, double most_seconds) {
    return {.name = which.title,
            .setting = which.setting,
            .figure = "1 - R^2 of values",
            .target = target,
            .most_seconds = most_seconds,
            .measure = [which](int seeds) {
                Measurement measured;
                Choices choices;
                for (int seed = 1; seed <= seeds; ++seed) {
                    const Drawn drawn = draw_seed(which, 0.0, seed);
                    const TimedFit jenn =
                        timed_fit(drawn.training, {.hidden = which.hidden}, drawn.rng);
                    measured.figures.push_back(1.0 - r2_of(jenn.result, drawn.test));
                    measured.seconds.push_back(jenn.seconds);
                    choices.add(jenn.result);
                }
                measured.note = choices.text();
                return measured;
            }};
}

/// The difference of the medians; the worst is that of one seed.
AccuracyRow noise_row(const Case& which, double noise) {
    return {
        .name = which.title + ", noise " + std::to_string(std::lround(100.0 * noise)) + " %",
        .setting = which.setting,
        .figure = "R^2 of values, JENN less NN",
        .target = -0.002,
        .better = Better::more,
        .measure = [which, noise](int seeds) {
            Measurement measured;
            std::vector<double> plain_figures;
            std::vector<double> jenn_figures;
            for (int seed = 1; seed <= seeds; ++seed) {
                const Drawn drawn = draw_seed(which, noise, seed);
                const TimedFit jenn =
                    timed_fit(drawn.training, {.hidden = which.hidden}, drawn.rng);
                const TimedFit plain = timed_fit(
                    drawn.training, {.hidden = which.hidden, .gamma = {.scale = 0.0}}, drawn.rng);
                jenn_figures.push_back(r2_of(jenn.result, drawn.test));
                plain_figures.push_back(r2_of(plain.result, drawn.test));
                measured.figures.push_back(jenn_figures.back() - plain_figures.back());
                measured.seconds.push_back(jenn.seconds);
            }
            std::array<char, 80> text{};
            std::snprintf(text.data(),
                          text.size(),
                          "median 1 - R^2: JENN %.1e, NN %.1e",
                          1.0 - median(jenn_figures),
                          1.0 - median(plain_figures));
            measured.note = text.data();
            measured.middle = median(jenn_figures) - median(plain_figures);
            return measured;
        }};
}

}  // namespace

std::vector<AccuracyRow> problem_rows(const ProblemRegistry& registry) {
    const std::shared_ptr<const Problem> rosenbrock = registry.make("rosenbrock");
    const std::shared_ptr<const Problem> rosenbrock5 =
        registry.make("rosenbrock", {{"dimension", std::int64_t{5}}});
    const std::shared_ptr<const Problem> branin = registry.make("branin");
    const std::shared_ptr<const Problem> rastrigin = registry.make("rastrigin");
    const Case valley = latin_hypercube("Rosenbrock 2-D", rosenbrock, 30);
    Case wavy = latin_hypercube("Rastrigin 2-D", rastrigin, 100);
    wavy.setting = "random samples, 2-24-24-1, test 10 x 10 grid; ";
    wavy.plan.plan = SamplingPlan::random;
    wavy.hidden = {24, 24};
    wavy.test.plan = SamplingPlan::grid;
    wavy.test.levels = {10};
    std::vector<AccuracyRow> rows;
    rows.push_back(error_row(latin_hypercube("Rosenbrock 2-D", rosenbrock, 25), 2e-6, 0.0));
    rows.push_back(error_row(latin_hypercube("Branin", branin, 15), 1e-4, 0.0));
    rows.push_back(error_row(latin_hypercube("Rosenbrock 5-D", rosenbrock5, 50), 4e-3, 0.0));
    rows.push_back(error_row(wavy, 2e-5, 1.0));
    for (const double noise : {0.0, 0.05, 0.15, 0.3, 0.5}) {
        rows.push_back(noise_row(valley, noise));
    }
    for (const double noise : {0.0, 0.05, 0.15, 0.3, 0.5}) {
        rows.push_back(noise_row(wavy, noise));
    }
    return rows;
}

}  // namespace jennopt
