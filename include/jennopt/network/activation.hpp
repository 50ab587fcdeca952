#pragma once

#include <string>

namespace jennopt {

/// g in a = g(z), applied to each neuron of a layer.
enum class Activation { tanh, linear, relu };

[[nodiscard]] std::string to_string(Activation activation);

/// g(z).
[[nodiscard]] double activate(Activation activation, double z);

/// g'(z).
[[nodiscard]] double first_derivative(Activation activation, double z);

/// g''(z); 0 for relu, as in the paper's code.
[[nodiscard]] double second_derivative(Activation activation, double z);

}  // namespace jennopt
