#pragma once

#include "jennopt/core/names.hpp"

#include <array>

namespace jennopt {

/// g in a = g(z), applied to each neuron of a layer.
enum class Activation { tanh, linear, relu };

template <>
inline constexpr auto enum_names<Activation> =
    std::to_array<Named<Activation>>({{Activation::tanh, "tanh"},
                                      {Activation::linear, "linear"},
                                      {Activation::relu, "relu"}});

/// g(z).
[[nodiscard]] double activate(Activation activation, double z);

/// g'(z).
[[nodiscard]] double first_derivative(Activation activation, double z);

/// g''(z); 0 for relu, as in the paper's code.
[[nodiscard]] double second_derivative(Activation activation, double z);

}  // namespace jennopt
