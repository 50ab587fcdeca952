#pragma once

#include "jennopt/report/summary.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What was wrong with the samples of an arm: failed evaluations, missing partials, inputs and
/// outputs that do not vary.
[[nodiscard]] std::vector<std::string> sample_warnings(const ReportArm& arm);

}  // namespace jennopt
