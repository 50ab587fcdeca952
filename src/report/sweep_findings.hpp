#pragma once

#include "jennopt/report/summary.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Plain sentences about one figure over a sweep: where a curve stops being better than the one it
/// is compared with, exponents, where a target is reached; of a map the cells won and lost. Empty
/// where there is nothing to say or to draw.
[[nodiscard]] std::vector<std::string> sweep_findings(const ReportInput& input,
                                                      const SweepFigure& figure);

}  // namespace jennopt
