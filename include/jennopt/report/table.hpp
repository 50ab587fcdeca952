#pragma once

#include "jennopt/report/summary.hpp"

#include <string>

namespace jennopt {

/// Widest line of the terminal report.
inline constexpr int table_width = 100;

/// The report for a terminal: per arm one row per surrogate with median [lower quartile, upper
/// quartile] over the replicates, then answers() and warnings(); of many arms neither. At the end
/// overall_answers(). No line is wider than table_width.
[[nodiscard]] std::string table_text(const ReportInput& input);

}  // namespace jennopt
