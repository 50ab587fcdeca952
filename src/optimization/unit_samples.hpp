#pragma once

#include "jennopt/core/types.hpp"

#include <vector>

namespace jennopt {

/// Evaluated points in the unit box: row 0 of Y is the objective, the others are constraints; partials
/// are per width of the bounds.
struct UnitSamples {
    Matrix U;               ///< (n_x, m)
    Matrix Y;               ///< (1 + constraints, m)
    std::vector<Matrix> J;  ///< m Jacobians (1 + constraints, n_x), NaN where missing

    [[nodiscard]] Index m() const { return U.cols(); }

    [[nodiscard]] Index n_x() const { return U.rows(); }

    [[nodiscard]] Index n_y() const { return Y.rows(); }

    /// Partials of one output, (n_x, m).
    [[nodiscard]] Matrix partials(Index output) const {
        Matrix result(n_x(), m());
        for (Index t = 0; t < m(); ++t) {
            result.col(t) = J[static_cast<std::size_t>(t)].row(output).transpose();
        }
        return result;
    }

    [[nodiscard]] UnitSamples subset(const std::vector<Index>& samples) const {
        UnitSamples result{.U = U(Eigen::all, samples), .Y = Y(Eigen::all, samples), .J = {}};
        for (const Index t : samples) {
            result.J.push_back(J[static_cast<std::size_t>(t)]);
        }
        return result;
    }
};

}  // namespace jennopt
