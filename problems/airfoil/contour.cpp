#include "airfoil/contour.hpp"

#include "airfoil/trailing_edge.hpp"
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace airfoil {

namespace {

using Objection = std::optional<Refusal>;

double distance(const ContourPoint& a, const ContourPoint& b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}

void merge_equal(ContourPoints& points) {
    const double near = 1e-7 * extent_of(points, &ContourPoint::x).length();
    const auto end = std::unique(
        points.begin(), points.end(), [near](const ContourPoint& a, const ContourPoint& b) {
            return distance(a, b) <= near;
        });
    points.erase(end, points.end());
}

Objection check_size(const ContourPoints& points) {
    if (points.size() < fewest_points) {
        return Refusal{points.empty() ? 1 : points.back().line,
                       "the points end after " + std::to_string(points.size()) +
                           ", expected at least " + std::to_string(fewest_points) +
                           " around the section"};
    }
    const double length = extent_of(points, &ContourPoint::x).length();
    const double height = extent_of(points, &ContourPoint::y).length();
    if (height >= length) {
        return Refusal{points.front().line,
                       "the points from here on are " + number_text(length) + " long (x) and " +
                           number_text(height) +
                           " high (y), expected x along the chord and y across it in one unit"};
    }
    return std::nullopt;
}

/// Where the second of two sides begins; 0 if the points go around the section.
std::variant<std::size_t, Refusal> second_side(const ContourPoints& points) {
    const double far = 0.5 * extent_of(points, &ContourPoint::x).length();
    std::size_t begin = 0;
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (std::abs(points[i].x - points[i - 1].x) <= far) {
            continue;
        }
        if (begin > 0) {
            return Refusal{points[i].line,
                           "is more than half the length away from the point before it, for the "
                           "second time, expected the points in their order"};
        }
        begin = i;
    }
    return begin;
}

/// Whether the points go from edge to edge.
bool is_side(const ContourPoints& points, const Extent& whole) {
    return points.size() >= fewest_points / 4 &&
           std::abs(points.back().x - points.front().x) > 0.9 * whole.length();
}

void turn(ContourPoints& side, bool to_the_nose) {
    if ((side.front().x > side.back().x) != to_the_nose) {
        std::reverse(side.begin(), side.end());
    }
}

/// Positive if the points go around counterclockwise, as from the upper side to the lower.
double area_of(const ContourPoints& points) {
    double twice = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const ContourPoint& a = points[i];
        const ContourPoint& b = points[(i + 1) % points.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return 0.5 * twice;
}

Objection check_way(const Contour& contour) {
    const ContourPoints& points = contour.points;
    const std::size_t nose = contour.nose;
    const std::size_t last = points.size() - 1;
    if (nose < fewest_points / 4 || last - nose < fewest_points / 4) {
        return Refusal{points[nose].line,
                       "has the smallest x, fewer than " + std::to_string(fewest_points / 4) +
                           " points from an end, expected the leading edge in the middle of the "
                           "points"};
    }
    for (std::size_t i = 1; i <= last; ++i) {
        const bool is_upper = i <= nose;
        if (is_upper ? points[i].x > points[i - 1].x : points[i].x < points[i - 1].x) {
            const std::string side = is_upper ? "upper" : "lower";
            return Refusal{points[i].line,
                           "x is " + number_text(points[i].x) + " beside " +
                               place_of(points[i - 1]) + " on the " + side +
                               " side, expected it to rise from the leading "
                               "edge, " +
                               place_of(points[nose]) + ", to the trailing edge"};
        }
    }
    return std::nullopt;
}

/// Points around the section, in either sense.
std::variant<Contour, Refusal> around(ContourPoints points, bool is_by_sides) {
    merge_equal(points);
    if (const Objection objection = check_size(points)) {
        return *objection;
    }
    if (area_of(points) < 0.0) {
        std::reverse(points.begin(), points.end());
    }
    drop_faces(points);
    if (const Objection objection = check_trailing_edge(points)) {
        return *objection;
    }
    const auto nose = std::min_element(
        points.begin(), points.end(), [](const ContourPoint& a, const ContourPoint& b) {
            return a.x < b.x;
        });
    const auto place = static_cast<std::size_t>(nose - points.begin());
    Contour contour{std::move(points), place, is_by_sides};
    if (const Objection objection = check_way(contour)) {
        return *objection;
    }
    return contour;
}

}  // namespace

std::variant<Contour, Refusal> make_contour(ContourPoints first, ContourPoints second) {
    ContourPoints both = first;
    both.insert(both.end(), second.begin(), second.end());
    if (const Objection objection = check_size(both)) {
        return *objection;
    }
    const Extent whole = extent_of(both, &ContourPoint::x);
    for (const ContourPoints* side : {&first, &second}) {
        if (!is_side(*side, whole)) {
            return Refusal{side->front().line,
                           "begins a side of " + std::to_string(side->size()) +
                               " points that ends at " + place_of(side->back()) +
                               ", expected a side from edge to edge, as the other"};
        }
    }
    turn(first, true);
    turn(second, false);
    first.insert(first.end(), second.begin(), second.end());
    return around(std::move(first), true);
}

std::variant<Contour, Refusal> make_contour(ContourPoints points) {
    if (const Objection objection = check_size(points)) {
        return *objection;
    }
    const auto second = second_side(points);
    if (const auto* refusal = std::get_if<Refusal>(&second)) {
        return *refusal;
    }
    const auto begin = static_cast<std::ptrdiff_t>(std::get<std::size_t>(second));
    if (begin > 0) {
        return make_contour(ContourPoints(points.begin(), points.begin() + begin),
                            ContourPoints(points.begin() + begin, points.end()));
    }
    return around(std::move(points), false);
}

}  // namespace airfoil
