#pragma once

#include "report/metric_table.hpp"
#include "report/study_folder.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What the figures over the sweep show, in plain sentences, at most eight a figure: where a curve
/// is better than the one it is compared with, how many times fewer samples it needs, where a
/// target is reached, exponents; of a map the cells that are better and worse, and the best one.
/// Nothing about a figure that cannot be drawn: a note says why.
[[nodiscard]] std::vector<std::string> sweep_findings(const StudyResults& study,
                                                      const MetricTable& table);

}  // namespace jennopt
