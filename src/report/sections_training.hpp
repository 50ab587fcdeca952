#pragma once

#include "report/sections_tables.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// How lambda or gamma of a surrogate was found where the study file leaves it to the program: "by
/// cross-validation", or why it was not.
[[nodiscard]] std::string choice_text(const ArmResults& arm, const std::string& surrogate);

/// What polishing did; empty where there is none.
[[nodiscard]] std::vector<Block> polishing_section(const ReportView& view);

/// Iterations, losses, lambda and gamma with how they were chosen, times.
[[nodiscard]] std::vector<Block> training_section(const ReportView& view);

}  // namespace jennopt
