#include "benchmark/accuracy_table.hpp"

#include "jennopt/surrogate/accuracy.hpp"

#include "benchmark/benchmark_samples.hpp"
#include "benchmark/clocks.hpp"
#include <algorithm>
#include <array>
#include <cstdio>

namespace jennopt {

TimedFit timed_fit(const Dataset& raw, const FitOptions& options, const Rng& rng) {
    const double begin = cpu_seconds();
    FitResult result = fit(raw, options, rng);
    return {.result = std::move(result), .seconds = cpu_seconds() - begin};
}

double r2_of(const FitResult& fitted, const Dataset& test) {
    return measure_accuracy(test, predict(fitted.surrogate, test.X, true)).r2_value;
}

void Choices::add(const FitResult& fitted) {
    lambdas_.push_back(fitted.selection.lambda);
    gammas_.push_back(fitted.selection.gamma);
}

std::string Choices::text() const {
    std::array<char, 60> text{};
    std::snprintf(
        text.data(), text.size(), "chosen: lambda %g, gamma %g", median(lambdas_), median(gammas_));
    return text.data();
}

void print_head() {
    std::puts(
        "| | setting | measured | target | median | worst | CPU s, median (worst) | reached |\n"
        "|---|---|---|---|---|---|---|---|");
    std::fflush(stdout);
}

void print_row(const AccuracyRow& row, int seeds) {
    const Measurement measured = row.measure(seeds);
    const bool less = row.better == Better::less;
    const double worst = less ? *std::max_element(measured.figures.begin(), measured.figures.end())
                              : *std::min_element(measured.figures.begin(), measured.figures.end());
    const double middle = measured.middle.value_or(median(measured.figures));
    const double seconds = median(measured.seconds);
    const double counts = row.worst_counts ? worst : middle;
    const bool reached = (less ? counts <= row.target : counts >= row.target) &&
                         (row.most_seconds == 0.0 || seconds <= row.most_seconds);
    std::printf("| %s | %s%s | %s | %g",
                row.name.c_str(),
                row.setting.c_str(),
                measured.note.c_str(),
                row.figure.c_str(),
                row.target);
    if (row.most_seconds > 0.0) {
        std::printf(" within %g s", row.most_seconds);
    }
    std::printf(" | %.4g | %.4g | %.2g (%.2g) | %s |\n",
                middle,
                worst,
                seconds,
                *std::max_element(measured.seconds.begin(), measured.seconds.end()),
                reached ? "yes" : "**no**");
    std::fflush(stdout);
}

}  // namespace jennopt
