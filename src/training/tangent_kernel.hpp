#pragma once

#include "training/factored_jacobian.hpp"

#include <vector>

namespace jennopt {

/// J A^-1 J^T for diagonal A with one value for the parameters without lambda and another one for
/// those with it, of the residuals that have a weight.
class TangentKernel {
public:
    /// @param rows  of the Jacobian, weight or not
    explicit TangentKernel(Index rows);

    /// Takes the Jacobian's last linearize().
    void update(FactoredJacobian& J);

    /// Rows of the Jacobian whose residuals have a weight.
    [[nodiscard]] const std::vector<Index>& rows() const { return rows_; }

    /// sum := I + S J A^-1 J^T S, lower triangle, (rows().size(), rows().size()).
    /// @param free, decayed  entries of A
    /// @param scale          S, times the roots of the weights, of all rows of the Jacobian
    void fill(double free, double decayed, const Vector& scale, Matrix& sum) const;

private:
    Matrix free_;
    Matrix decayed_;
    std::vector<Index> rows_;
    std::vector<Index> run_;  // of each of them: how many follow one another from it on
};

}  // namespace jennopt
