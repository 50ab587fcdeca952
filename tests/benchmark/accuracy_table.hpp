#pragma once

#include "jennopt/problem/registry.hpp"
#include "jennopt/surrogate/fit.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What a row of the table has measured: an entry per seed.
struct Measurement {
    std::vector<double> figures;
    std::vector<double> seconds;                  ///< CPU
    std::string note = {};                        ///< added to the setting
    std::optional<double> middle = std::nullopt;  ///< where it is not the figures' median
};

enum class Better { less, more };

/// A row of the table: what is to be reached, and how.
struct AccuracyRow {
    std::string name;
    std::string setting;
    std::string figure;  ///< what is measured
    double target = 0.0;
    Better better = Better::less;
    double most_seconds = 0.0;                      ///< median, 0: no limit
    std::function<Measurement(int seeds)> measure;  ///< seeds 1 ... n
    bool worst_counts = false;  ///< the target is for the worst seed, not for the median
};

/// Small samples of the built-in problems, without and with noise in the partials.
[[nodiscard]] std::vector<AccuracyRow> problem_rows(const ProblemRegistry& registry);

/// The airfoil drag data: `file` has 16 inputs, the output and its 16 partials in its columns.
[[nodiscard]] std::vector<AccuracyRow> airfoil_rows(const std::filesystem::path& file);

/// Rosenbrock's function with samples and network of Berguin (2024): seconds until what is
/// published is reached.
[[nodiscard]] std::vector<AccuracyRow> published_rows(const ProblemRegistry& registry);

/// A surrogate and the CPU seconds that it took.
struct TimedFit {
    FitResult result;
    double seconds = 0.0;
};

[[nodiscard]] TimedFit timed_fit(const Dataset& raw, const FitOptions& options, const Rng& rng);

/// R^2 of the values.
[[nodiscard]] double r2_of(const FitResult& fitted, const Dataset& test);

/// What fit() chose, seed after seed.
class Choices {
public:
    void add(const FitResult& fitted);
    [[nodiscard]] std::string text() const;  ///< median lambda and gamma

private:
    std::vector<double> lambdas_;
    std::vector<double> gammas_;
};

void print_head();
void print_row(const AccuracyRow& row, int seeds);

}  // namespace jennopt
