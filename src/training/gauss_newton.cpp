#include "training/gauss_newton.hpp"

#include "core/format.hpp"
#include "core/symmetric.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;
constexpr double largest_storage = 4.0 * gibibyte;

double cube(double size) {
    return size * size * size;
}

double flops_in_parameters(const Network& shape, Index residuals) {
    const auto p = static_cast<double>(shape.n_parameters());
    return static_cast<double>(residuals) * p * p + cube(p) / 3.0;
}

/// @param rows  residuals, and those that are missing
double flops_in_residuals(const Network& shape, Index residuals, Index rows) {
    return FactoredJacobian::flops(shape, rows) + cube(static_cast<double>(residuals)) / 3.0;
}

}  // namespace

/// Where parameters are fewer nothing is gained, and small residuals are found less exactly.
bool GaussNewton::in_residuals(const Network& shape, Index residuals, Index rows) {
    return residuals < shape.n_parameters() &&
           flops_in_residuals(shape, residuals, rows) < flops_in_parameters(shape, residuals);
}

double GaussNewton::bytes(const Network& shape, const LossWeights& weights) {
    const auto n = static_cast<double>(residual_count(weights));
    const auto p = static_cast<double>(shape.n_parameters());
    const Index N = row_count(weights);
    if (!in_residuals(shape, residual_count(weights), N)) {
        return sizeof(double) * 2.0 * p * p;
    }
    const double products = 2.0 * static_cast<double>(N) * static_cast<double>(N);
    return sizeof(double) * (products + n * n) + FactoredJacobian::bytes(shape, N);
}

void GaussNewton::check_size(const Network& shape, const LossWeights& weights) {
    const double needed = bytes(shape, weights);
    if (needed > largest_storage) {
        throw ConfigError(fmt::format(
            "trainer: levenberg_marquardt needs {:.1f} GiB for the matrices of {} parameters and "
            "{} "
            "residuals, at most {:.0f} are allowed; use trainer: lbfgs, or adam with a batch_size",
            needed / gibibyte,
            shape.n_parameters(),
            residual_count(weights),
            largest_storage / gibibyte));
    }
}

double GaussNewton::flops(const Network& shape, Index residuals, Index rows) {
    return in_residuals(shape, residuals, rows) ? flops_in_residuals(shape, residuals, rows)
                                                : flops_in_parameters(shape, residuals);
}

GaussNewton::GaussNewton(const Network& shape, Residuals& residuals) : residuals_(residuals) {
    if (in_residuals(shape, residuals.count(), residuals.rows())) {
        J_.emplace(shape, residuals);
        kernel_.emplace(J_->rows());
    } else {
        normal_.resize(shape.n_parameters(), shape.n_parameters());
        factor_ = normal_;
    }
}

LossTerms GaussNewton::linearize(const Network& network) {
    theta_ = network.theta();
    gradient_ = residuals_.lambda().cwiseProduct(theta_);
    if (J_) {
        const LossTerms loss = J_->linearize(network);
        gradient_ += J_->transposed_times(J_->r());
        largest_curvature_ = J_->largest_curvature();
        kernel_->update(*J_);
        return loss;
    }
    normal_.setZero();
    const LossTerms loss =
        residuals_.linearize(network, [&](const auto& r, const auto& /*scale*/, const auto& J) {
            gradient_.noalias() += J.transpose() * r;
            add_inner_products(J, normal_);
        });
    largest_curvature_ = normal_.diagonal().maxCoeff();
    return loss;
}

std::optional<Vector> GaussNewton::step(double damping) {
    return J_ ? dual_step(damping) : primal_step(damping);
}

double GaussNewton::predicted_decrease(const Vector& step, double damping) const {
    return 0.5 * (damping * step.squaredNorm() - gradient_.dot(step));
}

std::optional<Vector> GaussNewton::primal_step(double damping) {
    factor_ = normal_;
    factor_.diagonal() += residuals_.lambda();
    factor_.diagonal().array() += damping;
    if (!factorize(factor_)) {
        return std::nullopt;
    }
    Vector h = -gradient_;
    solve_factorized(factor_, h);
    return h;
}

std::optional<Vector> GaussNewton::dual_step(double damping) {
    const Vector A = residuals_.lambda().array() + damping;
    const Vector pull = residuals_.lambda().cwiseProduct(theta_);
    const std::vector<Index>& rows = kernel_->rows();
    Vector z = Vector::Zero(J_->rows());
    if (!rows.empty()) {
        kernel_->fill(damping, residuals_.lambda().maxCoeff() + damping, J_->scale(), factor_);
        if (!factorize(factor_)) {
            return std::nullopt;
        }
        Vector weighted = (J_->r() - J_->times(pull.cwiseQuotient(A)))(rows);
        solve_factorized(factor_, weighted);
        z(rows) = weighted;
    }
    return -(pull + J_->transposed_times(z)).cwiseQuotient(A);
}

}  // namespace jennopt
