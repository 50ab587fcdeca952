#pragma once

#include "data/table_problem.hpp"

#include <string>

namespace jennopt {

/// "40 rows of runs.csv (semicolons, decimal commas; 36 used, 4 failed: no finite value, lines 5,
/// 9, 17 and 30)".
[[nodiscard]] std::string origin_text(const TableOrigin& origin);

/// That rows failed, and which; "" if none did.
[[nodiscard]] std::string failed_remark(const TableOrigin& origin);

/// How many rows lie within the bounds of the study; "" if all do.
[[nodiscard]] std::string bounds_remark(const TableProblem& table);

/// That points were measured more than once, and how much their values differ; "" if none was.
[[nodiscard]] std::string repeated_remark(const TableProblem& table);

}  // namespace jennopt
