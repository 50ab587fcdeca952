#include "core/nonnegative.hpp"

#include <Eigen/QR>

#include <limits>

namespace jennopt {

namespace {

/// Least squares over the columns whose mask is 1; 0 for the others.
Vector solve_over(const Vector& mask, const Matrix& A, const ConstVectorRef& b) {
    const Matrix masked = A * mask.asDiagonal();
    return mask.cwiseProduct(masked.completeOrthogonalDecomposition().solve(b));
}

/// Moves x >= 0 towards s. An entry that would turn negative on the way becomes 0 and leaves the
/// mask.
/// @return true if s was reached
bool step_towards(const Vector& s, Vector& mask, Vector& x) {
    double reach = 1.0;
    Index leaving = -1;
    for (Index i = 0; i < s.size(); ++i) {
        if (mask(i) > 0.0 && s(i) <= 0.0) {
            const double reach_i = x(i) > 0.0 ? x(i) / (x(i) - s(i)) : 0.0;
            if (leaving < 0 || reach_i < reach) {
                reach = reach_i;
                leaving = i;
            }
        }
    }
    x = (x + reach * (s - x)).cwiseMax(0.0);
    if (leaving < 0) {
        return true;
    }
    x(leaving) = 0.0;
    mask(leaving) = 0.0;
    return false;
}

}  // namespace

Vector nonnegative_least_squares(const ConstMatrixRef& A, const ConstVectorRef& b) {
    const Vector lengths = A.colwise().norm().transpose();
    const Vector scales = (lengths.array() > 0.0).select(lengths.cwiseInverse(), 0.0);
    const Matrix unit = A * scales.asDiagonal();
    const double rounding = 16.0 * std::numeric_limits<double>::epsilon() * b.norm();
    Vector x = Vector::Zero(A.cols());
    Vector mask = Vector::Zero(A.cols());  // 1 where x may be positive
    // Finite in exact arithmetic; the count guards against a column that rounding lets in and out
    // for ever.
    for (Index step = 0; step < 3 * A.cols(); ++step) {
        const Vector residual = b - unit * x;
        Index entering = 0;
        if ((unit.transpose() * residual)
                .cwiseProduct(Vector::Ones(x.size()) - mask)
                .maxCoeff(&entering) <= rounding) {
            break;
        }
        mask(entering) = 1.0;
        while (!step_towards(solve_over(mask, unit, b), mask, x)) {
        }
    }
    return x.cwiseProduct(scales);
}

}  // namespace jennopt
