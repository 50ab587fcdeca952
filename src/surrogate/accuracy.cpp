#include "jennopt/surrogate/accuracy.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <cmath>
#include <limits>

namespace jennopt {

namespace {

/// Sums over the samples where the truth is known.
struct Spread {
    double squared_error = 0.0;
    double squared_deviation = 0.0;  // about the truth's own mean
    Index count = 0;

    [[nodiscard]] double r2() const {
        return squared_deviation > 0.0 ? 1.0 - squared_error / squared_deviation
                                       : std::numeric_limits<double>::quiet_NaN();
    }

    [[nodiscard]] double rmse() const {
        return std::sqrt(squared_error / static_cast<double>(count));
    }

    void add(const Spread& other, double scale) {
        squared_error += scale * scale * other.squared_error;
        squared_deviation += scale * scale * other.squared_deviation;
        count += other.count;
    }
};

using Mask = Eigen::Array<bool, Eigen::Dynamic, 1>;

/// About the mean of the known entries. Exactly 0 for equal numbers, whose computed mean may be off
/// by rounding.
double squared_deviation(const Eigen::ArrayXd& row, const Mask& known) {
    const double mean = known.select(row, 0.0).sum() / static_cast<double>(known.count());
    const double rounding =
        8.0 * std::numeric_limits<double>::epsilon() * known.select(row.abs(), 0.0).maxCoeff();
    const Eigen::ArrayXd deviation = known.select(row - mean, 0.0);
    return deviation.abs().maxCoeff() > rounding ? deviation.square().sum() : 0.0;
}

Spread compare(const Eigen::ArrayXd& truth, const Eigen::ArrayXd& prediction) {
    const Mask known = !truth.isNaN();
    Spread spread{.count = known.count()};
    if (spread.count == 0) {
        return spread;
    }
    spread.squared_error = known.select(prediction - truth, 0.0).square().sum();
    spread.squared_deviation = squared_deviation(truth, known);
    return spread;
}

double standard_deviation(const Eigen::ArrayXd& row) {
    return std::sqrt(squared_deviation(row, Mask::Constant(row.size(), true)) /
                     static_cast<double>(row.size()));
}

/// Outputs that are constant have no spread to measure in: they are left out of pooled figures.
double inverse_or_zero(double deviation) {
    return deviation > 0.0 ? 1.0 / deviation : 0.0;
}

}  // namespace

Accuracy measure_accuracy(const Dataset& truth, const Dataset& prediction) {
    if (truth.n_x() != prediction.n_x() || truth.n_y() != prediction.n_y() ||
        truth.m() != prediction.m() || truth.J.size() != prediction.J.size()) {
        throw ShapeError(
            fmt::format("truth ({} outputs, {} samples, {} slices of partials) and prediction ({}, "
                        "{}, {}): expected the same",
                        truth.n_y(),
                        truth.m(),
                        truth.J.size(),
                        prediction.n_y(),
                        prediction.m(),
                        prediction.J.size()));
    }
    const Index n_x = truth.n_x();
    const Index n_y = truth.n_y();
    Accuracy accuracy{
        .r2_values = Vector(n_y),
        .rmse_values = Vector(n_y),
        .rmse_jacobian = Matrix::Constant(n_y, n_x, std::numeric_limits<double>::quiet_NaN())};
    Spread values_scaled;
    Spread values_raw;
    Spread partials_scaled;
    Spread partials_raw;
    for (Index k = 0; k < n_y; ++k) {
        const double per_y = inverse_or_zero(standard_deviation(truth.Y.row(k)));
        const Spread values = compare(truth.Y.row(k), prediction.Y.row(k));
        accuracy.r2_values(k) = values.r2();
        accuracy.rmse_values(k) = values.rmse();
        values_scaled.add(values, per_y);
        values_raw.add(values, 1.0);
        for (std::size_t j = 0; j < truth.J.size(); ++j) {
            const auto column = static_cast<Index>(j);
            const Spread partials = compare(truth.J[j].row(k), prediction.J[j].row(k));
            accuracy.rmse_jacobian(k, column) = partials.rmse();
            partials_scaled.add(partials, standard_deviation(truth.X.row(column)) * per_y);
            partials_raw.add(partials, 1.0);
        }
    }
    accuracy.r2_value = values_scaled.r2();
    accuracy.rmse_value = values_raw.rmse();
    accuracy.r2_partials = partials_scaled.r2();
    accuracy.rmse_partials = partials_raw.rmse();
    return accuracy;
}

}  // namespace jennopt
