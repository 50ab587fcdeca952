#pragma once

#include "report/plot.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// Writes <name>.csv and <name>.gp of every plot into the folder, which is made where it is
/// missing, and runs `gnuplot -d <name>.gp` there, several at the same time, for <name>.svg.
/// @param notes  is given a line about what could not be drawn
/// @return whether each was drawn
/// @throws Error if a file cannot be written
[[nodiscard]] std::vector<bool> draw_plots(const std::filesystem::path& folder,
                                           std::span<const Plot> plots,
                                           std::vector<std::string>& notes);

}  // namespace jennopt
