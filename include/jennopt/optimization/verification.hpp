#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

namespace jennopt {

/// The true function at a claimed optimum, raw units.
struct Verdict {
    double true_value = 0.0;     ///< true objective at the claim
    double violation = 0.0;      ///< largest true constraint there beyond its limit, over the
                                 ///< limit's magnitude where that is not 0; at least 0
    double gradient_norm = 0.0;  ///< stationarity() of the truth in the unit box, that is in units
                                 ///< of the objective per box width; NaN where a partial is missing
    double distance = 0.0;  ///< to the nearest known optimum, input units; NaN if none is known
};

/// @param x                     the claim, raw units
/// @param truth                 the true evaluation there, all outputs of the problem
/// @param constraint_tolerance  a constraint within this of its limit counts as active
[[nodiscard]] Verdict verify(const ProblemInfo& problem,
                             const ConstVectorRef& x,
                             const Evaluation& truth,
                             double constraint_tolerance);

}  // namespace jennopt
