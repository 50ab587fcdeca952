#pragma once

#include "jennopt/core/error.hpp"
#include "support/scratch_folder.hpp"

#include "airfoil/coordinates.hpp"
#include "airfoil/section.hpp"
#include <algorithm>
#include <fstream>
#include <functional>
#include <iomanip>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using SectionPoints = std::vector<std::pair<double, double>>;

/// A file of one test.
class SectionFile {
public:
    explicit SectionFile(const std::string& text) { std::ofstream(path_) << text; }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    ScratchFolder folder_;
    std::string path_ = (folder_.path() / "section.dat").string();
};

inline constexpr jennopt::Index n_panels = 50;

/// One side of a NACA section from the leading edge, blunt by `gap` chords.
inline SectionPoints side_of(const std::string& digits, bool is_upper, double gap) {
    const airfoil::Section s = airfoil::naca_section(digits, 60);
    SectionPoints points;
    for (jennopt::Index k = 0; k <= 60; ++k) {
        const double wedge = 0.5 * gap * s.x(k);
        points.emplace_back(s.x(k), is_upper ? s.upper(k) + wedge : s.lower(k) - wedge);
    }
    return points;
}

/// From the trailing edge along the upper side and back.
inline SectionPoints around(const std::string& digits, double gap = 0.0) {
    SectionPoints points = side_of(digits, true, gap);
    std::reverse(points.begin(), points.end());
    const SectionPoints lower = side_of(digits, false, gap);
    points.insert(points.end(), lower.begin() + 1, lower.end());
    return points;
}

inline std::string line_of(double x, double y) {
    std::ostringstream line;
    line << std::setprecision(12) << x << " " << y << "\n";
    return line.str();
}

inline std::string lines_of(const SectionPoints& points) {
    std::string lines;
    for (const auto& [x, y] : points) {
        lines += line_of(x, y);
    }
    return lines;
}

/// Each line as a function makes it.
inline std::string lines_of(const SectionPoints& points,
                            const std::function<std::string(double, double)>& f) {
    std::string lines;
    for (const auto& [x, y] : points) {
        lines += f(x, y);
    }
    return lines;
}

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

inline airfoil::Section section_of(const std::string& text) {
    return airfoil::file_section(SectionFile(text).path(), n_panels);
}

/// Largest distance from the section of these digits.
inline double distance(const airfoil::Section& found, const std::string& digits) {
    const airfoil::Section exact = airfoil::naca_section(digits, n_panels);
    return std::max((found.upper - exact.upper).cwiseAbs().maxCoeff(),
                    (found.lower - exact.lower).cwiseAbs().maxCoeff());
}

inline double distance(const std::string& text, const std::string& digits) {
    return distance(section_of(text), digits);
}

inline std::string refusal(const std::string& text) {
    try {
        (void)section_of(text);
    } catch (const jennopt::ConfigError& error) {
        return error.what();
    }
    return "";
}

inline std::string format_of(const std::string& text) {
    return airfoil::read_coordinates(SectionFile(text).path()).format;
}

inline SectionPoints first_of(SectionPoints points, std::size_t n) {
    points.resize(n);
    return points;
}
