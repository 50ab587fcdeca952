#pragma once

#include "report/plot.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// What gnuplot 5.4 draws <name>.svg from <name>.csv with, in the folder of both. The same plot
/// gives the same bytes.
/// @param plot  at least one panel
[[nodiscard]] std::string plot_script(const Plot& plot);

// In gnuplot_run.cpp:

/// Writes <name>.csv and <name>.gp of every plot into the folder, which is made where it is
/// missing, and runs `gnuplot -d <name>.gp` there, several at the same time, for <name>.svg. After
/// one that is not drawn in time no other one is begun.
/// @param notes         is given a line about what could not be drawn
/// @param most_seconds  for a figure, > 0
/// @return whether each was drawn
/// @throws Error if a file cannot be written
[[nodiscard]] std::vector<bool> draw_plots(const std::filesystem::path& folder,
                                           std::span<const Plot> plots,
                                           std::vector<std::string>& notes,
                                           double most_seconds = 30.0);

// In gnuplot_layers.cpp:

/// The data of a plot, one row per point: panel, layer, x, y, lower, upper, z, empty where a layer
/// does not have it. A layer is a block, parted from the next by two blank lines; one blank line
/// breaks a line, or ends a row of a grid. Layers without a point have no block.
[[nodiscard]] std::string plot_csv(const Plot& plot);

/// Whether a layer has no point to draw.
[[nodiscard]] bool is_empty(const Layer& layer);

/// In single quotes, in which gnuplot knows no escapes, without control characters.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

/// A style as properties of gnuplot.
[[nodiscard]] std::string line_properties(const LayerStyle& style);
[[nodiscard]] std::string point_properties(const LayerStyle& style);

/// What draws a layer within a plot command. The function z(v) is defined where there are colours.
/// @param block   its block of the data; for a contour its number among the contours
/// @param lowest  lower end of a logarithmic y axis, 0 on a linear one: what reaches below is cut
[[nodiscard]] std::string layer_clause(const Plot& plot,
                                       const Layer& layer,
                                       std::size_t block,
                                       double lowest);

/// The commands that compute the lines of a contour layer before anything is plotted.
/// @param block   that of its grid
/// @param number  of the contour among all of the plot
[[nodiscard]] std::string contour_commands(const Plot& plot,
                                           const Layer& layer,
                                           std::size_t block,
                                           std::size_t number);

}  // namespace jennopt
