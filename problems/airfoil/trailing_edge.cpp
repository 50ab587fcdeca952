#include "airfoil/trailing_edge.hpp"

#include <cmath>
#include <numbers>
#include <utility>

namespace airfoil {

namespace {

/// Leaves out the points on the face of a blunt edge at the end of the points: a steep way to a
/// corner.
void drop_face(ContourPoints& points) {
    const auto angle = [&points](std::size_t from_the_end) {
        const ContourPoint& a = points.end()[-static_cast<std::ptrdiff_t>(from_the_end) - 1];
        const ContourPoint& b = points.end()[-static_cast<std::ptrdiff_t>(from_the_end) - 2];
        return std::atan2(std::abs(a.y - b.y), std::abs(a.x - b.x));
    };
    const Extent whole = extent_of(points, &ContourPoint::x);
    constexpr double steep = std::numbers::pi / 3.0;
    const auto is_face = [&] {
        std::size_t corner = 1;
        while (corner < 4 && angle(corner) > steep) {
            ++corner;
        }
        const ContourPoint& end = points.back();
        const auto [low, high] = std::minmax(points.end()[-2].y, points.front().y);
        const double near = 1e-9 * whole.length();
        return angle(0) > steep && angle(corner) < 0.5 * steep &&
               end.x > whole.high - 0.05 * whole.length() && end.y > low - near &&
               end.y < high + near;
    };
    while (points.size() > fewest_points && is_face()) {
        points.pop_back();
    }
}

/// By how much the ends lie apart along the chord beyond what a cut across the section explains.
double overhang(const ContourPoints& points) {
    // A direction over some way, which the rounding of the file does not turn.
    const double way = 0.01 * extent_of(points, &ContourPoint::x).length();
    const auto along = [way](auto end, auto step) {
        auto from = end + step;
        while (std::abs(from->x - end->x) < way) {
            from += step;
        }
        const double length = std::hypot(end->x - from->x, end->y - from->y);
        return std::pair((end->x - from->x) / length, (end->y - from->y) / length);
    };
    const std::size_t n = points.size();
    const auto [upper_x, upper_y] = along(points.begin(), 1);
    const auto [lower_x, lower_y] = along(points.end() - 1, -1);
    const double mean = std::hypot(upper_x + lower_x, upper_y + lower_y);
    const double dx = points[0].x - points[n - 1].x;
    const double dy = points[0].y - points[n - 1].y;
    const double downstream = (dx * (upper_x + lower_x) + dy * (upper_y + lower_y)) / mean;
    return dx * downstream <= 0.0 ? 0.0 : std::min(std::abs(dx), std::abs(downstream));
}

/// The ends of points that go around the section.
std::optional<Refusal> check_ends(const ContourPoints& points) {
    const Extent whole = extent_of(points, &ContourPoint::x);
    const ContourPoint& first = points.front();
    const ContourPoint& last = points.back();
    const auto is_far = [&](const ContourPoint& p) {
        return p.x < whole.high - 0.5 * whole.length();
    };
    const ContourPoint& ahead = first.x < last.x ? first : last;  // the one nearer to the nose
    const ContourPoint& behind = first.x < last.x ? last : first;
    if (is_far(behind)) {
        return Refusal{first.line,
                       "the points begin and end ahead of the middle, at " + place_of(first) +
                           " and " + place_of(last) +
                           ", expected both ends at the trailing edge, the largest x"};
    }
    if (is_far(ahead)) {
        return Refusal{ahead.line,
                       "the points lead from the trailing edge, " + place_of(behind) + ", to " +
                           place_of(ahead) +
                           ": one side, expected both, each up to the trailing "
                           "edge"};
    }
    const ContourPoint& neighbor = &behind == &points.front() ? points[1] : points.end()[-2];
    const double step = std::abs(behind.x - neighbor.x);
    const double allowed =
        std::max(1.5 * rounding_of(points), std::min(0.5 * step, 0.005 * whole.length()));
    const double most = std::max(whole.high - behind.x, overhang(points));
    if (most > allowed) {
        return Refusal{ahead.line,
                       "one side ends here, at x = " + number_text(ahead.x) + ", the other at " +
                           place_of(behind) + ", the largest x is " + number_text(whole.high) +
                           "; expected both sides up to the trailing edge"};
    }
    return std::nullopt;
}

/// A blunt edge that is none: both sides are cut off.
std::optional<Refusal> check_gap(const ContourPoints& points) {
    const Extent whole = extent_of(points, &ContourPoint::x);
    const double gap = std::abs(points.front().y - points.back().y);
    const std::string apart = "the sides end at x = " + number_text(points.front().x) + ", " +
                              number_text(100.0 * gap / whole.length()) +
                              " % of the length apart, ";
    if (gap > 0.5 * extent_of(points, &ContourPoint::y).length()) {
        return Refusal{points.back().line,
                       apart + "expected a trailing edge of at most half the height"};
    }
    for (const double unit : {1.0, 100.0}) {
        const bool begins_at_0 = std::abs(whole.low) < 0.01 * unit;
        const bool ends_early = whole.high > 0.4 * unit && whole.high < 0.985 * unit;
        if (begins_at_0 && ends_early && gap > 0.005 * whole.length()) {
            return Refusal{points.back().line,
                           apart + "expected the trailing edge at x = " + number_text(unit) +
                               " (for a blunt edge here, give x in other units)"};
        }
    }
    return std::nullopt;
}

}  // namespace

void drop_faces(ContourPoints& points) {
    for (int end = 0; end < 2; ++end) {
        drop_face(points);
        std::reverse(points.begin(), points.end());
    }
}

std::optional<Refusal> check_trailing_edge(const ContourPoints& points) {
    const std::optional<Refusal> ends = check_ends(points);
    return ends ? ends : check_gap(points);
}

}  // namespace airfoil
