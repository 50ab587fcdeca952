#include "surrogate/kriging_covariance.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <cmath>

namespace jennopt {

Observations::Observations(const ConstMatrixRef& X,
                           const ConstVectorRef& y,
                           const ConstMatrixRef& dydx)
    : X_(X), Y_(X.rows() + 1, X.cols()), known_(Vector::Zero(X.rows())) {
    if (X.cols() < 1 || y.size() != X.cols() || dydx.rows() != X.rows() ||
        dydx.cols() != X.cols()) {
        throw ShapeError(fmt::format(
            "kriging of {} samples of {} inputs has {} values and {} x {} partials, expected at "
            "least 1 sample, as many values, and {} x {} partials",
            X.cols(),
            X.rows(),
            y.size(),
            dydx.rows(),
            dydx.cols(),
            X.rows(),
            X.cols()));
    }
    Y_.row(0) = y.transpose();
    Y_.bottomRows(X.rows()) = dydx;
    for (Index place = 0; place < Y_.size(); ++place) {
        if (!std::isnan(Y_.data()[place])) {
            kept_.push_back(place);
            const Index row = place % Y_.rows();
            if (row > 0) {
                known_(row - 1) += 1.0;
            }
        }
    }
    trend_.resize(count());
    for (Index a = 0; a < count(); ++a) {
        trend_(a) = kept_[static_cast<std::size_t>(a)] % Y_.rows() == 0 ? 1.0 : 0.0;
    }
}

Vector Observations::values(const Vector& length) const {
    Matrix scaled = Y_;
    scaled.bottomRows(n_x()).array().colwise() *= length.array();
    return scaled.reshaped()(kept_);
}

// With s = (x - x') / length, r_j = exp(-s_j^2 / 2), P = (1 - additive) prod r_j, A_j = additive /
// n r_j, the covariances of value and scaled partials at x with those at x' are
//
//     P + sum A_j            (s_k (P + A_k))_k
//     (-s_j (P + A_j))_j     -s_j s_k P, on the diagonal P + A_j - s_j^2 (P + A_j)
Matrix Observations::covariances(const KrigingParameters& parameters) const {
    if (are_values()) {
        return value_covariances(parameters);
    }
    const Index n = n_x();
    const Index block = n + 1;
    const Index m = X_.cols();
    const Matrix scaled = parameters.length.cwiseInverse().asDiagonal() * X_;
    Matrix R(block * m, block * m);
    Vector s(n);
    Vector A(n);
    for (Index c = 0; c < m; ++c) {
        for (Index t = c; t < m; ++t) {
            s = scaled.col(t) - scaled.col(c);
            const double P = (1.0 - parameters.additive) * std::exp(-0.5 * s.squaredNorm());
            auto place = R.block(t * block, c * block, block, block);
            if (parameters.additive > 0.0) {
                A = (parameters.additive / static_cast<double>(n)) *
                    (-0.5 * s.array().square()).exp();
            } else {
                A.setZero();
            }
            place(0, 0) = P + A.sum();
            place.row(0).tail(n) = (s.array() * (P + A.array())).transpose();
            place.col(0).tail(n) = -place.row(0).tail(n).transpose();
            for (Index k = 0; k < n; ++k) {
                place.col(k + 1).tail(n) = (-P * s(k)) * s;
                place(k + 1, k + 1) += P + A(k) * (1.0 - s(k) * s(k));
            }
        }
    }
    for (Index place = 0; place < R.rows(); ++place) {
        R(place, place) += place % block == 0 ? parameters.value_noise : parameters.partial_noise;
    }
    return count() == R.rows() ? R : Matrix(R(kept_, kept_));
}

Vector Observations::pull_back(const KrigingParameters& parameters, const Matrix& W) const {
    if (are_values()) {
        return pull_back_values(parameters, W);
    }
    const Index n = n_x();
    const Index block = n + 1;
    const Index m = X_.cols();
    const Matrix scaled = parameters.length.cwiseInverse().asDiagonal() * X_;
    Matrix spread_out;
    if (count() != block * m) {
        spread_out = Matrix::Zero(block * m, block * m);
        spread_out(kept_, kept_) = W;
    }
    const Matrix& all = count() == block * m ? W : spread_out;
    const double share = parameters.additive;
    const double each = 1.0 / static_cast<double>(n);
    Vector of_length = Vector::Zero(n);
    double of_share = 0.0;
    double of_value_noise = 0.0;
    double of_partial_noise = 0.0;
    Vector s(n);
    Vector w(n);
    Vector r(n);
    Vector g(n);
    for (Index c = 0; c < m; ++c) {
        for (Index t = c + 1; t < m; ++t) {
            s = scaled.col(t) - scaled.col(c);
            const double product = std::exp(-0.5 * s.squaredNorm());
            const auto B = all.block(t * block, c * block, block, block);
            const auto inner = B.bottomRightCorner(n, n);
            w.noalias() = inner * s;
            const Vector v = inner.transpose() * s;
            const Vector cross = B.row(0).tail(n).transpose() - B.col(0).tail(n);
            const double sum = B(0, 0) + cross.dot(s) + inner.trace() - s.dot(w);
            of_length.array() += 2.0 * (1.0 - share) * product *
                                 (sum * s.array().square() + (w + v - cross).array() * s.array());
            of_share -= 2.0 * product * sum;
            if (share > 0.0) {
                r = each * (-0.5 * s.array().square()).exp();
                g = B(0, 0) + cross.array() * s.array() +
                    inner.diagonal().array() * (1.0 - s.array().square());
                of_length.array() +=
                    2.0 * share * r.array() * s.array() *
                    (s.array() * (g.array() + 2.0 * inner.diagonal().array()) - cross.array());
                of_share += 2.0 * r.dot(g);
            }
        }
    }
    for (Index place = 0; place < all.rows(); ++place) {
        if (place % block == 0) {
            of_value_noise += parameters.value_noise * all(place, place);
        } else {
            of_partial_noise += parameters.partial_noise * all(place, place);
            of_share += (each - 1.0) * all(place, place);
        }
    }
    Vector result(n + 3);
    result << of_length, share * (1.0 - share) * of_share, of_value_noise, of_partial_noise;
    return result;
}

Matrix rotated(const ConstMatrixRef& A, const Matrix& rotation) {
    return rotation.size() == 0 ? Matrix(A) : Matrix(rotation.transpose() * A);
}

Matrix Observations::value_covariances(const KrigingParameters& parameters) const {
    const Index m = X_.cols();
    const double each = parameters.additive / static_cast<double>(n_x());
    const Matrix scaled = parameters.length.cwiseInverse().asDiagonal() * X_;
    Matrix R(m, m);
    Vector halves(n_x());
    for (Index c = 0; c < m; ++c) {
        R(c, c) = 1.0 + parameters.value_noise;
        for (Index t = c + 1; t < m; ++t) {
            halves = -0.5 * (scaled.col(t) - scaled.col(c)).array().square();
            R(t, c) = (1.0 - parameters.additive) * std::exp(halves.sum());
            if (each > 0.0) {
                R(t, c) += each * halves.array().exp().sum();
            }
        }
    }
    return R;
}

Vector Observations::pull_back_values(const KrigingParameters& parameters, const Matrix& W) const {
    const Index n = n_x();
    const Index m = X_.cols();
    const double share = parameters.additive;
    const double each = 1.0 / static_cast<double>(n);
    const Matrix scaled = parameters.length.cwiseInverse().asDiagonal() * X_;
    Vector of_length = Vector::Zero(n);
    double of_share = 0.0;
    Vector squares(n);
    Vector r(n);
    for (Index c = 0; c < m; ++c) {
        for (Index t = c + 1; t < m; ++t) {
            squares = (scaled.col(t) - scaled.col(c)).array().square();
            const double w = 2.0 * W(t, c);
            const double product = std::exp(-0.5 * squares.sum());
            of_length += (w * (1.0 - share) * product) * squares;
            of_share -= w * product;
            if (share > 0.0) {
                r = each * (-0.5 * squares.array()).exp();
                of_length.array() += (w * share) * r.array() * squares.array();
                of_share += w * r.sum();
            }
        }
    }
    Vector result(n + 3);
    result << of_length, share * (1.0 - share) * of_share,
        parameters.value_noise * W.diagonal().sum(), 0.0;
    return result;
}

}  // namespace jennopt
