#pragma once

#include "jennopt/optimization/search.hpp"
#include "record/record.hpp"

namespace jennopt {

/// Searches a model, or the truth, and notes the runs and the optimum that they claim: with whole
/// numbers where the problem has integers.
void search_claim(const Model& model,
                  const ProblemInfo& problem,
                  const ConstMatrixRef& starts,
                  const SearchOptions& options,
                  OptimumRecord& optimum);

}  // namespace jennopt
