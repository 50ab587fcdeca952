#pragma once

#include <algorithm>
#include <array>
#include <cmath>
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

/// The last decimal place of the coordinates, at most 1.
[[nodiscard]] inline double rounding_of(const ContourPoints& points) {
    const auto is_multiple = [&points](double unit) {
        return std::all_of(points.begin(), points.end(), [unit](const ContourPoint& p) {
            const double x = p.x / unit;
            const double y = p.y / unit;
            return std::abs(x - std::round(x)) < 1e-6 && std::abs(y - std::round(y)) < 1e-6;
        });
    };
    double unit = 1.0;
    while (unit > 1e-9 && !is_multiple(unit)) {
        unit *= 0.1;
    }
    return unit;
}

/// A coordinate in six digits, for messages.
[[nodiscard]] inline std::string number_text(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", number);
    return text.data();
}

/// "x = 0.95 (line 7)".
[[nodiscard]] inline std::string place_of(const ContourPoint& point) {
    return "x = " + number_text(point.x) + " (line " + std::to_string(point.line) + ")";
}

}  // namespace airfoil
