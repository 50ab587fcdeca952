#include "jennopt/data/normalization.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

/// Samples that all lie on one level of a function that is not flat, sin(x) at multiples of pi,
/// differ by rounding only.
constexpr double rounding_of_slopes = 1e-10;

bool is_constant(const Matrix& A, Index row) {
    const double lowest = A.row(row).minCoeff();
    const double highest = A.row(row).maxCoeff();
    const double rounding = 4.0 * std::numeric_limits<double>::epsilon() *
                            std::max(std::abs(lowest), std::abs(highest));
    return highest - lowest <= rounding;
}

std::vector<Index> constant_rows_of(const Matrix& A) {
    std::vector<Index> rows;
    for (Index i = 0; A.cols() > 0 && i < A.rows(); ++i) {
        if (is_constant(A, i)) {
            rows.push_back(i);
        }
    }
    return rows;
}

Matrix logarithms(Matrix X, const std::vector<Index>& log_x) {
    for (const Index j : log_x) {
        for (Index t = 0; t < X.cols(); ++t) {
            if (!(X(j, t) > 0.0)) {
                throw Error(fmt::format(
                    "sample {}: input {} is {}, expected a number > 0, as its scale is logarithmic",
                    t + 1,
                    j + 1,
                    X(j, t)));
            }
            X(j, t) = std::log(X(j, t));
        }
    }
    return X;
}

struct RowScales {
    Vector mu;
    Vector sigma;   // 1 for a constant row
    Vector spread;  // standard deviation, 0 for a constant row
};

RowScales row_scales(const Matrix& A) {
    RowScales scales{.mu = A.rowwise().mean(),
                     .sigma = Vector::Ones(A.rows()),
                     .spread = Vector::Zero(A.rows())};
    for (Index i = 0; i < A.rows(); ++i) {
        if (!is_constant(A, i)) {
            const auto deviation = A.row(i).array() - scales.mu(i);
            scales.spread(i) = std::sqrt(deviation.square().mean());
            scales.sigma(i) = scales.spread(i);
        } else {
            scales.mu(i) = A(i, 0);  // the mean of equal numbers need not be that number
        }
    }
    return scales;
}

/// How much each output changes over the spread of an input, by its partials: root mean square of
/// the known ones, (n_y).
Vector slope_scales(const Dataset& data, const Vector& sigma_x) {
    Vector squares = Vector::Zero(data.n_y());
    Vector counts = Vector::Zero(data.n_y());
    for (Index j = 0; j < data.n_x(); ++j) {
        const Matrix& slice = data.J[static_cast<std::size_t>(j)];
        const auto known = !slice.array().isNaN();
        squares += known.select(sigma_x(j) * slice, 0.0).rowwise().squaredNorm();
        counts += known.cast<double>().matrix().rowwise().sum();
    }
    return squares.cwiseQuotient(counts.cwiseMax(1.0)).cwiseSqrt();
}

void require_fitting(const Dataset& data, const Normalization& normalization) {
    if (normalization.mu_x.size() != data.n_x() || normalization.mu_y.size() != data.n_y()) {
        throw ShapeError(
            fmt::format("normalization of {} inputs and {} outputs, dataset of {} and {}: expected "
                        "the same numbers",
                        normalization.mu_x.size(),
                        normalization.mu_y.size(),
                        data.n_x(),
                        data.n_y()));
    }
}

}  // namespace

Dataset with_logarithms(Dataset data, const std::vector<Index>& log_x) {
    for (const Index j : log_x) {
        if (!data.J.empty()) {
            data.J[at(j)].array().rowwise() *= data.X.row(j).array();
        }
    }
    data.X = logarithms(std::move(data.X), log_x);
    return data;
}

Normalization no_normalization(Index n_x, Index n_y) {
    return {.mu_x = Vector::Zero(n_x),
            .sigma_x = Vector::Ones(n_x),
            .mu_y = Vector::Zero(n_y),
            .sigma_y = Vector::Ones(n_y)};
}

Normalization fit_normalization(const Dataset& raw, const std::vector<Index>& log_x) {
    const Dataset data = with_logarithms(raw, log_x);
    if (data.m() == 0) {
        throw ShapeError("normalization: the dataset has no samples, expected at least 1");
    }
    const RowScales x = row_scales(data.X);
    const RowScales y = row_scales(data.Y);
    Normalization normalization{
        .mu_x = x.mu, .sigma_x = x.sigma, .mu_y = y.mu, .sigma_y = y.sigma, .log_x = log_x};
    const Vector slopes = slope_scales(data, x.sigma);
    for (Index k = 0; k < data.n_y(); ++k) {
        if (y.spread(k) < rounding_of_slopes * slopes(k)) {
            normalization.sigma_y(k) = slopes(k);
        }
    }
    return normalization;
}

ConstantRows constant_rows(const Dataset& data) {
    return {.inputs = constant_rows_of(data.X), .outputs = constant_rows_of(data.Y)};
}

Matrix normalize_inputs(const ConstMatrixRef& X, const Normalization& n) {
    return ((logarithms(X, n.log_x).colwise() - n.mu_x).array().colwise() / n.sigma_x.array())
        .matrix();
}

Vector input_slopes(const ConstVectorRef& x, const Normalization& n) {
    Vector slopes = n.sigma_x.cwiseInverse();
    for (const Index j : n.log_x) {
        slopes(j) /= x(j);
    }
    return slopes;
}

Dataset normalize(const Dataset& raw, const Normalization& normalization) {
    require_fitting(raw, normalization);
    const auto& [mu_x, sigma_x, mu_y, sigma_y, log_x] = normalization;
    const Dataset data = with_logarithms(raw, log_x);
    Dataset normalized = data;
    normalized.X = ((data.X.colwise() - mu_x).array().colwise() / sigma_x.array()).matrix();
    normalized.Y = ((data.Y.colwise() - mu_y).array().colwise() / sigma_y.array()).matrix();
    for (Index j = 0; j < data.n_x(); ++j) {
        Matrix& slice = normalized.J[static_cast<std::size_t>(j)];
        slice.array().colwise() *= sigma_x(j) / sigma_y.array();
    }
    return normalized;
}

Dataset denormalize(const Dataset& data, const Normalization& normalization) {
    require_fitting(data, normalization);
    const auto& [mu_x, sigma_x, mu_y, sigma_y, log_x] = normalization;
    Dataset raw = data;
    raw.X = (data.X.array().colwise() * sigma_x.array()).matrix().colwise() + mu_x;
    raw.Y = (data.Y.array().colwise() * sigma_y.array()).matrix().colwise() + mu_y;
    for (Index j = 0; j < data.n_x(); ++j) {
        Matrix& slice = raw.J[static_cast<std::size_t>(j)];
        slice.array().colwise() *= sigma_y.array() / sigma_x(j);
    }
    for (const Index j : log_x) {
        raw.X.row(j) = raw.X.row(j).array().exp();
        raw.J[at(j)].array().rowwise() /= raw.X.row(j).array();
    }
    return raw;
}

}  // namespace jennopt
