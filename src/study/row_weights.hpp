#pragma once

#include "jennopt/problem/problem.hpp"
#include "study/config.hpp"

#include <vector>

namespace jennopt {

/// The surrogate with weights of samples 1/sigma^2, of mean 1, where it names a table's column of
/// standard deviations.
/// @param rows  of the table, one per training sample; not read where no column is named
[[nodiscard]] SurrogateConfig with_row_weights(SurrogateConfig surrogate,
                                               const Problem& problem,
                                               const std::vector<Index>& rows);

}  // namespace jennopt
