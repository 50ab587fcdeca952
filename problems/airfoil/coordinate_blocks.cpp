#include "airfoil/coordinate_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
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

bool is_whole(double value) {
    return value == std::floor(value);
}

/// One number ahead of the points: a title such as 2412, or how many points there are.
void check_single(const CoordinateBlocks& parts, const CoordinateLine& line) {
    const double value = line.values[0];
    if (!is_whole(value) || value < 2.0) {
        refuse_line(parts.path, line, "expected two numbers, x and y");
    }
    const std::size_t below = n_points(parts) - 1;
    if (line.number != parts.first_line && value < 1000.0 && static_cast<double>(below) < value) {
        refuse_line(parts.path,
                    line,
                    "but " + std::to_string(below) + " points follow, expected as many as it says");
    }
}

/// Two whole numbers ahead of the points: how many there are on both sides, or a title such as 63
/// 412. Any others are a point.
bool take_pair(CoordinateBlocks& parts, const CoordinateLine& line) {
    const CoordinateLines& lines = parts.blocks.front();
    if (!is_whole(line.values[0]) || !is_whole(line.values[1])) {
        return false;
    }
    const auto below = static_cast<double>(n_points(parts) - 1);
    const double said = line.values[0] + line.values[1];
    const bool is_first = line.number == parts.first_line;
    const bool is_above_counts = is_first && is_pair_of_counts(lines[1]);
    const bool far = is_far(line, std::span(lines).subspan(is_above_counts ? 2 : 1));
    const bool fits = said == below || said == below + 1.0;
    if (is_pair_of_counts(line) && (fits || (far && !is_first))) {
        parts.counts = line;
        return true;
    }
    return far && is_first;
}

/// Whether the first line is none of the points: how many there are, the corners of a grid, or a
/// title.
bool is_header(CoordinateBlocks& parts, const CoordinateLine& line) {
    const std::size_t columns = n_columns(parts.blocks.front());
    const std::vector<double>& v = line.values;
    if (parts.blocks.front().size() < 3 || columns < 2) {
        return false;
    }
    if (v.size() == 1) {
        check_single(parts, line);
        return true;
    }
    if (v.size() == 2 && take_pair(parts, line)) {
        return true;
    }
    if (v.size() == 4 && columns == 2 && v[0] < v[1] && v[2] < v[3]) {
        parts.format = "the format of MSES";
        return true;
    }
    if (v.size() != columns) {
        refuse_line(parts.path,
                    line,
                    "expected " + std::to_string(columns) + " numbers, as in the lines below");
    }
    return false;
}

void take_header_lines(CoordinateBlocks& parts) {
    CoordinateLines& lines = parts.blocks.front();
    while (is_header(parts, CoordinateLine(lines.front()))) {
        lines.erase(lines.begin());
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
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
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
