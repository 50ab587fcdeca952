#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/data/normalization.hpp"
#include "jennopt/network/network.hpp"

#include <vector>

namespace jennopt {

/// A trained model of a problem: networks between normalizations, most often one. Raw units in and
/// out. With several it is an ensemble: its prediction is their mean, and how far they disagree is its
/// spread.
struct Surrogate {
    Normalization normalization;
    std::vector<Network> members;  ///< at least one; all of the same layer sizes and activations

    [[nodiscard]] Index n_x() const { return members.front().n_x(); }

    [[nodiscard]] Index n_y() const { return members.front().n_y(); }
};

/// Value and Jacobian at one point, raw units: chain rule through the normalization, mean over the
/// members. For many points one after another there is Predictor.
/// @throws ShapeError if x does not have n_x entries
[[nodiscard]] Evaluation evaluate(const Surrogate& surrogate, const ConstVectorRef& x);

/// Values (and partials, if wanted) at every column of X (n_x, m), raw units, mean over the
/// members.
/// @return a dataset with the same X; J is empty (no slices) if partials are not wanted
/// @throws ShapeError if X does not have n_x rows
[[nodiscard]] Dataset predict(const Surrogate& surrogate,
                              const ConstMatrixRef& X,
                              bool with_partials);

/// Standard deviation over the members (divided by their number less one) of each value (and
/// partial, if wanted) at every column of X (n_x, m), raw units.
/// @return a dataset with the same X; Y and J are >= 0
/// @throws Error if the surrogate has a single member, which has no spread
/// @throws ShapeError if X does not have n_x rows
[[nodiscard]] Dataset spread(const Surrogate& surrogate,
                             const ConstMatrixRef& X,
                             bool with_partials);

}  // namespace jennopt
