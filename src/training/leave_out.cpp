#include "training/leave_out.hpp"

#include "core/at.hpp"
#include "core/symmetric.hpp"
#include "training/gauss_newton.hpp"
#include "training/residuals.hpp"
#include "training/tangent_kernel.hpp"

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// Of the largest curvature: keeps the matrix positive definite where lambda does not act and the
/// residuals are fewer than the parameters.
constexpr double left_out_ridge = 1e-12;

/// Of partials that were not trained with, where residuals are divided by its root.
constexpr double least_weight = 1e-12;

/// The residuals of one part that have a weight.
struct PartRows {
    Matrix J;                   // transposed: (n_parameters, rows)
    Vector r;                   // gamma's scale 1
    std::vector<Index> column;  // 0 of values, 1 + j of partials with respect to x_j
    Vector weight;              // 1 of values, gamma of partials
};

PartRows rows_of(const Network& network, const Part& part, const Vector& gamma) {
    Residuals residuals(network, part.data, part.weights);
    const Index count = residuals.count();
    PartRows rows{.J = Matrix(network.n_parameters(), count),
                  .r = Vector(count),
                  .column = {},
                  .weight = Vector(count)};
    Index next = 0;
    residuals.linearize(network, [&](const auto& r, const auto& scale, const auto& J) {
        const Index of_output = r.size() / network.n_y();
        for (Index row = 0; row < r.size(); ++row) {
            if (scale(row) > 0.0) {
                const Index column = row % of_output / residuals.value_rows();
                rows.J.col(next) = J.row(row);
                rows.r(next) = r(row);
                rows.column.push_back(column);
                rows.weight(next++) = column == 0 ? 1.0 : gamma(column - 1);
            }
        }
    });
    return rows;
}

PartError error_of(const Vector& squares, const std::vector<Index>& column, Index n_x) {
    PartError error{.squares = std::vector<std::vector<double>>(at(1 + n_x))};
    for (Index row = 0; row < squares.size(); ++row) {
        const Index of = column[at(row)];
        (of == 0 ? error.value : error.partial) += squares(row);
        error.squares[at(of)].push_back(squares(row));
    }
    return error;
}

/// All parts as one.
struct Joined {
    Dataset data;
    LossWeights weights;
    std::vector<std::size_t> part;  // of each sample
};

Joined joined(const std::vector<Part>& parts) {
    Joined all{.data = parts.front().data, .weights = parts.front().weights, .part = {}};
    const auto append = [](Matrix& to, const Matrix& more) {
        const Index before = to.cols();
        to.conservativeResize(Eigen::NoChange, before + more.cols());
        to.rightCols(more.cols()) = more;
    };
    for (std::size_t f = 0; f < parts.size(); ++f) {
        const Part& part = parts[f];
        all.part.insert(all.part.end(), at(part.data.m()), f);
        if (f == 0) {
            continue;
        }
        append(all.data.X, part.data.X);
        append(all.data.Y, part.data.Y);
        append(all.weights.beta, part.weights.beta);
        for (std::size_t j = 0; j < all.data.J.size(); ++j) {
            append(all.data.J[j], part.data.J[j]);
            append(all.weights.gamma[j], part.weights.gamma[j]);
        }
    }
    return all;
}

