#pragma once

#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"

#include <string>

namespace jennopt {

/// What in a record does not have the problem's sizes, or names nothing that is there:
/// "surrogates.0 .optimum.x has 3 numbers, expected 2"; "" if all fits. Whoever shows a record
/// counts on it.
[[nodiscard]] std::string misfit_of(const ReplicateRecord& record, const ProblemInfo& problem);

}  // namespace jennopt
