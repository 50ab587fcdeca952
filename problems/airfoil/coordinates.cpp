#include "airfoil/coordinates.hpp"

#include "airfoil/coordinate_blocks.hpp"
#include <algorithm>
#include <optional>

namespace airfoil {

namespace {

using Outcome = std::variant<Contour, Refusal>;

/// Two columns as points, counted from 0.
ContourPoints points_of(std::span<const CoordinateLine> lines, std::size_t x, std::size_t y) {
    ContourPoints points;
    for (const CoordinateLine& line : lines) {
        points.push_back({line.values[x], line.values[y], line.number});
    }
    return points;
}

bool is_running_number(const CoordinateLines& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double expected = lines.front().values[0] + static_cast<double>(i);
        if (lines[i].values[0] != expected) {
            return false;
        }
    }
    return lines.front().values[0] == 0.0 || lines.front().values[0] == 1.0;
}

/// Whether "x y y" may be two sides: in the front half the lower one is somewhere below the line
/// from its first to its last point, which no mean line and no thickness is.
bool is_lower_side(const ContourPoints& side) {
    const ContourPoint& a = side.front().x < side.back().x ? side.front() : side.back();
    const ContourPoint& b = side.front().x < side.back().x ? side.back() : side.front();
    return std::any_of(side.begin(), side.end(), [&](const ContourPoint& p) {
        const double share = (p.x - a.x) / (b.x - a.x);
        return share < 0.5 && p.y < a.y + share * (b.y - a.y) - 1e-4 * (b.x - a.x);
    });
}

/// The first reading of the columns that is a section; the refusal of "x y" if none is.
Outcome contour_in_columns(const CoordinateLines& lines, std::string& format) {
    std::size_t columns = lines.front().values.size();
    for (const CoordinateLine& line : lines) {
        columns = std::min(columns, line.values.size());
    }
    Outcome plain = make_contour(points_of(lines, 0, 1));
    const auto accept = [&format](const Outcome& outcome, const std::string& name) {
        const bool is_section = std::holds_alternative<Contour>(outcome);
        format = is_section ? name : format;
        return is_section;
    };
    if (columns < 3 || std::holds_alternative<Contour>(plain)) {
        return plain;
    }
    if (is_running_number(lines)) {
        Outcome numbered = make_contour(points_of(lines, 1, 2));
        if (accept(numbered, "numbered points")) {
            return numbered;
        }
    }
    if (columns >= 4) {
        Outcome pairs = make_contour(points_of(lines, 0, 1), points_of(lines, 2, 3));
        if (accept(pairs, "columns x y x y")) {
            return pairs;
        }
    }
    const ContourPoints lower = points_of(lines, 0, 2);
    if (is_lower_side(lower)) {
        Outcome sides = make_contour(points_of(lines, 0, 1), lower);
        if (accept(sides, "columns x y y")) {
            return sides;
        }
    }
    return plain;
}

void check_lines(const CoordinateBlocks& parts, const CoordinateLines& lines) {
    for (const CoordinateLine& line : lines) {
        if (line.values.size() < 2) {
            refuse_line(parts.path, line, "expected two numbers, x and y");
        }
        if (line.values[0] == line.values[1] && line.values[0] >= 999.0) {
            refuse_line(
                parts.path,
                line,
                "which separates the elements of a section with flaps, expected one element");
        }
    }
}

/// Whether lines behind a section are another one, or an element of it: a closed way near it.
bool is_section(const CoordinateLines& lines, const CoordinateLines& own) {
    if (lines.size() < fewest_points ||
        !std::all_of(lines.begin(), lines.end(), [&own](const CoordinateLine& line) {
            return line.values.size() >= 2 && !is_far(line, own);
        })) {
        return false;
    }
    const ContourPoints points = points_of(lines, 0, 1);
    return std::abs(points.front().x - points.back().x) <
           0.5 * extent_of(points, &ContourPoint::x).length();
}

void check_rest(const CoordinateBlocks& parts, std::size_t used) {
    for (std::size_t i = used; i < parts.blocks.size(); ++i) {
        const CoordinateLines& lines = parts.blocks[i];
        if (is_section(lines, parts.blocks.front())) {
            refuse_line(parts.path,
                        lines.front(),
                        "where a second section or element begins, expected one in a file");
        }
    }
}

/// Reads the first block, or the first two as the two sides.
Outcome contour_in_blocks(CoordinateBlocks& parts, std::size_t& used) {
    const CoordinateLines& first = parts.blocks.front();
    check_lines(parts, first);
    used = 1;
    Outcome outcome = contour_in_columns(first, parts.format);
    if (std::holds_alternative<Contour>(outcome)) {
        return outcome;
    }
    const std::string expected =
        "expected two numbers, x and y, as the points ahead of it are no whole section: " +
        std::get<Refusal>(outcome).what;
    if (!parts.texts[1].empty() && is_damaged_point(parts.texts[1].front(), first)) {
        refuse_line(parts.path, parts.texts[1].front(), expected);
    }
    if (parts.blocks.size() == 1) {
        return outcome;
    }
    const CoordinateLines& second = parts.blocks[1];
    const CoordinateLines& between = parts.texts[1];
    const auto number = std::find_if(
        between.begin(), between.end(), [](const auto& text) { return text.n_numbers > 0; });
    if (second.size() >= fewest_points / 4 && number == between.end()) {
        check_lines(parts, second);
        Outcome sides = make_contour(points_of(first, 0, 1), points_of(second, 0, 1));
        if (std::holds_alternative<Contour>(sides)) {
            used = 2;
            return sides;
        }
    }
    refuse_line(parts.path, number == between.end() ? between.front() : *number, expected);
}

std::string order_of(const Contour& contour) {
    if (!contour.is_by_sides) {
        return "Selig's format";
    }
    const ContourPoints& points = contour.points;
    const bool upper = points.front().line > points[contour.nose - 1].line;
    const bool lower = points.back().line > points[contour.nose + 1].line;
    return upper && lower ? "Lednicer's format" : "one side after the other";
}

void check_counts(const CoordinateBlocks& parts, std::size_t used) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < used; ++i) {
        n += parts.blocks[i].size();
    }
    const double said = parts.counts->values[0] + parts.counts->values[1];
    if (said != static_cast<double>(n) && said != static_cast<double>(n) + 1.0) {
        refuse_line(
            parts.path,
            *parts.counts,
            "but " + std::to_string(n) +
                " points follow, expected as many on both sides as it says (Lednicer's format)");
    }
}

}  // namespace

Coordinates read_coordinates(const std::string& path) {
    CoordinateBlocks parts = read_coordinate_blocks(path);
    std::size_t used = 1;
    const Outcome outcome = contour_in_blocks(parts, used);
    if (parts.counts) {
        check_counts(parts, used);
        parts.format = "Lednicer's format";
    }
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
        const std::string format = parts.format.empty() ? "Selig's format" : parts.format;
        refuse(path, refusal->line, 1, refusal->what + " (read as " + format + ")");
    }
    const auto& contour = std::get<Contour>(outcome);
    if (parts.format.empty() || parts.counts) {
        parts.format = order_of(contour);
    }
    check_rest(parts, used);
    return {contour, parts.format};
}

}  // namespace airfoil
