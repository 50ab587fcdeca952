#include "jennopt/optimization/verification.hpp"

#include "core/stationarity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

Verdict verify(const ProblemInfo& problem,
               const ConstVectorRef& x,
               const Evaluation& truth,
               double constraint_tolerance) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const Bounds bounds = problem.bounds();
    std::vector<Index> rows{problem.objective()};
    Verdict verdict{.true_value = truth.value(rows.front()),
                    .violation = 0.0,
                    .gradient_norm = nan,
                    .distance = nan};
    for (const Index row : problem.constraints()) {
        rows.push_back(row);
        verdict.violation = std::max(verdict.violation, truth.value(row));
    }
    if (truth.jacobian.size() > 0 && truth.jacobian(rows, Eigen::all).allFinite()) {
        const Matrix per_width =
            truth.jacobian(rows, Eigen::all) * (bounds.upper - bounds.lower).asDiagonal();
        verdict.gradient_norm = stationarity(bounds.to_unit(x),
                                             {.value = truth.value(rows), .jacobian = per_width},
                                             {Vector::Zero(x.size()), Vector::Ones(x.size())},
                                             constraint_tolerance);
    }
    if (problem.known_optimum) {
        verdict.distance = (problem.known_optimum->X.colwise() - x).colwise().norm().minCoeff();
    }
    return verdict;
}

}  // namespace jennopt
