#include "data/values_model.hpp"

#include "core/at.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jennopt {

namespace {

constexpr Index spare_rows = 4;     // beyond the terms of a polynomial
constexpr double least_free = 0.1;  // of a row that the polynomial does not follow at once

/// Slopes and errors of prediction of each row.
struct RowSlopes {
    Matrix slopes;  // (n_x, m)
    Vector errors;  // of each row by the others
};

/// 1, the inputs and, of a quadratic, their products.
Matrix terms_of(const Matrix& U, bool quadratic) {
    const Index n = U.rows();
    Matrix terms(U.cols(), 1 + n + (quadratic ? n * (n + 1) / 2 : 0));
    terms.col(0).setOnes();
    terms.middleCols(1, n) = U.transpose();
    if (quadratic) {
        Index column = 1 + n;
        for (Index i = 0; i < n; ++i) {
            for (Index j = i; j < n; ++j) {
                terms.col(column++) = U.row(i).cwiseProduct(U.row(j)).transpose();
            }
        }
    }
    return terms;
}

Matrix slopes_of(const Matrix& U, const Vector& coefficients, bool quadratic) {
    const Index n = U.rows();
    Matrix slopes = coefficients.segment(1, n).replicate(1, U.cols());
    if (quadratic) {
        Index term = 1 + n;
        for (Index i = 0; i < n; ++i) {
            for (Index j = i; j < n; ++j) {
                slopes.row(i) += coefficients(term) * U.row(j);
                slopes.row(j) += coefficients(term++) * U.row(i);
            }
        }
    }
    return slopes;
}

/// A polynomial through all rows.
std::optional<RowSlopes> of_all_rows(const Matrix& U, const Vector& values, bool quadratic) {
    const Matrix terms = terms_of(U, quadratic);
    if (terms.rows() < terms.cols() + spare_rows) {
        return std::nullopt;
    }
    const Eigen::CompleteOrthogonalDecomposition<Matrix> qr(terms);
    const Vector coefficients = qr.solve(values);
    const Matrix basis = qr.householderQ() * Matrix::Identity(terms.rows(), qr.rank());
    const Vector free = 1.0 - basis.rowwise().squaredNorm().array();
    return RowSlopes{
        .slopes = slopes_of(U, coefficients, quadratic),
        .errors = (values - terms * coefficients).cwiseQuotient(free.cwiseMax(least_free))};
}

/// Of each row a linear function through the rows nearest to it.
std::optional<RowSlopes> of_near_rows(const Matrix& U, const Vector& values) {
    constexpr Index most_rows = 2000;  // each is compared with all
    const Index n = U.rows();
    const Index m = U.cols();
    const Index near = 2 * n + 3;
    if (m <= near || m > most_rows) {
        return std::nullopt;
    }
    RowSlopes found{.slopes = Matrix(n, m), .errors = Vector(m)};
    std::vector<Index> order(at(m));
    for (Index t = 0; t < m; ++t) {
        const Vector squares = (U.colwise() - U.col(t)).colwise().squaredNorm().transpose();
        std::iota(order.begin(), order.end(), Index{0});
        std::partial_sort(
            order.begin(), order.begin() + near + 1, order.end(), [&](Index p, Index q) {
                return std::pair(squares(p), p) < std::pair(squares(q), q);
            });
        const std::vector<Index> chosen(order.begin() + 1, order.begin() + near + 1);
        const Matrix about = U(Eigen::all, chosen).colwise() - U.col(t);
        const Eigen::CompleteOrthogonalDecomposition<Matrix> qr(terms_of(about, false));
        const Vector coefficients = qr.solve(values(chosen));
        found.slopes.col(t) = coefficients.tail(n);
        found.errors(t) = values(t) - coefficients(0);
    }
    return found;
}

ValuesModel on_pairs(const Differences& differences, const RowSlopes& rows) {
    ValuesModel model{.made = differences.steps()};
    for (Index p = 0; p < differences.count(); ++p) {
        const auto& [a, b, distance] = differences.pairs()[at(p)];
        model.made.row(p).array() *=
            0.5 * (rows.slopes.col(a) + rows.slopes.col(b)).transpose().array();
        const double error = (rows.errors(b) - rows.errors(a)) / distance;
        model.residual += error * error;
    }
    return model;
}

}  // namespace

std::optional<ValuesModel> values_model(const Differences& differences, const Vector& values) {
    const Matrix& U = differences.inputs();
    std::optional<ValuesModel> best;
    for (const auto& rows :
         {of_all_rows(U, values, false), of_all_rows(U, values, true), of_near_rows(U, values)}) {
        if (rows) {
            const ValuesModel model = on_pairs(differences, *rows);
            if (!best || model.residual < best->residual) {
                best = model;
            }
        }
    }
    return best;
}

}  // namespace jennopt
