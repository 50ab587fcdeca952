#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/weights.hpp"

namespace jennopt {

/// @throws ShapeError naming both shapes if network, data and weights do not fit
void check_shapes(const Network& network, const Dataset& data, const LossWeights& weights);

}  // namespace jennopt
