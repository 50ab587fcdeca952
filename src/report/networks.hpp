#pragma once

#include "jennopt/report/summary.hpp"

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What several initializations and several members did for each surrogate of an arm, in plain
/// sentences: how much the start mattered, and how far the spread can be trusted. None where there
/// was one network.
[[nodiscard]] std::vector<std::string> network_sentences(const ReportArm& arm,
                                                         std::span<const Metric> metrics);

/// Initializations that diverged and were left out, and the members that are missing for it.
[[nodiscard]] std::vector<std::string> network_warnings(const ReportArm& arm);

}  // namespace jennopt
