#pragma once

#include "problem/partials_audit.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What is likely wrong with a wrong partial: a kink, a partial in the wrong place, a sign, a
/// factor, one point only.
/// @param all  partials of every point, to compare with
[[nodiscard]] std::string likely_reason(const AuditedPartial& partial,
                                        const std::vector<AuditedPartial>& all,
                                        const ProblemInfo& info);

}  // namespace jennopt