std::optional<std::vector<PartError>> leave_out_in_parameters(const Network& trained,
                                                              const std::vector<Part>& parts,
                                                              const Vector& gamma,
                                                              double lambda) {
    const Index p = trained.n_parameters();
    const Vector decay =
        lambda * Residuals(trained, parts.front().data, parts.front().weights).lambda();
    Vector step = -decay.cwiseProduct(trained.theta());
    Matrix factor = Matrix::Zero(p, p);
    std::vector<PartRows> all;
    all.reserve(parts.size());
    for (const Part& part : parts) {
        const PartRows& rows = all.emplace_back(rows_of(trained, part, gamma));
        const Matrix weighted = rows.weight.cwiseSqrt().asDiagonal() * rows.J.transpose();
        add_inner_products(weighted, factor);
        step.noalias() -= rows.J * rows.weight.cwiseProduct(rows.r);
    }
    factor.diagonal().array() += left_out_ridge * factor.diagonal().maxCoeff();
    factor.diagonal() += decay;
    if (!factorize(factor)) {
        return std::nullopt;
    }
    solve_factorized(factor, step);
    std::vector<PartError> errors;
    for (PartRows& rows : all) {
        const Vector e = rows.r + rows.J.transpose() * step;
        solve_lower(factor, rows.J);
        Matrix K = Matrix::Zero(e.size(), e.size());
        add_inner_products(rows.J, K);
        K.triangularView<Eigen::StrictlyUpper>() = K.transpose();
        const Matrix left = Matrix::Identity(e.size(), e.size()) - K * rows.weight.asDiagonal();
        const Vector squares = left.partialPivLu().solve(e).cwiseAbs2();
        if (!squares.allFinite()) {
            return std::nullopt;
        }
        errors.push_back(error_of(squares, rows.column, trained.n_x()));
    }
    return errors;
}

/// With K = G^1/2 J A^-1 J^T G^1/2 and A = Lambda and the ridge, the errors without a part are
/// C_ff^-1 t_f, C = (I + K)^-1 and t = C G^1/2 (r - J A^-1 Lambda theta).
std::optional<std::vector<PartError>> leave_out_in_residuals(const Network& trained,
                                                             const std::vector<Part>& parts,
                                                             const Vector& gamma,
                                                             double lambda) {
    const Joined all = joined(parts);
    Residuals residuals(trained, all.data, all.weights);
    FactoredJacobian J(trained, residuals);
    J.linearize(trained);
    TangentKernel kernel(J.rows());
    kernel.update(J);
    const double ridge = left_out_ridge * J.largest_curvature();
    Vector root(J.rows());
    for (Index row = 0; row < J.rows(); ++row) {
        const Index column = J.row(row).column;
        root(row) = std::sqrt(column == 0 ? 1.0 : std::max(gamma(column - 1), least_weight));
    }
    Matrix C;
    kernel.fill(ridge, lambda + ridge, J.scale().cwiseProduct(root), C);
    if (!factorize(C)) {
        return std::nullopt;
    }
    const Vector decay = lambda * residuals.lambda();
    const Vector start =
        decay.cwiseProduct(trained.theta()).cwiseQuotient((decay.array() + ridge).matrix());
    const std::vector<Index>& rows = kernel.rows();
    Vector t = root.cwiseProduct(J.r() - J.times(start))(rows);
    solve_factorized(C, t);
    invert_factorized(C);
    C.triangularView<Eigen::StrictlyUpper>() = C.transpose();
    std::vector<std::vector<Index>> of_part(parts.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        of_part[all.part[at(J.row(rows[i]).sample)]].push_back(static_cast<Index>(i));
    }
    std::vector<PartError> errors;
    for (const std::vector<Index>& part : of_part) {
        Vector squares = Matrix(C(part, part)).ldlt().solve(Vector(t(part)));
        std::vector<Index> column;
        for (std::size_t i = 0; i < part.size(); ++i) {
            const Index row = rows[at(part[i])];
            column.push_back(J.row(row).column);
            double& square = squares(static_cast<Index>(i));
            square *= square / (root(row) * root(row));
        }
        if (!squares.allFinite()) {
            return std::nullopt;
        }
        errors.push_back(error_of(squares, column, trained.n_x()));
    }
    return errors;
}

}  // namespace

std::optional<std::vector<PartError>> leave_out_each(const Network& trained,
                                                     const std::vector<Part>& parts,
                                                     const Vector& gamma,
                                                     double lambda) {
    Index residuals = 0;
    Index rows = 0;
    for (const Part& part : parts) {
        residuals += residual_count(part.weights);
        rows += row_count(part.weights);
    }
    return GaussNewton::in_residuals(trained, residuals, rows)
               ? leave_out_in_residuals(trained, parts, gamma, lambda)
               : leave_out_in_parameters(trained, parts, gamma, lambda);
}

}  // namespace jennopt
