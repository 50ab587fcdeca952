#pragma once

#include "airfoil/contour_point.hpp"
#include <optional>

namespace airfoil {

/// Leaves out the points on the face of a blunt trailing edge at either end of points around a
/// section: between the sides, and steeper than 60 degrees up to a corner with a side of less
/// than 30.
void drop_faces(ContourPoints& points);

/// Whether points around a section, the upper side first, begin and end at its trailing edge.
///
/// Both ends are at the largest x, up to half the distance of the last two points and 0.5 % of the
/// chord, or up to the rounding of the file; the edge may be cut across the chord or the section.
/// The edge is no thicker than half the section, and where it is thicker than 0.5 % of the chord, x
/// does not end between 0.4 and 0.985 (40 and 98.5), which are sides that are cut off ahead of 1
/// (100).
/// @return why not
[[nodiscard]] std::optional<Refusal> check_trailing_edge(const ContourPoints& points);

}  // namespace airfoil
