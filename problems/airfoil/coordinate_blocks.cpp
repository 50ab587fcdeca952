#include "airfoil/coordinate_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace airfoil {

namespace {

CoordinateBlocks blocks_of(const std::string& path) {
    CoordinateBlocks parts{.path = path, .blocks = {}, .texts = {}, .format = {}, .counts = {}};
    parts.texts.emplace_back();
    for (CoordinateLine& line : read_coordinate_lines(path)) {
        parts.first_line = parts.first_line == 0 ? line.number : parts.first_line;
        if (line.values.empty()) {
            parts.texts.back().push_back(std::move(line));
            continue;
        }
        if (parts.blocks.empty() || !parts.texts.back().empty()) {
            parts.blocks.emplace_back();
            parts.texts.emplace_back();
        }
        parts.blocks.back().push_back(std::move(line));
    }
    if (parts.blocks.empty()) {
        refuse(path, 1, 1, "has no line of numbers, expected points 'x y' around a section");
    }
    return parts;
}

bool is_count(double value) {
    return value >= 5.0 && value < 1e4 && value == std::floor(value);
}

bool is_pair_of_counts(const CoordinateLine& line) {
    return line.values.size() == 2 && is_count(line.values[0]) && is_count(line.values[1]);
}

std::size_t n_points(const CoordinateBlocks& parts) {
    std::size_t n = parts.blocks.front().size();
    // A block of one or two lines is numbers in a description.
    return parts.blocks.size() > 1 && parts.blocks[1].size() > 2 ? n + parts.blocks[1].size() : n;
}

/// How many numbers most lines have.
std::size_t n_columns(const CoordinateLines& lines) {
    std::map<std::size_t, std::size_t> frequency;
    for (const CoordinateLine& line : lines) {
        ++frequency[line.values.size()];
    }
    return std::max_element(frequency.begin(),
                            frequency.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
}

void drop_first(CoordinateLines& lines) {
    lines.erase(lines.begin());
}

/// A line of text can stand between the counts and the points.
void take_header_blocks(CoordinateBlocks& parts) {
    while (parts.blocks.size() > 1) {
        const CoordinateLines& head = parts.blocks.front();
        const bool is_counts = head.size() == 1 && is_pair_of_counts(head.front());
        const bool is_single = std::all_of(
            head.begin(), head.end(), [](const auto& line) { return line.values.size() == 1; });
        if (!is_counts && !is_single) {
            return;
        }
        if (is_counts) {
            parts.counts = head.front();
        }
        parts.blocks.erase(parts.blocks.begin());
        parts.texts.erase(parts.texts.begin());
    }
}

/// The numbers ahead of the points: how many points there are, the corners of a grid, or a title.
void take_header_lines(CoordinateBlocks& parts) {
    CoordinateLines& lines = parts.blocks.front();
    const std::size_t columns = n_columns(lines);
    while (lines.size() > 2 && columns >= 2 && lines.front().values.size() != columns) {
        const CoordinateLine& line = lines.front();
        if (line.values.size() == 4 && columns == 2 && line.values[0] < line.values[1] &&
            line.values[2] < line.values[3]) {
            parts.format = "the format of MSES";
        } else if (line.values.size() == 1) {
            const std::size_t below = n_points(parts) - 1;
            const bool is_number = line.number != parts.first_line && is_count(line.values[0]);
            if (is_number && line.values[0] < 1000.0 &&
                static_cast<double>(below) < line.values[0]) {
                refuse_line(
                    parts.path,
                    line,
                    "but " + std::to_string(below) + " points follow, expected as many as it says");
            }
        } else {
            refuse_line(parts.path,
                        line,
                        "expected " + std::to_string(columns) + " numbers, as in the lines below");
        }
        drop_first(lines);
    }
    const CoordinateLine& line = lines.front();
    if (lines.size() < 3 || columns != 2 || line.values.size() != 2 ||
        line.values[0] != std::floor(line.values[0]) ||
        line.values[1] != std::floor(line.values[1])) {
        return;
    }
    const auto below = static_cast<double>(n_points(parts) - 1);
    const double said = line.values[0] + line.values[1];
    const bool fits = is_pair_of_counts(line) && (said == below || said == below + 1.0);
    const bool far = is_far(line, std::span(lines).subspan(1));
    if (fits || (far && is_pair_of_counts(line) && line.number != parts.first_line)) {
        parts.counts = line;
        drop_first(lines);
    } else if (far && line.number == parts.first_line) {
        drop_first(lines);  // a title such as 63 412
    }
}

}  // namespace

bool is_damaged_point(const CoordinateLine& text, const CoordinateLines& points) {
    double low = points.front().values[0];
    double high = low;
    for (const CoordinateLine& point : points) {
        low = std::min(low, point.values[0]);
        high = std::max(high, point.values[0]);
    }
    const double near = 0.1 * (high - low);
    return text.n_words == n_columns(points) &&
           std::any_of(text.with_point.begin(), text.with_point.end(), [&](double value) {
               return value >= low - near && value <= high + near;
           });
}

bool is_far(const CoordinateLine& line, std::span<const CoordinateLine> others) {
    const auto extent = [others](std::size_t k) {
        double low = others.front().values[k];
        double high = low;
        for (const CoordinateLine& other : others) {
            if (other.values.size() > k) {
                low = std::min(low, other.values[k]);
                high = std::max(high, other.values[k]);
            }
        }
        return std::pair(low, high);
    };
    const auto [left, right] = extent(0);
    const auto [bottom, top] = extent(1);
    const double length = right - left;
    return line.values[0] < left - length || line.values[0] > right + length ||
           line.values[1] < bottom - length || line.values[1] > top + length;
}

void refuse_line(const std::string& path, const CoordinateLine& line, const std::string& what) {
    refuse(path, line.number, line.column, "is '" + line.text + "', " + what);
}

CoordinateBlocks read_coordinate_blocks(const std::string& path) {
    CoordinateBlocks parts = blocks_of(path);
    take_header_blocks(parts);
    take_header_lines(parts);
    const CoordinateLines& title = parts.texts.front();
    if (!title.empty() && is_damaged_point(title.back(), parts.blocks.front())) {
        refuse_line(path, title.back(), "expected two numbers, x and y, as in the lines below");
    }
    return parts;
}

}  // namespace airfoil
