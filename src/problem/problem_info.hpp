#pragma once

#include "jennopt/problem/problem.hpp"

namespace jennopt {

/// @throws ConfigError naming what does not go together: no input or output, two objectives, bounds
/// or limits in the wrong order or not of their input's kind, two names alike, a known optimum of
/// another shape
void require_consistent(const ProblemInfo& info);

}  // namespace jennopt
