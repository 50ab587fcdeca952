#pragma once

#include "report/sections_tables.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// The different problems of a study: formula, inputs with the recommended design, outputs, known
/// optimum.
[[nodiscard]] std::vector<Block> problem_section(const ReportView& view);

/// A number that somebody chose: its own digits, not a measure's.
[[nodiscard]] std::string setting_text(double value);

}  // namespace jennopt
