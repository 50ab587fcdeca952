#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/data/normalization.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/surrogate/kriging.hpp"

#include <vector>

namespace jennopt {

/// A trained model of a problem between normalizations: networks, most often one, or kriging. Raw
/// units in and out. Several networks are an ensemble: its prediction is their mean, and how far
/// they disagree is its spread. Kriging knows its spread.
struct Surrogate {
    Normalization normalization;
    std::vector<Network> members = {};  ///< all of the same layer sizes and activations
    std::vector<Kriging> kriging = {};  ///< one per output where there is no network
    Dataset samples = {};               ///< raw units: what kriging interpolates; of networks empty

    [[nodiscard]] Index n_x() const { return normalization.mu_x.size(); }

    [[nodiscard]] Index n_y() const { return normalization.mu_y.size(); }

    [[nodiscard]] bool is_kriging() const { return !kriging.empty(); }

    [[nodiscard]] bool has_spread() const { return is_kriging() || members.size() > 1; }
};

/// Value and Jacobian at one point, raw units: chain rule through the normalization. For many
/// points one after another there is Predictor.
/// @throws ShapeError if x does not have n_x entries
[[nodiscard]] Evaluation evaluate(const Surrogate& surrogate, const ConstVectorRef& x);

/// Values (and partials, if wanted) at every column of X (n_x, m), raw units.
/// @return a dataset with the same X; J is empty (no slices) if partials are not wanted
/// @throws ShapeError if X does not have n_x rows
[[nodiscard]] Dataset predict(const Surrogate& surrogate,
                              const ConstMatrixRef& X,
                              bool with_partials);

/// Standard deviation of each value (and partial, if wanted) at every column of X (n_x, m), raw
/// units: of an ensemble over its members (divided by their number less one), of kriging its own.
/// @return a dataset with the same X; Y and J are >= 0
/// @throws Error if the surrogate is a single network, which has no spread
/// @throws ShapeError if X does not have n_x rows
[[nodiscard]] Dataset spread(const Surrogate& surrogate,
                             const ConstMatrixRef& X,
                             bool with_partials);

}  // namespace jennopt
