#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/training/weights.hpp"

namespace jennopt {

/// What to multiply the inputs by before a training, so that the inputs that matter are the large
/// ones: the root of their share in the slopes.
///
///     s_j = sqrt(r_j / mean r),  r_j = rms of dy/dx(j) over outputs and samples, at least 1e-3 of
///     the largest
///
/// The same lambda then allows an important input larger weights than a negligible one, the initial
/// weights start nearer to the result, and a minimization is better conditioned. Inputs that matter
/// alike get 1, and so do a single input, a constant one, and one without a partial that counts.
/// The loss of values and partials stays what it was if partials weigh s_j^2 times as much.
///
/// Other scales are worse: results/training.md.
///
/// @param data     normalized units
/// @param weights  which partials count: those with gamma > 0
/// @return (n_x), > 0
[[nodiscard]] Vector input_scales(const Dataset& data, const LossWeights& weights);

}  // namespace jennopt
