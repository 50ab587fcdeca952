#include "jennopt/surrogate/surrogate.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/network/propagation.hpp"

#include <algorithm>

namespace jennopt {

Evaluation evaluate(const Surrogate& surrogate, const ConstVectorRef& x) {
    const Dataset at_x = predict(surrogate, x, true);
    return {.value = at_x.Y.col(0), .jacobian = at_x.jacobian_at(0)};
}

Dataset predict(const Surrogate& surrogate, const ConstMatrixRef& X, bool with_partials) {
    const Index n_x = surrogate.n_x();
    const Index n_y = surrogate.n_y();
    if (X.rows() != n_x) {
        throw ShapeError(fmt::format(
            "the surrogate has {} inputs, the points have {}: expected the same", n_x, X.rows()));
    }
    const Normalization& n = surrogate.normalization;
    Dataset result{.X = X, .Y = Matrix(n_y, X.cols()), .J = {}};
    if (with_partials) {
        result.J.assign(static_cast<std::size_t>(n_x), Matrix(n_y, X.cols()));
    }
    Propagation propagation(surrogate.network, with_partials);
    for (Index first = 0; first < X.cols(); first += propagation.block_size()) {
        const Index b = std::min(propagation.block_size(), X.cols() - first);
        propagation.begin_block(b) =
            ((X.middleCols(first, b).colwise() - n.mu_x).array().colwise() / n.sigma_x.array())
                .transpose();
        propagation.forward(surrogate.network);
        for (Index k = 0; k < n_y; ++k) {
            result.Y.row(k).segment(first, b) =
                (propagation.value(k) * n.sigma_y(k)).array() + n.mu_y(k);
            for (Index j = 0; with_partials && j < n_x; ++j) {
                result.J[static_cast<std::size_t>(j)].row(k).segment(first, b) =
                    propagation.jacobian(k, j) * (n.sigma_y(k) / n.sigma_x(j));
            }
        }
    }
    return result;
}

}  // namespace jennopt
