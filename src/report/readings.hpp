#pragma once

#include "jennopt/problem/problem.hpp"
#include "jennopt/study/record.hpp"

#include <functional>
#include <string>
#include <vector>

namespace jennopt {

/// A metric's name and how a replicate answers it.
struct Reading {
    std::string name;
    std::function<double(const SurrogateRecord&)> read;
};

/// Every reading of a surrogate, in the order in which a reader wants them; NaN where the record
/// has no answer.
[[nodiscard]] std::vector<Reading> surrogate_readings(const ProblemInfo& problem);

/// What of the optimum a surrogate and the direct search on the truth have in common.
struct VerdictName {
    std::string name;
    double Verdict::*field;
};

[[nodiscard]] std::vector<VerdictName> verdict_names(const ProblemInfo& problem);

/// NaN if nothing was searched.
[[nodiscard]] double read_verdict(const OptimumRecord& optimum, double Verdict::*field);

}  // namespace jennopt
