#include "training/leave_out.hpp"

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
    Matrix J;         // transposed: (n_parameters, rows)
    Vector r;         // gamma's scale 1
    Vector is_value;  // 1 or 0
    Vector weight;    // 1 of values, gamma's scale of partials
};

PartRows rows_of(const Network& network, const Part& part, double gamma) {
    Residuals residuals(network, part.data, part.weights);
    const Index count = residuals.count();
    PartRows rows{.J = Matrix(network.n_parameters(), count),
                  .r = Vector(count),
                  .is_value = Vector(count),
                  .weight = Vector(count)};
    Index next = 0;
    residuals.linearize(network, [&](const auto& r, const auto& scale, const auto& J) {
        const Index of_output = r.size() / network.n_y();
        for (Index row = 0; row < r.size(); ++row) {
            if (scale(row) > 0.0) {
                const bool is_value = row % of_output < residuals.value_rows();
                rows.J.col(next) = J.row(row);
                rows.r(next) = r(row);
                rows.is_value(next) = is_value ? 1.0 : 0.0;
                rows.weight(next++) = is_value ? 1.0 : gamma;
            }
        }
    });
    return rows;
}

}  // namespace

std::optional<std::vector<PartError>> leave_out_each(const Network& trained,
                                                     const std::vector<Part>& parts,
                                                     double gamma,
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
        errors.push_back({.value = rows.is_value.dot(squares),
                          .partial = squares.sum() - rows.is_value.dot(squares)});
    }
    return errors;
}

}  // namespace jennopt
