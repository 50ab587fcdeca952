#pragma once

#include "airfoil/coordinate_lines.hpp"
#include <optional>
#include <span>

namespace airfoil {

using CoordinateLines = std::vector<CoordinateLine>;

/// A file of coordinates in parts, the lines ahead of the points taken out.
struct CoordinateBlocks {
    std::string path;
    std::vector<CoordinateLines> blocks;   ///< lines of numbers that text separates; one at least
    std::vector<CoordinateLines> texts;    ///< texts[i] is ahead of blocks[i], the last behind all
    std::size_t first_line = 0;            ///< that is neither blank nor comment
    std::string format;                    ///< empty if only the order of the points shows it
    std::optional<CoordinateLine> counts;  ///< the line with the numbers of points of both sides
};

/// Numbers ahead of the points, and above a line of text if there is one, are the numbers of points
/// of either side (Lednicer's format) or of all, the four corners of a grid (MSES), or, in whole
/// numbers on the first line of the file and more than a length away from all points, a title.
/// @throws jennopt::ConfigError for other numbers there, or if fewer points follow
[[nodiscard]] CoordinateBlocks read_coordinate_blocks(const std::string& path);

/// Whether text beside points may be one of them, damaged: as many words, one a number with a
/// decimal point that is an abscissa of the points.
[[nodiscard]] bool is_damaged_point(const CoordinateLine& text, const CoordinateLines& points);

/// Whether a line of two numbers lies more than a length away from all points of others.
[[nodiscard]] bool is_far(const CoordinateLine& line, std::span<const CoordinateLine> others);

/// @throws jennopt::ConfigError "path:line:column: is '...', what", always
[[noreturn]] void refuse_line(const std::string& path,
                              const CoordinateLine& line,
                              const std::string& what);

}  // namespace airfoil
