#include "core/stationarity.hpp"

#include "core/nonnegative.hpp"

#include <vector>

namespace jennopt {

double stationarity(const ConstVectorRef& x,
                    const Evaluation& y,
                    const Bounds& bounds,
                    double constraint_tolerance) {
    // Bounds that x touches are constraints like the others, with gradient -e_j or e_j.
    std::vector<Vector> active;
    for (Index i = 1; i < y.value.size(); ++i) {
        if (y.value(i) >= -constraint_tolerance) {
            active.emplace_back(y.jacobian.row(i));
        }
    }
    for (Index j = 0; j < bounds.lower.size(); ++j) {
        if (x(j) <= bounds.lower(j)) {
            active.emplace_back(-Vector::Unit(x.size(), j));
        }
        if (x(j) >= bounds.upper(j)) {
            active.emplace_back(Vector::Unit(x.size(), j));
        }
    }
    const Vector objective = y.jacobian.row(0);
    if (active.empty()) {
        return objective.norm();
    }
    Matrix normals(x.size(), static_cast<Index>(active.size()));
    for (Index i = 0; i < normals.cols(); ++i) {
        normals.col(i) = active[static_cast<std::size_t>(i)];
    }
    return (objective + normals * nonnegative_least_squares(normals, -objective)).norm();
}

}  // namespace jennopt
