#include "training/gauss_newton.hpp"

#include "core/format.hpp"
#include "core/symmetric.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;
constexpr double largest_storage = 4.0 * gibibyte;

}  // namespace

double GaussNewton::bytes(Index residuals, Index parameters) {
    const auto n = static_cast<double>(residuals);
    const auto p = static_cast<double>(parameters);
    return sizeof(double) * (n < p ? n * p + 3.0 * n * n : 2.0 * p * p);
}

void GaussNewton::check_size(Index residuals, Index parameters) {
    const double needed = bytes(residuals, parameters);
    if (needed > largest_storage) {
        throw ConfigError(fmt::format(
            "trainer: levenberg_marquardt needs {:.1f} GiB for the matrices of {} parameters and "
            "{} "
            "residuals, at most {:.0f} are allowed; use trainer: lbfgs, or adam with a batch_size",
            needed / gibibyte,
            parameters,
            residuals,
            largest_storage / gibibyte));
    }
}

double GaussNewton::flops(Index residuals, Index parameters) {
    const auto n = static_cast<double>(residuals);
    const auto p = static_cast<double>(parameters);
    const double least = std::min(n, p);
    return n * p * least + least * least * least / 3.0;
}

GaussNewton::GaussNewton(Residuals& residuals)
    : residuals_(residuals),
      dual_(residuals.count() < residuals.n_parameters()),
      gradient_(residuals.n_parameters()),
      curvature_(residuals.n_parameters()) {
    const Index p = residuals.n_parameters();
    const Index n = std::max<Index>(residuals.count(), 1);  // where nothing has a weight: one of 0
    normal_.setZero(dual_ ? n : p, p);
    factor_.resize(normal_.rows(), normal_.rows());
    if (dual_) {
        r_.setZero(n);
        for (Matrix& products : products_) {
            products.resize(n, n);
        }
    }
}

LossTerms GaussNewton::linearize(const Network& network) {
    theta_ = network.theta();
    gradient_ = residuals_.lambda().cwiseProduct(theta_);
    if (dual_) {
        Index next = 0;
        const LossTerms loss =
            residuals_.linearize(network, [&](const auto& r, const auto& scale, const auto& J) {
                rows_.clear();
                for (Index row = 0; row < r.size(); ++row) {
                    if (scale(row) > 0.0) {
                        rows_.push_back(row);
                    }
                }
                const auto kept = std::ssize(rows_);
                r_.segment(next, kept) = r(rows_);
                normal_.middleRows(next, kept) = J(rows_, Eigen::all);
                next += kept;
            });
        gradient_.noalias() += normal_.transpose() * r_;
        curvature_ = normal_.colwise().squaredNorm();
        add_products();
        return loss;
    }
    normal_.setZero();
    const LossTerms loss =
        residuals_.linearize(network, [&](const auto& r, const auto& /*scale*/, const auto& J) {
            gradient_.noalias() += J.transpose() * r;
            add_inner_products(J, normal_);
        });
    curvature_ = normal_.diagonal();
    return loss;
}

void GaussNewton::add_products() {
    for (Matrix& products : products_) {
        products.setZero();
    }
    const Vector& lambda = residuals_.lambda();
    for (Index first = 0; first < lambda.size();) {
        Index end = first + 1;
        while (end < lambda.size() && lambda(end) == lambda(first)) {
            ++end;
        }
        add_outer_products(normal_.middleCols(first, end - first),
                           products_[lambda(first) > 0.0 ? 1 : 0]);
        first = end;
    }
}

double GaussNewton::largest_curvature() const {
    return curvature_.maxCoeff();
}

std::optional<Vector> GaussNewton::step(double damping) {
    return dual_ ? dual_step(damping) : primal_step(damping);
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
    factor_ = products_[0] / damping + products_[1] / (residuals_.lambda().maxCoeff() + damping);
    factor_.diagonal().array() += 1.0;
    if (!factorize(factor_)) {
        return std::nullopt;
    }
    Vector z = r_ - normal_ * pull.cwiseQuotient(A);
    solve_factorized(factor_, z);
    return -(pull + normal_.transpose() * z).cwiseQuotient(A);
}

}  // namespace jennopt
