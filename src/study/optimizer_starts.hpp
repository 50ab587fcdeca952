#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"
#include "study/optimizer_config.hpp"

#include <filesystem>

namespace jennopt {

/// Where an optimizer begins in a replicate: (n_x, at least one), raw units.
///
/// @param study_folder  that the name of a file starts from
/// @param rng           of the replicate: a number of starts is the same for every optimizer
/// @throws ConfigError naming the place if a start is not a point inside the bounds, or the file
/// cannot be read, lacks a column, or has no rows for the replicate
[[nodiscard]] Matrix optimizer_starts(const StartsConfig& starts,
                                      const ProblemInfo& problem,
                                      const std::filesystem::path& study_folder,
                                      Index replicate,
                                      const Rng& rng);

}  // namespace jennopt
