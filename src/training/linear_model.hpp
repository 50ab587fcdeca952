#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/weights.hpp"

#include <optional>

namespace jennopt {

/// The linear model y = c + B x of least weighted squares of values and partials, as a network of
/// the given shape: the limit that a network comes to as lambda of its hidden layers grows. It is
/// linear to 1e-8 of its slope times x, where that is of the order of 1.
///
/// Of several that are equally good it is the one of least slopes.
/// @param shape    layer sizes and activations; its weights are not read
/// @param data     normalized units
/// @return nothing if a hidden layer has fewer neurons than there are inputs or outputs, whichever
///         are fewer, or the output layer is not linear
[[nodiscard]] std::optional<Network> fit_linear(const Network& shape,
                                                const Dataset& data,
                                                const LossWeights& weights);

}  // namespace jennopt
