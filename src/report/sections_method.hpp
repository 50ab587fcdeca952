#pragma once

#include "report/sections_tables.hpp"

#include <vector>

namespace jennopt {

/// Samples, searches, and a card for each surrogate; of the first arm.
[[nodiscard]] std::vector<Block> method_section(const ReportView& view);

/// The command and the configurations that make the study again.
[[nodiscard]] std::vector<Block> reproduction_section(const ReportView& view);

}  // namespace jennopt
