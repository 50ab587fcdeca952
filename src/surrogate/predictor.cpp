#include "surrogate/predictor.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

namespace jennopt {

Predictor::Predictor(const Surrogate& surrogate)
    : normalization_(surrogate.normalization), kriging_(surrogate.kriging), x_(surrogate.n_x()) {
    for (const Network& network : surrogate.members) {
        members_.emplace_back(network);
    }
    y_ = {.value = Vector(surrogate.n_y()), .jacobian = Matrix(surrogate.n_y(), surrogate.n_x())};
}

void Predictor::add_members() {
    y_.value.setZero();
    y_.jacobian.setZero();
    for (PointPropagation& member : members_) {
        member.point() = x_;
        member.evaluate();
        y_.value += member.value();
        y_.jacobian += member.jacobian();
    }
}

void Predictor::interpolate() {
    for (std::size_t k = 0; k < kriging_.size(); ++k) {
        const auto row = static_cast<Index>(k);
        y_.value(row) = kriging_[k].predict(x_, gradient_, scratch_);
        y_.jacobian.row(row) = gradient_.transpose();
    }
}

const Evaluation& Predictor::operator()(const ConstVectorRef& x) {
    const Normalization& n = normalization_;
    if (x.size() != x_.size()) {
        throw ShapeError(
            fmt::format("the surrogate has {} inputs, the points have {}: expected the same",
                        x_.size(),
                        x.size()));
    }
    if (n.log_x.empty()) {  // without allocation
        x_ = (x - n.mu_x).cwiseQuotient(n.sigma_x);
    } else {
        x_ = normalize_inputs(x, n);
    }
    if (kriging_.empty()) {
        add_members();
    } else {
        interpolate();
    }
    const double share = kriging_.empty() ? 1.0 / static_cast<double>(members_.size()) : 1.0;
    y_.value = n.mu_y + share * n.sigma_y.cwiseProduct(y_.value);
    for (Index j = 0; j < x.size(); ++j) {
        y_.jacobian.col(j).array() *= share / n.sigma_x(j) * n.sigma_y.array();
    }
    for (const Index j : n.log_x) {
        y_.jacobian.col(j) /= x(j);
    }
    return y_;
}

}  // namespace jennopt
