#pragma once

#include "jennopt/problem/problem.hpp"
#include "study/config.hpp"

#include <vector>

namespace jennopt {

/// The surrogates, those that name a table's column of standard deviations with weights of samples
/// 1/sigma^2, of mean 1.
/// @param rows  of the table, one per training sample; not read where no column is named
[[nodiscard]] std::vector<SurrogateConfig> with_row_weights(std::vector<SurrogateConfig> surrogates,
                                                            const Problem& problem,
                                                            const std::vector<Index>& rows);

}  // namespace jennopt
