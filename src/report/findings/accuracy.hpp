#pragma once

#include "report/metric_table.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Which surrogate of an arm predicts values and partials of the test samples best, in sentences;
/// that none is better than their mean, where that is so.
[[nodiscard]] std::vector<std::string> accuracy_findings(const StudyResults& study,
                                                         const MetricTable& table,
                                                         std::size_t arm);

}  // namespace jennopt
