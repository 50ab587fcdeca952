#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "network/point_propagation.hpp"

#include <vector>

namespace jennopt {

/// A surrogate made ready for one point after another, as an optimizer does: weights
/// are laid out and memory is allocated once. One object serves one thread.
class Predictor {
public:
    /// Copies what it needs of the surrogate.
    explicit Predictor(const Surrogate& surrogate);

    /// Value and full Jacobian at x, raw units; without allocation. The reference holds until the
    /// next call.
    /// @throws ShapeError if x does not have n_x entries
    [[nodiscard]] const Evaluation& operator()(const ConstVectorRef& x);

private:
    /// y_ at x_ in normalized units: the sum over the members, or each output's kriging.
    void add_members();
    void interpolate();

    Normalization normalization_;
    std::vector<PointPropagation> members_;
    std::vector<Kriging> kriging_;
    KrigingScratch scratch_;
    Vector gradient_;
    Vector x_;  // normalized
    Evaluation y_;
};

}  // namespace jennopt
