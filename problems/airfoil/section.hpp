#pragma once

#include "jennopt/core/types.hpp"

#include <string>

namespace airfoil {

/// A wing section of unit chord with a closed trailing edge, at abscissas that both sides share:
/// x_k = (1 - cos(pi k / n)) / 2, k = 0, ..., n.
struct Section {
    jennopt::Vector x;      ///< (n + 1), from the leading edge 0 to the trailing edge 1
    jennopt::Vector upper;  ///< y(x_k) in chords; upper(0) == lower(0), upper(n) == lower(n)
    jennopt::Vector lower;
    std::string origin = {};  ///< how it was read from a file, for people; empty for NACA digits
};

/// The section that `base` names: "naca" and four digits, or the path of a file of coordinates.
///
/// @param n  panels per side, >= 2
/// @throws jennopt::ConfigError naming the file, its line and what was expected there
[[nodiscard]] Section read_section(const std::string& base, jennopt::Index n);

/// NACA section of four digits (Jacobs, Ward, Pinkerton, 1933, NACA Report 460): camber in percent
/// of the chord, its place in tenths, thickness in percent.
///
///     y = y_c(x) +- 5 t (0.2969 sqrt(x) - 0.1260 x - 0.3516 x^2 + 0.2843 x^3 - 0.1036 x^4)
///
/// The thickness is added vertically, as XFOIL does it; -0.1036 (for -0.1015) closes the trailing
/// edge.
/// @param digits  four of them
[[nodiscard]] Section naca_section(const std::string& digits, jennopt::Index n);

/// Section from a file of coordinates, see read_coordinates(), whose sides do not cross.
///
/// A cubic spline over arc length is laid through the points, moved and scaled so that its smallest
/// abscissa is 0 and the trailing edge is at 1, and up or down to a nose at 0 if all of the section
/// is more than 1 % of the chord above or below y = 0; alpha keeps counting from the file's x axis.
/// Where splines beside a corner would leave less than a tenth of the thickness between them,
/// straight lines take their place. A blunt trailing edge is closed, by a wedge over the whole
/// chord, or over its last part where a wedge would make the section too thin (see close_edge() in
/// section.cpp).
/// @throws jennopt::ConfigError "file:line:column: ..."
[[nodiscard]] Section file_section(const std::string& path, jennopt::Index n);

}  // namespace airfoil
