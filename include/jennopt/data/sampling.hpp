#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"

#include <array>
#include <vector>

namespace jennopt {

enum class SamplingPlan {
    /// Full factorial, `levels` per input, both bounds included.
    grid,
    /// Independent uniform.
    random,
    /// One point per row and column of a count^n_x chessboard, at random in its cell.
    latin_hypercube,
    /// The same, cells paired so that the smallest distance is large; at most 10 000 points.
    maximin_latin_hypercube,
    /// Sobol' sequence, randomized by a digital shift; even at powers of 2; at most 3667 inputs.
    sobol,
    /// Halton sequence, randomized by permuted digits; any number of inputs.
    halton
};

template <>
inline constexpr auto enum_names<SamplingPlan> = std::to_array<Named<SamplingPlan>>(
    {{SamplingPlan::grid, "grid", "a full grid"},
     {SamplingPlan::random, "random", "uniform random sampling"},
     {SamplingPlan::latin_hypercube, "latin_hypercube", "Latin hypercube sampling"},
     {SamplingPlan::maximin_latin_hypercube,
      "maximin_latin_hypercube",
      "maximin Latin hypercube sampling"},
     {SamplingPlan::sobol, "sobol", "a Sobol' sequence with a random digital shift"},
     {SamplingPlan::halton, "halton", "a Halton sequence with random digit permutations"}});

struct SamplingOptions {
    SamplingPlan plan = SamplingPlan::latin_hypercube;
    Index count = 100;            ///< number of points, >= 1; not used by grid
    std::vector<Index> levels{};  ///< grid only: one number for every input, or one per input, >= 2

    bool operator==(const SamplingOptions&) const = default;
};

/// True if the points of a smaller count are the first ones of a larger count, so that evaluations
/// of them are used again.
[[nodiscard]] bool grows(SamplingPlan plan);

/// Points that fill a box: the plans one after another, in one design.
///
/// Each plan draws from a stream of its own, so that another plan at the end changes no point
/// before it.
///
/// @param plans   at least one, together at most 1e8 points
/// @param rng     the same stream gives the same points
/// @return        (n_x, total count), raw units, every column inside bounds
/// @throws ConfigError if a count or level is out of range, or levels does not fit n_x
/// @throws ShapeError if the bounds differ in length or are empty
[[nodiscard]] Matrix sample(const Bounds& bounds,
                            const std::vector<SamplingOptions>& plans,
                            const Rng& rng);

/// Number of points that sample() returns, without making them.
[[nodiscard]] Index sample_count(const std::vector<SamplingOptions>& plans, Index n_x);

}  // namespace jennopt
