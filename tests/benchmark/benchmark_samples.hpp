#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/data/sampling.hpp"
#include "jennopt/problem/problem.hpp"

#include <vector>

namespace jennopt {

/// Samples of a problem, raw units.
/// @param noise         of the partials: multiplicative, Gaussian, a fraction
/// @param noisy_inputs  only partials with respect to the first so many inputs have it, -1: all
[[nodiscard]] Dataset draw(const Problem& problem,
                           const SamplingOptions& plan,
                           double noise,
                           const Rng& rng,
                           Index noisy_inputs = -1);

/// The 389 samples of Rosenbrock's function in Berguin (2024): a grid of 17 x 17 and 100 random
/// points in [-2, 2]^2; raw units.
[[nodiscard]] Dataset published_samples();

/// The final cost that is published for them with lambda = 1e-3 on all layers, less what its input
/// layer, the identity, has in it: lambda n_x / (2m).
constexpr double published_loss = 1.41e-4 - 1e-3 * 2.0 / (2.0 * 389.0);

[[nodiscard]] double median(std::vector<double> values);

}  // namespace jennopt
