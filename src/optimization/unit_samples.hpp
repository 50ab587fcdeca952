#pragma once

#include "jennopt/core/types.hpp"

#include <vector>

namespace jennopt {

/// Evaluated points in the unit box: row 0 of Y is the objective, the others are constraints;
/// partials are per width of the bounds.
struct UnitSamples {
    Matrix U;                    ///< (n_x, m)
    Matrix Y;                    ///< (1 + constraints, m)
    std::vector<Matrix> J = {};  ///< m Jacobians (1 + constraints, n_x), NaN where missing

    [[nodiscard]] Index m() const { return U.cols(); }

    [[nodiscard]] Index n_x() const { return U.rows(); }

    [[nodiscard]] Index n_y() const { return Y.rows(); }

    void add(const ConstVectorRef& u, const ConstVectorRef& y, const ConstMatrixRef& jacobian);

    /// Partials of one output, (n_x, m).
    [[nodiscard]] Matrix partials(Index output) const;

    [[nodiscard]] UnitSamples subset(const std::vector<Index>& samples) const;

    /// The samples nearest to u, at most `count`, in their own order.
    [[nodiscard]] std::vector<Index> nearest(const ConstVectorRef& u, Index count) const;

    /// Largest constraint, at least 0.
    [[nodiscard]] double violation(Index sample) const;

    /// Feasible before infeasible, then by objective, or by violation where neither is feasible.
    [[nodiscard]] bool is_better(Index a, Index b, double constraint_tolerance) const;

    /// Median distance of the objective's values from their median.
    [[nodiscard]] double spread() const;
};

/// Distance of u to the nearest column in the infinity norm; infinite if there is none.
[[nodiscard]] double distance_to(const ConstMatrixRef& points, const ConstVectorRef& u);

}  // namespace jennopt
