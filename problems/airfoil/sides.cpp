#include "airfoil/sides.hpp"

#include <cmath>

namespace airfoil {

namespace {

/// @param step  -1 on the upper side, 1 on the lower
double straight(const Contour& contour, int step, double x) {
    const ContourPoints& points = contour.points;
    const std::size_t end = step < 0 ? 0 : points.size() - 1;
    const auto next = [step](std::size_t k) { return step < 0 ? k - 1 : k + 1; };
    std::size_t i = contour.nose;
    while (next(i) != end && points[next(i)].x < x) {
        i = next(i);
    }
    const ContourPoint& a = points[i];
    const ContourPoint& b = points[next(i)];
    return b.x > a.x ? a.y + (x - a.x) / (b.x - a.x) * (b.y - a.y) : b.y;
}

bool is_between_the_edges(const Contour& contour, const ContourPoint& point) {
    const ContourPoints& points = contour.points;
    return point.x > points[contour.nose].x &&
           point.x < std::min(points.front().x, points.back().x);
}

/// Of the section at one of its points.
double thickness_at(const Contour& contour, std::size_t i) {
    const ContourPoint& point = contour.points[i];
    return i < contour.nose ? point.y - straight_lower(contour, point.x)
                            : straight_upper(contour, point.x) - point.y;
}

}  // namespace

double straight_upper(const Contour& contour, double x) {
    return straight(contour, -1, x);
}

double straight_lower(const Contour& contour, double x) {
    return straight(contour, 1, x);
}

void drop_touching(Contour& contour) {
    ContourPoints& points = contour.points;
    const Extent whole = extent_of(points, &ContourPoint::x);
    const double rounding = 1.5 * rounding_of(points);
    if (std::abs(points.front().y - points.back().y) > rounding) {
        return;
    }
    for (std::size_t i = 0; i < points.size() && points.size() > fewest_points;) {
        const double thickness = thickness_at(contour, i);
        if (is_between_the_edges(contour, points[i]) && thickness <= 0.0 &&
            thickness >= -rounding && points[i].x > whole.high - 0.02 * whole.length()) {
            points.erase(points.begin() + static_cast<std::ptrdiff_t>(i));
            contour.nose -= i < contour.nose ? 1 : 0;
        } else {
            ++i;
        }
    }
}

std::optional<Refusal> check_sides(const Contour& contour) {
    const ContourPoints& points = contour.points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (is_between_the_edges(contour, points[i]) && thickness_at(contour, i) <= 0.0) {
            return Refusal{points[i].line,
                           "the sides cross or touch at x = " + number_text(points[i].x) +
                               ", expected the upper side above the lower side everywhere"};
        }
    }
    if (points.front().y - points.back().y < -1.5 * rounding_of(points)) {
        return Refusal{points.back().line,
                       "the sides cross at the trailing edge, expected the upper side above the "
                       "lower side everywhere"};
    }
    return std::nullopt;
}

}  // namespace airfoil
