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

    /// Value and full Jacobian at x, raw units, mean over the members; without allocation. The
    /// reference holds until the next call.
    /// @throws ShapeError if x does not have n_x entries
    [[nodiscard]] const Evaluation& operator()(const ConstVectorRef& x);

private:
    Normalization normalization_;
    std::vector<PointPropagation> members_;
    Evaluation y_;
};

}  // namespace jennopt
