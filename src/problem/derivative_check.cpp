#include "problem/derivative_check.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

Matrix central_differences(const std::function<Vector(const Vector&)>& function,
                           const Vector& x,
                           Index n_y) {
    const double relative_step = std::cbrt(std::numeric_limits<double>::epsilon());
    Matrix differences(n_y, x.size());
    for (Index j = 0; j < x.size(); ++j) {
        const double step = relative_step * std::max(1.0, std::abs(x(j)));
        Vector above = x;
        Vector below = x;
        above(j) += step;
        below(j) -= step;
        // Divided by the step that was really taken: x + step is rounded.
        differences.col(j) = (function(above) - function(below)) / (above(j) - below(j));
    }
    return differences;
}

/// NaN counts as the worst of all, so that a difference which cannot be formed is never a pass.
double disagreement(double given, double difference, double row_scale) {
    const double error =
        std::abs(given - difference) / std::max({1.0, std::abs(difference), row_scale});
    return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}

}  // namespace

DerivativeCheck check_derivatives(const std::function<Vector(const Vector&)>& function,
                                  const Vector& x,
                                  const Matrix& jacobian) {
    const Index n_y = function(x).size();
    if (jacobian.rows() != n_y || jacobian.cols() != x.size()) {
        throw ShapeError(
            fmt::format("jacobian ({} x {}), x ({}) and function(x) ({}): expected {} x {}",
                        jacobian.rows(),
                        jacobian.cols(),
                        x.size(),
                        n_y,
                        n_y,
                        x.size()));
    }
    const Matrix differences = central_differences(function, x, n_y);
    DerivativeCheck worst;
    worst.error = -1.0;
    for (Index k = 0; k < n_y; ++k) {
        const double row_scale = differences.row(k).cwiseAbs().maxCoeff();
        for (Index j = 0; j < x.size(); ++j) {
            const double given = jacobian(k, j);
            if (std::isnan(given)) {
                continue;
            }
            const double difference = differences(k, j);
            const double error = disagreement(given, difference, row_scale);
            if (error > worst.error) {
                worst = {error, k, j, given, difference};
            }
        }
    }
    worst.error = std::max(worst.error, 0.0);
    return worst;
}

}  // namespace jennopt
