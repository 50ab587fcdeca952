#pragma once

#include "report/metric_table.hpp"

#include <string>

namespace jennopt {

/// Why a study gave nothing that can be used; "" if a surrogate of any replicate predicts better
/// than the mean of the test samples and has an optimum at which the problem could be evaluated.
[[nodiscard]] std::string why_unusable(const StudyResults& study, const MetricTable& table);

}  // namespace jennopt
