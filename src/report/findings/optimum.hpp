#pragma once

#include "report/metric_table.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Whose optimum of an arm is best, in sentences: feasible before infeasible, then the true value
/// at the claim; against direct search with what both cost, and against the best training sample.
/// Of a table: what is predicted, against its best row.
[[nodiscard]] std::vector<std::string> optimum_findings(const StudyResults& study,
                                                        const MetricTable& table,
                                                        std::size_t arm);

}  // namespace jennopt
