#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/data/normalization.hpp"
#include "jennopt/network/network.hpp"

namespace jennopt {

/// A trained model of a problem: a network between normalizations. Raw units in and out.
struct Surrogate {
    Normalization normalization;
    Network network;

    [[nodiscard]] Index n_x() const { return network.n_x(); }

    [[nodiscard]] Index n_y() const { return network.n_y(); }
};

/// Value and Jacobian at one point, raw units: chain rule through the normalization.
/// @throws ShapeError if x does not have n_x entries
[[nodiscard]] Evaluation evaluate(const Surrogate& surrogate, const ConstVectorRef& x);

/// Values (and partials, if wanted) at every column of X (n_x, m), raw units.
/// @return a dataset with the same X; J is empty (no slices) if partials are not wanted
/// @throws ShapeError if X does not have n_x rows
[[nodiscard]] Dataset predict(const Surrogate& surrogate,
                              const ConstMatrixRef& X,
                              bool with_partials);

}  // namespace jennopt
