#include "airfoil/section.hpp"

#include "jennopt/core/error.hpp"

#include "airfoil/coordinate_lines.hpp"
#include "airfoil/coordinates.hpp"
#include "airfoil/sides.hpp"
#include "airfoil/spline.hpp"
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <numbers>
#include <sstream>

namespace airfoil {

namespace {

using jennopt::ConfigError;
using jennopt::Index;
using jennopt::Vector;

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

/// The points as functions of arc length.
struct Curve {
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

Curve make_curve(const Contour& contour) {
    const ContourPoints& points = contour.points;
    const auto n = static_cast<Index>(points.size());
    Vector s(n);
    Vector x(n);
    Vector y(n);
    for (Index i = 0; i < n; ++i) {
        const ContourPoint& p = points[static_cast<std::size_t>(i)];
        x(i) = p.x;
        y(i) = p.y;
        s(i) = i == 0 ? 0.0 : s(i - 1) + std::hypot(x(i) - x(i - 1), y(i) - y(i - 1));
    }
    const auto nose = static_cast<Index>(contour.nose);
    Curve curve{Spline<double>(s, x), Spline<double>(s, y), 0.0, s(n - 1)};
    double left = s(nose - 1);
    double right = s(nose + 1);
    for (int i = 0; i < 80; ++i) {
        const double middle = 0.5 * (left + right);
        (curve.x.at(middle).slope < 0.0 ? left : right) = middle;
    }
    curve.leading = 0.5 * (left + right);
    return curve;
}

/// Closes a blunt trailing edge of this gap, each side moving by half of
///
///     gap x exp(-(1 - x) (1/d - 1)),
///
/// as XFOIL does it: over the whole chord, d = 1, or the largest half, fourth, ... of it that
/// leaves everywhere half of the thickness at least that a tab as thick as the gap, or as the
/// section where it is thinner, would keep.
/// @return d, the share of the chord
double close_edge(Section& section, double gap) {
    const Index n = section.x.size() - 1;
    const Vector thickness = section.upper - section.lower;
    double length = 1.0;
    Vector share(n + 1);
    while (true) {
        const double rate = 1.0 / length - 1.0;
        share = section.x.array() * (-rate * (1.0 - section.x.array())).exp();
        const Eigen::ArrayXd asked = 0.5 * thickness.array().min(gap) * (1.0 - share.array());
        const Eigen::ArrayXd kept = thickness.array() - gap * share.array() - asked;
        if (gap <= 0.0 || kept.segment(1, n - 1).minCoeff() >= 0.0) {
            break;
        }
        length *= 0.5;
    }
    section.upper -= 0.5 * gap * share;
    section.lower += 0.5 * gap * share;
    return length;
}

std::string origin_text(const std::string& path,
                        const Coordinates& file,
                        double gap,
                        double length) {
    std::ostringstream text;
    text << std::setprecision(3) << "the base is " << file.contour.points.size() << " points of "
         << std::filesystem::path(path).filename().string() << ", " << file.format;
    if (gap > 0.0) {
        text << ", blunt by " << 100.0 * gap << " % of the chord and closed over ";
        length < 1.0 ? text << "its last " << 100.0 * length << " %" : text << "all of it";
    }
    return text.str();
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
    Coordinates file = read_coordinates(path);
    drop_touching(file.contour);
    if (const auto refusal = check_sides(file.contour)) {
        refuse(path, refusal->line, 1, refusal->what);
    }
    const ContourPoints& points = file.contour.points;
    const Curve curve = make_curve(file.contour);
    const double nose = curve.x.at(curve.leading).value;
    const double chord = 0.5 * (points.front().x + points.back().x) - nose;
    const double gap = (points.front().y - points.back().y) / chord;
    Section section{abscissas(n), Vector(n + 1), Vector(n + 1)};
    for (Index k = 0; k <= n; ++k) {
        const double place = nose + chord * section.x(k);
        double upper = curve.y.at(curve.place(place, 0.0)).value;
        double lower = curve.y.at(curve.place(place, curve.length)).value;
        const double high = straight_upper(file.contour, place);
        const double low = straight_lower(file.contour, place);
        if (upper - lower < 0.1 * (high - low)) {
            // Beside a corner of a thin part the splines swing through it.
            upper = high;
            lower = low;
        }
        section.upper(k) = upper / chord;
        section.lower(k) = lower / chord;
    }
    const double length = close_edge(section, gap);
    section.upper(0) = section.lower(0) = curve.y.at(curve.leading).value / chord;
    section.upper(n) = section.lower(n) = 0.5 * (points.front().y + points.back().y) / chord;
    const double height = section.upper(0);
    if (section.lower.minCoeff() > 0.01 || section.upper.maxCoeff() < -0.01) {
        // The moment is about a point at y = 0.
        section.upper.array() -= height;
        section.lower.array() -= height;
    }
    section.origin = origin_text(path, file, gap, length);
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
