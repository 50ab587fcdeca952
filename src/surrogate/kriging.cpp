#include "jennopt/surrogate/kriging.hpp"

#include "core/format.hpp"
#include "core/symmetric.hpp"
#include "jennopt/core/error.hpp"
#include "surrogate/kriging_covariance.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

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
    Matrix factor = observations.covariances(parameters);
    if (!factorize(factor)) {
        throw Error(
            fmt::format("the covariances of {} samples are not positive definite to "
                        "rounding with lengths {} and noise {:.1e}",
                        X.cols(),
                        to_text(parameters.length),
                        parameters.value_noise));
    }
    trend_ = observations.trend();
    alpha_ = observations.values(parameters.length) - parameters.mean * trend_;
    solve_factorized(factor, alpha_);
    Vector solved = trend_;
    solve_factorized(factor, solved);
    factor_ = std::make_shared<const Matrix>(std::move(factor));
    trend_information_ = trend_.dot(solved);
    trend_ = solved;
    kept_ = observations.kept();
    alpha_of_ = Matrix::Zero(X.rows() + 1, X.cols());
    alpha_of_.reshaped()(kept_) = alpha_;
}

double Kriging::predict(const ConstVectorRef& x, Vector* gradient) const {
    KrigingScratch scratch;
    Vector slope;
    const double value = predict(x, slope, scratch);
    if (gradient != nullptr) {
        *gradient = std::move(slope);
    }
    return value;
}

double Kriging::predict(const ConstVectorRef& x, Vector& gradient, KrigingScratch& scratch) const {
    auto& [at, s, A] = scratch;
    const Matrix& rotation = parameters_.rotation;
    if (rotation.size() == 0) {
        at = x.cwiseQuotient(parameters_.length);
    } else {
        at.noalias() = rotation.transpose() * x;
        at.array() /= parameters_.length.array();
    }
    double value = parameters_.mean;
    gradient.setZero(n_x());
    const double share = parameters_.additive;
    for (Index t = 0; t < X_.cols(); ++t) {
        s = at - X_.col(t);
        const double alpha = alpha_of_(0, t);
        const auto of_partials = alpha_of_.col(t).tail(n_x());
        const double P = (1.0 - share) * std::exp(-0.5 * s.squaredNorm());
        const double sum = P * (alpha + of_partials.dot(s));
        value += sum;
        gradient += P * of_partials - sum * s;
        if (share > 0.0) {
            A = (share / static_cast<double>(n_x())) * (-0.5 * s.array().square()).exp();
            const auto terms = A.array() * (alpha + of_partials.array() * s.array());
            value += terms.sum();
            gradient.array() += A.array() * of_partials.array() - terms * s.array();
        }
    }
    gradient.array() /= parameters_.length.array();
    if (rotation.size() > 0) {
        gradient = (rotation * gradient).eval();
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
    solve_lower(*factor_, v);
    const double lack = 1.0 - trend_.dot(k.col(0));
    const double share = 1.0 - v.squaredNorm() + lack * lack / trend_information_;
    const double deviation = std::sqrt(parameters_.variance * std::max(share, 0.0));
    if (gradient != nullptr) {
        gradient->setZero(n_x());
        if (deviation > 0.0) {
            solve_upper(*factor_, v);
            v += (lack / trend_information_) * trend_;
            *gradient = unscaled((-parameters_.variance / deviation) *
                                 (k.rightCols(n_x()).transpose() * v));
        }
    }
    return deviation;
}

// A priori the variance of a scaled partial is that of the product and of one term of the sum, and
// the mean has none.
Vector Kriging::deviations(const ConstVectorRef& x) const {
    Matrix k = covariances(x, true);
    Vector prior = Vector::Constant(
        n_x() + 1, 1.0 - parameters_.additive + parameters_.additive / static_cast<double>(n_x()));
    prior.array().tail(n_x()) /= parameters_.length.array().square();
    prior(0) = 1.0;
    k.rightCols(n_x()) *= parameters_.length.cwiseInverse().asDiagonal();
    if (parameters_.rotation.size() > 0) {
        const Matrix& Q = parameters_.rotation;
        k.rightCols(n_x()) = (k.rightCols(n_x()) * Q.transpose()).eval();
        prior.tail(n_x()) = (Q.array().square().matrix() * prior.tail(n_x())).eval();
    }
    Vector lack = -k.transpose() * trend_;
    lack(0) += 1.0;
    solve_lower(*factor_, k);
    const Vector shares = prior.array() - k.colwise().squaredNorm().transpose().array() +
                          lack.array().square() / trend_information_;
    return (parameters_.variance * shares.cwiseMax(0.0)).cwiseSqrt();
}

}  // namespace jennopt
