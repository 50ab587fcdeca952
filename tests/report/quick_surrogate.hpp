#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/surrogate.hpp"

/// Neurons of the hidden layer.
constexpr jennopt::Index quick_features = 70;

/// A surrogate made in a moment: random hidden weights, the output layer fitted to values, or to
/// values and partials, flat places weighing 1 + flat_weight.
[[nodiscard]] jennopt::Surrogate quick_surrogate(const jennopt::Dataset& raw,
                                                 bool with_partials,
                                                 double flat_weight,
                                                 jennopt::Rng rng);

/// Of the first output; values and partials without anything missing.
[[nodiscard]] jennopt::Accuracy quick_accuracy(const jennopt::Dataset& truth,
                                               const jennopt::Dataset& prediction);
