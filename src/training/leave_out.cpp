#include "training/leave_out.hpp"

#include "core/at.hpp"
#include "core/symmetric.hpp"
#include "training/residuals.hpp"

#include <Eigen/LU>

#include <cmath>

namespace jennopt {

namespace {

/// Of the largest curvature: keeps the matrix positive definite where lambda does not act and the
/// residuals are fewer than the parameters.
constexpr double left_out_ridge = 1e-12;

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

}  // namespace

std::optional<std::vector<PartError>> leave_out_each(const Network& trained,
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

}  // namespace jennopt
