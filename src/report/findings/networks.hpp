#pragma once

#include "report/metric_table.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What several initializations and several members did for each surrogate of an arm, in
/// sentences: how much the start mattered, and how far the spread can be trusted. None where there
/// was one network.
[[nodiscard]] std::vector<std::string> network_findings(const StudyResults& study,
                                                        const MetricTable& table,
                                                        std::size_t arm);

}  // namespace jennopt
