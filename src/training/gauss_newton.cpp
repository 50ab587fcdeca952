#include "training/gauss_newton.hpp"

#include "core/symmetric.hpp"

namespace jennopt {

double GaussNewton::bytes(Index residuals, Index parameters) {
    const auto n = static_cast<double>(residuals);
    const auto p = static_cast<double>(parameters);
    return sizeof(double) * (n < p ? 2.0 * n * p + n * n : 2.0 * p * p);
}

GaussNewton::GaussNewton(Residuals& residuals)
    : residuals_(residuals),
      dual_(residuals.count() < residuals.n_parameters()),
      gradient_(residuals.n_parameters()),
      curvature_(residuals.n_parameters()) {
    const Index p = residuals.n_parameters();
    normal_.resize(dual_ ? residuals.count() : p, p);
    factor_.resize(dual_ ? residuals.count() : p, dual_ ? residuals.count() : p);
    r_.resize(dual_ ? residuals.count() : 0);
}

LossTerms GaussNewton::linearize(const Network& network) {
    theta_ = network.theta();
    gradient_ = residuals_.lambda().cwiseProduct(theta_);
    if (dual_) {
        Index next = 0;
        const LossTerms loss =
            residuals_.linearize(network, [&](const auto& r, const auto& scale, const auto& J) {
                for (Index row = 0; row < r.size(); ++row) {
                    if (scale(row) > 0.0) {
                        r_(next) = r(row);
                        normal_.row(next++) = J.row(row);
                    }
                }
            });
        gradient_.noalias() += normal_.transpose() * r_;
        curvature_ = normal_.colwise().squaredNorm();
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
    scaled_ = normal_ * A.cwiseSqrt().cwiseInverse().asDiagonal();
    set_outer_products(scaled_, factor_);
    factor_.diagonal().array() += 1.0;
    if (!factorize(factor_)) {
        return std::nullopt;
    }
    Vector z = r_ - normal_ * pull.cwiseQuotient(A);
    solve_factorized(factor_, z);
    return -(pull + normal_.transpose() * z).cwiseQuotient(A);
}

}  // namespace jennopt
