#include "report/quick_surrogate.hpp"

#include "jennopt/data/normalization.hpp"

#include <Eigen/Dense>

#include <cmath>

using namespace jennopt;

namespace {

/// Features (m, 1 + quick_features) of the hidden layer, and their derivative along input j below
/// one another.
Matrix features(const Network& network, const Matrix& X) {
    const Matrix Z = (network.weights(1) * X).colwise() + network.biases(1);
    Matrix F(X.cols(), quick_features + 1);
    F << Z.array().tanh().matrix().transpose(), Vector::Ones(X.cols());
    return F;
}

Matrix feature_slopes(const Network& network, const Matrix& X, Index j) {
    const Matrix A = features(network, X).leftCols(quick_features);
    Matrix F = Matrix::Zero(X.cols(), quick_features + 1);
    F.leftCols(quick_features) =
        (1.0 - A.array().square()).matrix() * network.weights(1).col(j).asDiagonal();
    return F;
}

}  // namespace

Surrogate quick_surrogate(const Dataset& raw, bool with_partials, double flat_weight, Rng rng) {
    Surrogate surrogate{fit_normalization(raw), {Network({raw.n_x(), quick_features, raw.n_y()})}};
    const Dataset data = normalize(raw, surrogate.normalization);
    Network& network = surrogate.members.front();
    auto hidden = network.weights(1);
    auto bias = network.biases(1);
    for (Index i = 0; i < quick_features; ++i) {
        for (Index j = 0; j < raw.n_x(); ++j) {
            hidden(i, j) = 0.9 * rng.normal();
        }
        bias(i) = rng.normal();
    }
    const Index n_blocks = with_partials ? 1 + raw.n_x() : 1;
    Matrix A(n_blocks * raw.m(), quick_features + 1);
    Matrix b(A.rows(), raw.n_y());
    A.topRows(raw.m()) = features(network, data.X);
    b.topRows(raw.m()) = data.Y.transpose();
    for (Index j = 0; j + 1 < n_blocks; ++j) {
        const Matrix& slope = data.J[static_cast<std::size_t>(j)];
        const Vector weight =
            (1.0 + flat_weight * (-10.0 * slope.row(0).array().square()).exp()).sqrt();
        A.middleRows((1 + j) * raw.m(), raw.m()) =
            weight.asDiagonal() * feature_slopes(network, data.X, j);
        b.middleRows((1 + j) * raw.m(), raw.m()) = weight.asDiagonal() * slope.transpose();
    }
    const Matrix normal = A.transpose() * A + 1e-7 * Matrix::Identity(A.cols(), A.cols());
    const Matrix C = normal.ldlt().solve(A.transpose() * b);
    network.weights(2) = C.topRows(quick_features).transpose();
    network.biases(2) = C.row(quick_features).transpose();
    return surrogate;
}

Accuracy quick_accuracy(const Dataset& truth, const Dataset& prediction) {
    Accuracy accuracy;
    const auto r2 = [](const auto& y, const auto& yhat) {
        return 1.0 - (y - yhat).squaredNorm() / (y.array() - y.mean()).matrix().squaredNorm();
    };
    accuracy.r2_values = Vector::Zero(truth.n_y());
    accuracy.rmse_values = Vector::Zero(truth.n_y());
    for (Index k = 0; k < truth.n_y(); ++k) {
        accuracy.r2_values(k) = r2(truth.Y.row(k), prediction.Y.row(k));
        accuracy.rmse_values(k) = (truth.Y.row(k) - prediction.Y.row(k)).norm() /
                                  std::sqrt(static_cast<double>(truth.m()));
    }
    accuracy.r2_value = accuracy.r2_values.mean();
    accuracy.rmse_value = accuracy.rmse_values(0);
    for (std::size_t j = 0; j < truth.J.size(); ++j) {
        accuracy.r2_partials +=
            r2(truth.J[j].row(0), prediction.J[j].row(0)) / static_cast<double>(truth.J.size());
    }
    accuracy.rmse_partials =
        (truth.J[0] - prediction.J[0]).norm() / std::sqrt(static_cast<double>(truth.J[0].size()));
    accuracy.rmse_jacobian = Matrix::Constant(truth.n_y(), truth.n_x(), accuracy.rmse_partials);
    return accuracy;
}
