#pragma once

#include "jennopt/problem/problem.hpp"
#include "study/config.hpp"
#include "study/optimizer_checks.hpp"

namespace jennopt {

/// What can be found wrong with a study's surrogates once its problem is known, by their paths.
/// @param samples  training samples, >= 1
void check_surrogates(const StudyConfig& config,
                      const ProblemInfo& problem,
                      Index samples,
                      const CollectCheck& collect);

}  // namespace jennopt
