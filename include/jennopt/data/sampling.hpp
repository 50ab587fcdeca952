#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"

#include <vector>

namespace jennopt {

enum class SamplingPlan {
    grid,                    ///< full factorial, `levels` per input, both bounds included
    random,                  ///< independent uniform
    latin_hypercube,         ///< one point per row and column of a count^n_x chessboard, at random in its cell
    maximin_latin_hypercube, ///< the same, cells paired so that the smallest distance is large
    sobol,                   ///< Sobol' sequence with a random shift modulo 1
    halton                   ///< Halton sequence with a random shift modulo 1
};

struct SamplingOptions {
    SamplingPlan plan = SamplingPlan::latin_hypercube;
    Index count = 100;             ///< number of points, >= 1; not used by grid
    std::vector<Index> levels = {};///< grid only: one number for every input, or one per input, each >= 2
};

/// Points that fill a box: the plans one after another, in one design.
///
/// @param plans   at least one
/// @param rng     the same stream gives the same points
/// @return        (n_x, total count), raw units, every column inside bounds
/// @throws ConfigError if a count or level is out of range, or levels does not fit n_x
[[nodiscard]] Matrix sample(const Bounds& bounds, const std::vector<SamplingOptions>& plans, const Rng& rng);

/// Number of points that sample() returns, without making them.
[[nodiscard]] Index sample_count(const std::vector<SamplingOptions>& plans, Index n_x);

}  // namespace jennopt
