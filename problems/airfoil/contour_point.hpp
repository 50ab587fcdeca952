#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace airfoil {

/// A point of a section as its file gives it.
struct ContourPoint {
    double x;
    double y;
    std::size_t line;  ///< in the file, from 1
};

using ContourPoints = std::vector<ContourPoint>;

/// Around a section; a side needs a fourth of them.
inline constexpr std::size_t fewest_points = 20;

/// Why points are no section.
struct Refusal {
    std::size_t line;
    std::string what;
};

/// Where a coordinate lies.
struct Extent {
    double low;
    double high;

    [[nodiscard]] double length() const { return high - low; }
};

/// @param points  one at least
[[nodiscard]] inline Extent extent_of(const ContourPoints& points,
                                      double ContourPoint::*coordinate) {
    const auto [low, high] = std::minmax_element(
        points.begin(), points.end(), [&](const ContourPoint& a, const ContourPoint& b) {
            return a.*coordinate < b.*coordinate;
        });
    return {(*low).*coordinate, (*high).*coordinate};
}

/// A coordinate in six digits, for messages.
[[nodiscard]] inline std::string number_text(double number) {
    char text[32];
    std::snprintf(text, sizeof(text), "%.6g", number);
    return text;
}

/// "x = 0.95 (line 7)".
[[nodiscard]] inline std::string place_of(const ContourPoint& point) {
    return "x = " + number_text(point.x) + " (line " + std::to_string(point.line) + ")";
}

}  // namespace airfoil
