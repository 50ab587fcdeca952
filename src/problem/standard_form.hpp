#pragma once

#include "jennopt/problem/problem.hpp"

#include <vector>

namespace jennopt {

/// The outputs of a problem as optimizers take them: minimize row 0 subject to the other rows <= 0.
///
/// Row 0 is the objective, its negative where it is maximized. A constraint has a row for each of
/// its limits L, (y - L) / s above and (L - y) / s below, with s = unit_of(L): a violation is
/// relative to its limit. An equality has both, which meet at the value.
class StandardForm {
public:
    /// @throws ConfigError if the problem has no objective
    explicit StandardForm(const ProblemInfo& problem);

    /// Objective and constraints.
    [[nodiscard]] Index rows() const { return static_cast<Index>(rows_.size()); }

    /// @param y  (n_y), raw units
    [[nodiscard]] Vector values(const ConstVectorRef& y) const;

    /// @param jacobian  (n_y, n_x)
    [[nodiscard]] Matrix partials(const ConstMatrixRef& jacobian) const;

    /// Largest row of a constraint, at least 0.
    /// @param y  (n_y), raw units
    [[nodiscard]] double violation(const ConstVectorRef& y) const;

    /// Between raw units and row 0, both ways.
    [[nodiscard]] double objective(double value) const { return rows_.front().factor * value; }

private:
    struct Row {
        Index output;
        double factor;
        double limit;
    };

    std::vector<Row> rows_;
};

}  // namespace jennopt
