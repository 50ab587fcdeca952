#include "jennopt/surrogate/kriging.hpp"

#include "core/format.hpp"
#include "core/symmetric.hpp"
#include "jennopt/core/error.hpp"
#include "surrogate/kriging_covariance.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

Vector Kriging::scaled(const ConstVectorRef& x) const {
    return rotated(x, parameters_.rotation).col(0).cwiseQuotient(parameters_.length);
}

Vector Kriging::unscaled(const Vector& slope) const {
    const Vector along = slope.cwiseQuotient(parameters_.length);
    return parameters_.rotation.size() == 0 ? along : Vector(parameters_.rotation * along);
}

Kriging::Kriging(const ConstMatrixRef& X,
                 const ConstVectorRef& y,
                 const ConstMatrixRef& dydx,
                 const KrigingParameters& parameters)
    : X_(parameters.length.cwiseInverse().asDiagonal() * rotated(X, parameters.rotation)),
      parameters_(parameters) {
    const Observations observations(
        rotated(X, parameters.rotation), y, rotated(dydx, parameters.rotation));
    factor_ = observations.covariances(parameters);
    if (!factorize(factor_)) {
        throw Error(
            fmt::format("the covariances of {} samples are not positive definite to "
                        "rounding with lengths {} and noise {:.1e}",
                        X.cols(),
                        to_text(parameters.length),
                        parameters.value_noise));
    }
    trend_ = observations.trend();
    alpha_ = observations.values(parameters.length) - parameters.mean * trend_;
    solve_factorized(factor_, alpha_);
    trend_information_ = 0.0;
    Vector solved = trend_;
    solve_factorized(factor_, solved);
    trend_information_ = trend_.dot(solved);
    trend_ = solved;
    kept_ = observations.kept();
    alpha_of_ = Matrix::Zero(X.rows() + 1, X.cols());
    alpha_of_.reshaped()(kept_) = alpha_;
}

double Kriging::predict(const ConstVectorRef& x, Vector* gradient) const {
    const Vector at = scaled(x);
    double value = parameters_.mean;
    Vector slope = Vector::Zero(n_x());
    Vector s(n_x());
    Vector A(n_x());
    const double share = parameters_.additive;
    for (Index t = 0; t < X_.cols(); ++t) {
        s = at - X_.col(t);
        const double alpha = alpha_of_(0, t);
        const auto of_partials = alpha_of_.col(t).tail(n_x());
        const double P = (1.0 - share) * std::exp(-0.5 * s.squaredNorm());
        const double sum = P * (alpha + of_partials.dot(s));
        value += sum;
        slope += P * of_partials - sum * s;
        if (share > 0.0) {
            A = (share / static_cast<double>(n_x())) * (-0.5 * s.array().square()).exp();
            const auto terms = A.array() * (alpha + of_partials.array() * s.array());
            value += terms.sum();
            slope.array() += A.array() * of_partials.array() - terms * s.array();
        }
    }
    if (gradient != nullptr) {
        *gradient = unscaled(slope);
    }
    return value;
}

Matrix Kriging::covariances(const ConstVectorRef& x, bool with_partials) const {
    const Vector at = scaled(x);
    const Index n = n_x();
    const Index block = n + 1;
    const double share = parameters_.additive;
    Matrix k(block * X_.cols(), with_partials ? block : 1);
    Vector s(n);
    Vector A = Vector::Zero(n);
    for (Index t = 0; t < X_.cols(); ++t) {
        s = at - X_.col(t);
        const double P = (1.0 - share) * std::exp(-0.5 * s.squaredNorm());
        if (share > 0.0) {
            A = (share / static_cast<double>(n)) * (-0.5 * s.array().square()).exp();
        }
        auto rows = k.middleRows(t * block, block);
        rows(0, 0) = P + A.sum();
        rows.col(0).tail(n) = s.array() * (P + A.array());
        for (Index j = 0; with_partials && j < n; ++j) {
            rows(0, j + 1) = -rows(j + 1, 0);
            rows.col(j + 1).tail(n) = (-P * s(j)) * s;
            rows(j + 1, j + 1) += P + A(j) * (1.0 - s(j) * s(j));
        }
    }
    return alpha_.size() == k.rows() ? k : Matrix(k(kept_, Eigen::all));
}

double Kriging::deviation(const ConstVectorRef& x, Vector* gradient) const {
    const Matrix k = covariances(x, gradient != nullptr);
    Vector v = k.col(0);
    solve_lower(factor_, v);
    const double lack = 1.0 - trend_.dot(k.col(0));
    const double share = 1.0 - v.squaredNorm() + lack * lack / trend_information_;
    const double deviation = std::sqrt(parameters_.variance * std::max(share, 0.0));
    if (gradient != nullptr) {
        gradient->setZero(n_x());
        if (deviation > 0.0) {
            solve_upper(factor_, v);
            v += (lack / trend_information_) * trend_;
            *gradient = unscaled((-parameters_.variance / deviation) *
                                 (k.rightCols(n_x()).transpose() * v));
        }
    }
    return deviation;
}

}  // namespace jennopt
