#pragma once

#include "airfoil/contour.hpp"
#include <optional>

namespace airfoil {

/// Ordinate of a side at x, by straight lines through its points.
[[nodiscard]] double straight_upper(const Contour& contour, double x);
[[nodiscard]] double straight_lower(const Contour& contour, double x);

/// Leaves out points in the last 2 % of the chord, ahead of a sharp trailing edge, where the sides
/// touch or cross by the rounding of the file alone.
void drop_touching(Contour& contour);

/// @return where the sides, as straight lines, touch or cross between their edges
[[nodiscard]] std::optional<Refusal> check_sides(const Contour& contour);

}  // namespace airfoil
