#include "surrogate/predictor.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

namespace jennopt {

Predictor::Predictor(const Surrogate& surrogate) : normalization_(surrogate.normalization) {
    for (const Network& network : surrogate.members) {
        members_.emplace_back(network);
    }
    y_ = {.value = Vector(surrogate.n_y()), .jacobian = Matrix(surrogate.n_y(), surrogate.n_x())};
}

const Evaluation& Predictor::operator()(const ConstVectorRef& x) {
    const Normalization& n = normalization_;
    if (x.size() != n.mu_x.size()) {
        throw ShapeError(
            fmt::format("the surrogate has {} inputs, the points have {}: expected the same",
                        n.mu_x.size(),
                        x.size()));
    }
    y_.value.setZero();
    y_.jacobian.setZero();
    for (PointPropagation& member : members_) {
        member.point() = (x - n.mu_x).cwiseQuotient(n.sigma_x);
        member.evaluate();
        y_.value += member.value();
        y_.jacobian += member.jacobian();
    }
    const double share = 1.0 / static_cast<double>(members_.size());
    y_.value = n.mu_y + share * n.sigma_y.cwiseProduct(y_.value);
    for (Index j = 0; j < x.size(); ++j) {
        y_.jacobian.col(j).array() *= share / n.sigma_x(j) * n.sigma_y.array();
    }
    return y_;
}

}  // namespace jennopt
