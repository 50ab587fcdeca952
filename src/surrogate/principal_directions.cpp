#include "surrogate/principal_directions.hpp"

#include <Eigen/Eigenvalues>

#include <limits>

namespace jennopt {

Matrix principal_directions(const ConstMatrixRef& dydx) {
    if (dydx.rows() < 2 || dydx.cols() < 2 || !dydx.allFinite()) {
        return {};
    }
    const Matrix directions =
        dydx * (dydx.colwise().norm().array() + std::numeric_limits<double>::min())
                   .inverse()
                   .matrix()
                   .asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Matrix> principal(directions * directions.transpose());
    const Vector& shares = principal.eigenvalues();  // rising
    const Index half = dydx.rows() / 2;
    return shares.tail(half).sum() >= 0.95 * shares.sum() ? principal.eigenvectors() : Matrix();
}

}  // namespace jennopt
