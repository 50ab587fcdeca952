#pragma once

#include "airfoil/contour.hpp"

namespace airfoil {

/// The points of a section with the format of their file.
struct Coordinates {
    Contour contour;
    std::string format;  ///< "Selig's format"
};

/// A section from a file of coordinates, in any unit, with blank lines and comments anywhere (see
/// read_coordinate_lines()).
///
/// Selig's format: lines "x y" around the section from the trailing edge. Lednicer's: the numbers
/// of points of either side, then each side from the leading edge; also without the numbers, and
/// with a line of text between the sides. MSES: four numbers, the corners of a grid, before the
/// lines of Selig's format. Columns: "x y" with further numbers behind them or a running number
/// ahead; "x y x y" or "x y y", the upper and the lower side.
///
/// Text before the points is their title, and so is a first line of whole numbers far away from
/// them. Text after the points is left out.
/// @throws jennopt::ConfigError "file:line:column: ..." for points that are no whole section
[[nodiscard]] Coordinates read_coordinates(const std::string& path);

}  // namespace airfoil
