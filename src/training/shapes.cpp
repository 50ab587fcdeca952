#include "training/shapes.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

namespace jennopt {

void check_shapes(const Network& network, const Dataset& data, const LossWeights& weights) {
    if (network.n_x() != data.n_x() || network.n_y() != data.n_y()) {
        throw ShapeError(fmt::format("the network maps {} inputs to {} outputs, the data {} to {}",
                                     network.n_x(),
                                     network.n_y(),
                                     data.n_x(),
                                     data.n_y()));
    }
    if (weights.beta.rows() != data.n_y() || weights.beta.cols() != data.m()) {
        throw ShapeError(fmt::format("beta ({} x {}) and Y ({} x {}): expected the same shape",
                                     weights.beta.rows(),
                                     weights.beta.cols(),
                                     data.n_y(),
                                     data.m()));
    }
    if (!weights.gamma.empty() && (weights.gamma.size() != data.J.size() ||
                                   weights.gamma.size() != static_cast<std::size_t>(data.n_x()))) {
        throw ShapeError(fmt::format("gamma has {} slices and J {}: expected {}, one per input",
                                     weights.gamma.size(),
                                     data.J.size(),
                                     data.n_x()));
    }
    for (std::size_t j = 0; j < weights.gamma.size(); ++j) {
        for (const Matrix* slice : {&weights.gamma[j], &data.J[j]}) {
            if (slice->rows() != data.n_y() || slice->cols() != data.m()) {
                throw ShapeError(fmt::format(
                    "slice {} of gamma or J ({} x {}) and Y ({} x {}): expected the same shape",
                    j,
                    slice->rows(),
                    slice->cols(),
                    data.n_y(),
                    data.m()));
            }
        }
    }
}

}  // namespace jennopt
