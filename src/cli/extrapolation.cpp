#include "cli/extrapolation.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr const char* unknown_range =
    "{}: does not say on which range of its inputs it was trained: it is from an earlier version, "
    "or from the package JENN; {}";

std::optional<Bounds> range_of_samples(const NamedSurrogate& model) {
    if (model.origin) {
        return model.origin->samples;
    }
    const Matrix& X = model.surrogate.samples.X;  // kriging keeps them
    return X.cols() == 0 ? std::nullopt
                         : std::optional(Bounds{X.rowwise().minCoeff(), X.rowwise().maxCoeff()});
}

/// The line of a table's row in its file.
Index line_of(const Table& points, Index row) {
    constexpr Index header = 1;
    return points.lines.empty() ? row + 1 + header : points.lines[static_cast<std::size_t>(row)];
}

}  // namespace

Extrapolation::Extrapolation(const NamedSurrogate& model, const ConstMatrixRef& X)
    : model_(model), X_(X), samples_(range_of_samples(model)) {}

double Extrapolation::distance(Index j, Index t) const {
    const double x = X_(j, t);
    double lower = samples_->lower(j);
    double upper = samples_->upper(j);
    if (x >= lower && x <= upper) {
        return 0.0;
    }
    double beyond = x > upper ? x - upper : lower - x;
    if (std::ranges::find(samples_->logarithmic, j) != samples_->logarithmic.end()) {
        beyond = x <= 0.0 ? std::numeric_limits<double>::infinity()
                          : std::log(x > upper ? x / upper : lower / x);
        lower = std::log(lower);
        upper = std::log(upper);
    }
    return upper > lower ? beyond / (upper - lower) : std::numeric_limits<double>::infinity();
}

std::string Extrapolation::range(Index j) const {
    const double lower = samples_->lower(j);
    const double upper = samples_->upper(j);
    return lower == upper ? fmt::format("{:.6g} alone", lower)
                          : fmt::format("{:.6g} to {:.6g}", lower, upper);
}

std::string Extrapolation::text(const std::string& model_file,
                                const std::string& points_file,
                                const Table& points) const {
    if (!samples_) {
        return fmt::format(fmt::runtime(unknown_range),
                           model_file,
                           "points outside of it are not noticed") +
               "\n";
    }
    std::vector<bool> is_outside(static_cast<std::size_t>(X_.cols()), false);
    std::string inputs;
    for (Index j = 0; j < X_.rows(); ++j) {
        Index count = 0;
        Index farthest = 0;
        for (Index t = 0; t < X_.cols(); ++t) {
            if (distance(j, t) > 0.0) {
                is_outside[static_cast<std::size_t>(t)] = true;
                farthest = count == 0 || distance(j, t) > distance(j, farthest) ? t : farthest;
                ++count;
            }
        }
        if (count > 0) {
            const double widths = distance(j, farthest);
            inputs += fmt::format(
                "  {} in {} of them: the farthest {} in line {}, trained on {}{}\n",
                model_.input_names[static_cast<std::size_t>(j)],
                count,
                X_(j, farthest),
                line_of(points, farthest),
                range(j),
                std::isfinite(widths) ? fmt::format(", {:.3g} times that width beyond", widths)
                                      : "");
        }
    }
    const auto count = std::ranges::count(is_outside, true);
    return count == 0 ? ""
                      : fmt::format(
                            "{}: {} of {} points {} outside of the range of the training "
                            "samples, where predictions are extrapolated\n{}",
                            points_file,
                            count,
                            X_.cols(),
                            count == 1 ? "lies" : "lie",
                            inputs);
}

void Extrapolation::refuse(const std::string& model_file,
                           const std::string& points_file,
                           const Table& points) const {
    if (!samples_) {
        throw ConfigError(fmt::format(
            fmt::runtime(unknown_range), model_file, "expected one that does for --strict"));
    }
    for (Index t = 0; t < X_.cols(); ++t) {
        for (Index j = 0; j < X_.rows(); ++j) {
            if (distance(j, t) > 0.0) {
                throw ConfigError(
                    fmt::format("{}:{}: {} is {}, expected a number in the range of the training "
                                "samples, {} (--strict)",
                                points_file,
                                line_of(points, t),
                                model_.input_names[static_cast<std::size_t>(j)],
                                X_(j, t),
                                range(j)));
            }
        }
    }
}

}  // namespace jennopt
