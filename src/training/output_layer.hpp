#pragma once

#include "jennopt/network/network.hpp"
#include "training/residuals.hpp"

namespace jennopt {

/// Moves weights and biases of a linear output layer to the minimum of the loss, all other layers
/// held: a linear least-squares problem in values and partials, one per output.
///
/// Solved for the change of the weights with a ridge that keeps nearly dependent neurons in their
/// place, so that the loss falls or stays.
/// @return false, and network as it was, if the output is not linear or the system is singular
bool solve_output_layer(Network& network, Residuals& residuals);

}  // namespace jennopt
