#pragma once

#include "airfoil/contour_point.hpp"
#include <variant>

namespace airfoil {

/// A section's points, at least 20, all distinct from their neighbors: from the trailing edge along
/// the upper side to the leading edge, `nose`, and back along the lower side. x never rises on the
/// first way and never falls on the second.
struct Contour {
    ContourPoints points;
    std::size_t nose = 0;
    bool is_by_sides = false;  ///< the file gives one side after the other, not the way around
};

/// Orders points that go around the section in either sense from the trailing edge, or that give
/// one side after the other, each from edge to edge.
///
/// Neighbors that coincide become one, and the ends must lie at the trailing edge, see
/// drop_faces() and check_trailing_edge().
/// @param points  in the order of the file
[[nodiscard]] std::variant<Contour, Refusal> make_contour(ContourPoints points);

/// The sides as they are, each in either direction.
[[nodiscard]] std::variant<Contour, Refusal> make_contour(ContourPoints first,
                                                          ContourPoints second);

}  // namespace airfoil
