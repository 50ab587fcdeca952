#include "data/csv_file.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/nearest.hpp"
#include "data/number_cell.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

/// "; did you mean 'alpha [deg]'?", of a name that is only begun, too.
std::string suggestion(const std::string& name, const std::vector<std::string>& names) {
    const std::string near = did_you_mean(name, names);
    const auto longer = std::ranges::find_if(names, [&name](const std::string& each) {
        return each.starts_with(name + " ") || each.starts_with(name + "[") ||
               each.starts_with(name + "(");
    });
    return near.empty() && longer != names.end() ? fmt::format("; did you mean '{}'?", *longer)
                                                 : near;
}

}  // namespace

CsvFile::CsvFile(const std::filesystem::path& file, const std::vector<std::string>& expected)
    : file_(file), plain_(read_plain_text(file)) {
    std::optional<TableFormat> format = recognize_format(plain_.text, expected);
    if (!format) {
        refuse({},
               plain_.text.find_first_not_of(" \t\n") == std::string::npos
                   ? "the file is empty, expected a header line and rows of numbers"
                   : "every line is a comment (# or %), expected a header line and rows of "
                     "numbers");
    }
    format_ = std::move(*format);
}

std::vector<std::string> CsvFile::names() const {
    std::vector<std::string> names;
    for (const Cell& cell : format_.header) {
        if (!cell.text.empty()) {
            names.push_back(cell.text);
        }
    }
    return names;
}

std::string CsvFile::unit(std::size_t place) const {
    std::string text = place < format_.units.size() ? format_.units[place].text : std::string();
    const bool has_brackets = text.size() > 1 && ((text.front() == '[' && text.back() == ']') ||
                                                  (text.front() == '(' && text.back() == ')'));
    text = has_brackets ? text.substr(1, text.size() - 2) : text;
    return text == "-" || text == "1" ? "" : text;
}

std::vector<std::size_t> CsvFile::places(const std::vector<std::string>& columns) const {
    require_names();
    std::vector<std::size_t> places;
    for (std::size_t j = 0; columns.empty() && j < format_.header.size(); ++j) {
        require_single(name(j));
        places.push_back(j);
    }
    for (const std::string& wanted : columns) {
        require_single(wanted);
        const auto found = std::ranges::find(format_.header, wanted, &Cell::text);
        if (found == format_.header.end()) {
            refuse(format_.header.front().place,
                   fmt::format("has no column \"{}\", found {}{}",
                               wanted,
                               found_names(),
                               suggestion(wanted, names())));
        }
        places.push_back(at(found - format_.header.begin()));
    }
    return places;
}

std::vector<CellRow> CsvFile::rows() const {
    SplitLines split = split_lines(format_.rows, format_.separator);
    if (!split.fault.empty()) {
        refuse(split.fault_place, split.fault);
    }
    if (split.rows.empty()) {
        refuse(format_.header.front().place,
               format_.comments == 0
                   ? "a header line and no rows, expected at least 1 row"
                   : fmt::format("a header line, {} comments (# or %) and no rows, expected at "
                                 "least 1 row",
                                 format_.comments));
    }
    for (CellRow& row : split.rows) {
        fit(row);
    }
    return std::move(split.rows);
}

std::string CsvFile::format_words(char decimal_mark) const {
    std::vector<std::string> words;
    const auto add = [&words](bool is_so, const std::string& text) {
        if (is_so) {
            words.push_back(text);
        }
    };
    add(!plain_.encoding.empty(), plain_.encoding);
    add(format_.separator != ',', separator_words(format_.separator));
    add(decimal_mark == ',', "decimal commas");
    add(format_.header_is_comment, "names in a comment");
    add(format_.titles > 0, fmt::format("names in line {}", format_.header.front().place.line));
    add(format_.units_line > 0, fmt::format("units in line {}", format_.units_line));
    add(format_.comments > 0,
        format_.comments == 1 ? "1 comment line"
                              : fmt::format("{} comment lines", format_.comments));
    return fmt::format("{}", fmt::join(words, ", "));
}

void CsvFile::refuse(const TextPlace& place, std::string_view what) const {
    throw ConfigError(fmt::format("{}:{}:{}: {}", file_.string(), place.line, place.column, what));
}

/// "a, b, c (separated by commas)".
std::string CsvFile::found_names() const {
    const std::vector<std::string> found = names();
    return found.size() == 1
               ? fmt::format("the single column \"{}\"", found.front())
               : fmt::format(
                     "{} (separated by {})", shortened(found), separator_words(format_.separator));
}

void CsvFile::require_names() const {
    if (std::ranges::all_of(format_.header, [](const Cell& cell) {
            return !std::isnan(number_of(cell.text)) || !std::isnan(number_of(cell.text, ','));
        })) {
        refuse(format_.header.front().place,
               "the first line has only numbers, expected the names of the columns");
    }
}

void CsvFile::require_single(const std::string& name) const {
    const auto is_it = [&name](const Cell& cell) { return cell.text == name; };
    const auto first = std::ranges::find_if(format_.header, is_it);
    if (first == format_.header.end()) {
        return;
    }
    if (name.empty()) {
        refuse(first->place,
               fmt::format("column {} has no name", first - format_.header.begin() + 1));
    }
    if (const auto second = std::find_if(first + 1, format_.header.end(), is_it);
        second != format_.header.end()) {
        refuse(second->place, fmt::format("a second column has the name \"{}\"", name));
    }
}

/// Separators at the ends of lines make no cells.
void CsvFile::fit(CellRow& row) const {
    const std::size_t width = format_.header.size();
    const std::size_t size = row.size();
    while (row.size() > width && row.back().text.empty()) {
        row.pop_back();
    }
    while (row.size() < width && format_.header[row.size()].text.empty()) {
        row.push_back({"", row.back().place});
    }
    if (row.size() != width) {
        const bool may_be_decimal = format_.separator == ',' && size == 2 * width;
        refuse(
            row.front().place,
            fmt::format("{} cells in this row, expected {} as in the header; cells are separated "
                        "by {}{}",
                        size,
                        width,
                        separator_words(format_.separator),
                        may_be_decimal ? ", decimal commas need semicolons between cells" : ""));
    }
}

std::string shortened(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 12;
    const std::size_t shown = std::min(names.size(), most_named);
    const std::string text = fmt::format(
        "{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    return names.size() > shown ? text + fmt::format(" and {} more", names.size() - shown) : text;
}

}  // namespace jennopt
