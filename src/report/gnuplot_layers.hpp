#pragma once

#include "report/plot.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace jennopt {

/// In single quotes, in which gnuplot knows no escapes, without control characters.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

/// A style as properties of gnuplot.
[[nodiscard]] std::string line_properties(const LayerStyle& style);
[[nodiscard]] std::string point_properties(const LayerStyle& style);
[[nodiscard]] std::string fill_properties(const LayerStyle& style);

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
