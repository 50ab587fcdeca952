#include "airfoil/section.hpp"

#include "jennopt/core/error.hpp"

#include "airfoil/spline.hpp"
#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>
#include <vector>

namespace airfoil {

namespace {

using jennopt::ConfigError;
using jennopt::Index;
using jennopt::Vector;

struct Point {
    double x;
    double y;
};

Vector abscissas(Index n) {
    Vector x(n + 1);
    for (Index k = 0; k <= n; ++k) {
        // sin^2 keeps small x exact where 1 - cos cancels.
        const double half =
            std::sin(0.5 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(n));
        x(k) = half * half;
    }
    return x;
}

bool is_blank(const std::string& line) {
    return std::all_of(line.begin(), line.end(), [](unsigned char c) { return std::isspace(c); });
}

[[noreturn]] void refuse(const std::string& path, std::size_t line, const std::string& what) {
    throw ConfigError(path + ":" + std::to_string(line) + ": " + what);
}

Point read_point(const std::string& path, std::size_t number, const std::string& line) {
    std::istringstream stream(line);
    Point point{};
    std::string rest;
    if (!(stream >> point.x >> point.y) || stream >> rest || !std::isfinite(point.x) ||
        !std::isfinite(point.y)) {
        refuse(path, number, "is '" + line + "', expected two numbers, x and y");
    }
    return point;
}

std::vector<Point> read_points(const std::string& path) {
    std::ifstream file(path);
    if (!file || std::filesystem::is_directory(path)) {
        throw ConfigError("airfoil.base: '" + path +
                          "' is neither 'naca' and four digits nor a file that can be read");
    }
    std::vector<Point> points;
    std::string line;
    std::size_t number = 0;
    while (std::getline(file, line)) {
        ++number;
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        if (number == 1 || is_blank(line)) {
            continue;
        }
        const Point point = read_point(path, number, line);
        if (!points.empty() && points.back().x == point.x && points.back().y == point.y) {
            refuse(path, number, "repeats the point before it, expected distinct points");
        }
        points.push_back(point);
    }
    if (points.size() < 20) {
        refuse(path,
               number,
               "the file ends after " + std::to_string(points.size()) +
                   " points, expected a name and at least 20 points around the section");
    }
    return points;
}

/// The points as functions of arc length.
struct Contour {
    Spline<double> x;
    Spline<double> y;
    double leading;  ///< arc length where x is smallest
    double length;

    /// Arc length at which the side from the leading edge to `end` has this abscissa: bisection,
    /// because x rises along a side.
    [[nodiscard]] double place(double abscissa, double end) const {
        double inside = leading;
        double outside = end;
        for (int i = 0; i < 80; ++i) {
            const double middle = 0.5 * (inside + outside);
            (x.at(middle).value < abscissa ? inside : outside) = middle;
        }
        return 0.5 * (inside + outside);
    }
};

Contour make_contour(const std::string& path, const std::vector<Point>& points) {
    const auto n = static_cast<Index>(points.size());
    Vector s(n), x(n), y(n);
    for (Index i = 0; i < n; ++i) {
        const Point& p = points[static_cast<std::size_t>(i)];
        x(i) = p.x;
        y(i) = p.y;
        s(i) = i == 0 ? 0.0 : s(i - 1) + std::hypot(x(i) - x(i - 1), y(i) - y(i - 1));
    }
    Index nose = 0;
    x.minCoeff(&nose);
    if (nose < 5 || nose > n - 6) {
        refuse(
            path,
            static_cast<std::size_t>(nose) + 2,
            "has the smallest x, expected the leading edge in the middle of the points: from the "
            "trailing edge along the upper side and back along the lower side");
    }
    if (y.head(nose).mean() <= y.tail(n - nose - 1).mean()) {
        refuse(path, 2, "begins the lower side, expected the upper side first");
    }
    Contour contour{Spline<double>(s, x), Spline<double>(s, y), 0.0, s(n - 1)};
    double left = s(nose - 1);
    double right = s(nose + 1);
    for (int i = 0; i < 80; ++i) {
        const double middle = 0.5 * (left + right);
        (contour.x.at(middle).slope < 0.0 ? left : right) = middle;
    }
    contour.leading = 0.5 * (left + right);
    return contour;
}

}  // namespace

Section naca_section(const std::string& digits, Index n) {
    const double m = 0.01 * (digits[0] - '0');
    const double p = 0.1 * (digits[1] - '0');
    const double t = 0.1 * (digits[2] - '0') + 0.01 * (digits[3] - '0');
    Section section{abscissas(n), Vector(n + 1), Vector(n + 1)};
    for (Index k = 0; k <= n; ++k) {
        const double x = section.x(k);
        const double polynomial = x * (-0.1260 + x * (-0.3516 + x * (0.2843 - x * 0.1036)));
        const double half = 5.0 * t * (0.2969 * std::sqrt(x) + polynomial);
        double camber = 0.0;
        if (m > 0.0) {
            camber = x < p ? m / (p * p) * (2.0 * p * x - x * x)
                           : m / ((1.0 - p) * (1.0 - p)) * (1.0 - 2.0 * p + 2.0 * p * x - x * x);
        }
        section.upper(k) = camber + half;
        section.lower(k) = camber - half;
    }
    section.upper(n) = section.lower(n) = 0.0;
    return section;
}

Section file_section(const std::string& path, Index n) {
    const std::vector<Point> points = read_points(path);
    const Contour contour = make_contour(path, points);
    const double nose = contour.x.at(contour.leading).value;
    const double chord = 0.5 * (points.front().x + points.back().x) - nose;
    if (chord <= 0.0) {
        refuse(path, 2, "the trailing edge is not behind the leading edge, expected a larger x");
    }
    const double gap = (points.front().y - points.back().y) / chord;
    Section section{abscissas(n), Vector(n + 1), Vector(n + 1)};
    for (Index k = 0; k <= n; ++k) {
        const double x = section.x(k);
        const double place = nose + chord * x;
        const double wedge = 0.5 * gap * x;
        section.upper(k) = contour.y.at(contour.place(place, 0.0)).value / chord - wedge;
        section.lower(k) = contour.y.at(contour.place(place, contour.length)).value / chord + wedge;
    }
    section.upper(0) = section.lower(0) = contour.y.at(contour.leading).value / chord;
    section.upper(n) = section.lower(n) = 0.5 * (points.front().y + points.back().y) / chord;
    if ((section.upper - section.lower).segment(1, n - 1).minCoeff() <= 0.0) {
        refuse(path, 2, "the sides cross, expected the upper side above the lower side everywhere");
    }
    return section;
}

Section read_section(const std::string& base, Index n) {
    if (!base.starts_with("naca") || std::filesystem::exists(base)) {
        return file_section(base, n);
    }
    const std::string digits = base.substr(4);
    const bool four = digits.size() == 4 && std::all_of(digits.begin(), digits.end(), [](char c) {
                          return c >= '0' && c <= '9';
                      });
    if (!four) {
        throw ConfigError("airfoil.base: is '" + base +
                          "', expected 'naca' and four digits, such as naca2412, or a file");
    }
    if (digits.substr(2) == "00" || (digits[0] == '0') != (digits[1] == '0')) {
        throw ConfigError("airfoil.base: is '" + base +
                          "', expected a thickness above 0 (last two digits), and camber and its "
                          "place (first two) both 0 or both above 0");
    }
    return naca_section(digits, n);
}

}  // namespace airfoil
