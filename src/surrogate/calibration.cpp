#include "surrogate/calibration.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace jennopt {

namespace {

constexpr double spreads_covered = 2.0;

double ratio(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : std::numeric_limits<double>::quiet_NaN();
}

/// Ranks from 0; equal numbers share the mean of theirs.
Vector ranks(const Vector& values) {
    std::vector<Index> order(static_cast<std::size_t>(values.size()));
    std::iota(order.begin(), order.end(), Index{0});
    std::sort(order.begin(), order.end(), [&](Index a, Index b) { return values(a) < values(b); });
    Vector result(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first + 1;
        while (last < order.size() && values(order[last]) == values(order[first])) {
            ++last;
        }
        for (std::size_t i = first; i < last; ++i) {
            result(order[i]) = 0.5 * static_cast<double>(first + last - 1);
        }
        first = last;
    }
    return result;
}

double correlation(const Vector& a, const Vector& b) {
    const Vector from_a = a.array() - a.mean();
    const Vector from_b = b.array() - b.mean();
    return ratio(from_a.dot(from_b), from_a.norm() * from_b.norm());
}

/// Adds rows up: entries for the coverage, one correlation per row.
class Tally {
public:
    void add(const Vector& truth, const Vector& prediction, const Vector& spread) {
        std::vector<double> errors;
        std::vector<double> spreads;
        for (Index t = 0; t < truth.size(); ++t) {
            if (!std::isnan(truth(t)) && !std::isnan(prediction(t)) && !std::isnan(spread(t))) {
                errors.push_back(std::abs(prediction(t) - truth(t)));
                spreads.push_back(spread(t));
                covered_ += errors.back() <= spreads_covered * spreads.back() ? 1.0 : 0.0;
            }
        }
        if (errors.empty()) {
            return;  // nothing known in this row: it has no mean
        }
        entries_ += static_cast<double>(errors.size());
        const auto count = static_cast<Index>(errors.size());
        const double found = correlation(ranks(Vector::Map(errors.data(), count)),
                                         ranks(Vector::Map(spreads.data(), count)));
        if (!std::isnan(found)) {
            correlations_ += found;
            rows_ += 1.0;
        }
    }

    [[nodiscard]] Calibration result() const {
        return {.coverage = ratio(covered_, entries_),
                .rank_correlation = ratio(correlations_, rows_)};
    }

private:
    double covered_ = 0.0;
    double entries_ = 0.0;
    double correlations_ = 0.0;
    double rows_ = 0.0;
};

void require_same_shape(const Dataset& truth, const Dataset& other, const char* name) {
    if (truth.n_x() != other.n_x() || truth.n_y() != other.n_y() || truth.m() != other.m() ||
        truth.J.size() != other.J.size()) {
        throw ShapeError(
            fmt::format("truth ({} outputs, {} samples, {} slices of partials) and {} ({}, {}, "
                        "{}): expected the same",
                        truth.n_y(),
                        truth.m(),
                        truth.J.size(),
                        name,
                        other.n_y(),
                        other.m(),
                        other.J.size()));
    }
}

}  // namespace

SpreadCalibration measure_calibration(const Dataset& truth,
                                      const Dataset& prediction,
                                      const Dataset& spread) {
    require_same_shape(truth, prediction, "prediction");
    require_same_shape(truth, spread, "spread");
    Tally values;
    Tally partials;
    for (Index k = 0; k < truth.n_y(); ++k) {
        values.add(truth.Y.row(k), prediction.Y.row(k), spread.Y.row(k));
        for (std::size_t j = 0; j < truth.J.size(); ++j) {
            partials.add(truth.J[j].row(k), prediction.J[j].row(k), spread.J[j].row(k));
        }
    }
    return {.values = values.result(), .partials = partials.result()};
}

}  // namespace jennopt
