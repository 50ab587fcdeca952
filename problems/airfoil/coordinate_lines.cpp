#include "airfoil/coordinate_lines.hpp"

#include "jennopt/core/error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

namespace airfoil {

namespace {

using jennopt::ConfigError;

constexpr std::string_view blanks = " \t\v\f;";

std::string text_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path)) {
        throw ConfigError("airfoil.base: '" + path +
                          "' is neither 'naca' and four digits nor a file that can be read");
    }
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.find('\0') != std::string::npos) {
        throw ConfigError(path +
                          ":1:1: is no plain text (a binary file, or UTF-16), expected "
                          "lines of two numbers in ASCII or UTF-8");
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";  // of the byte order
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
}

void drop_comment(std::string& line) {
    const auto first = line.find_first_not_of(blanks);
    if (first != std::string::npos && (line[first] == '%' || line.compare(first, 2, "//") == 0)) {
        line.clear();
    }
    line.resize(std::min(line.size(), line.find_first_of("#!")));
}

/// Those that are not blank, with their numbers.
std::vector<CoordinateLine> lines_of(std::string text) {
    replace_all(text, "\r\n", "\n");
    std::replace(text.begin(), text.end(), '\r', '\n');
    std::replace(text.begin(), text.end(), '\x1A', ' ');  // the end of a file under DOS
    replace_all(text, "\xE2\x88\x92", "  -");             // the minus sign of typesetting
    replace_all(text, "\xC2\xA0", "  ");                  // a blank that is not to be broken
    std::vector<CoordinateLine> lines;
    std::size_t number = 0;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string line = text.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        drop_comment(line);
        if (line.find_first_not_of(blanks) != std::string::npos) {
            lines.push_back({.number = number, .text = std::move(line), .values = {}});
        }
    }
    return lines;
}

/// Appends the numbers of a word; false if there is anything else in it.
bool append_numbers(std::string word, std::vector<double>& values) {
    if (word.find_first_not_of("+-.0123456789eEdD") != std::string::npos) {
        return false;
    }
    std::replace_if(
        word.begin(), word.end(), [](char c) { return c == 'd' || c == 'D'; }, 'e');
    const char* place = word.data();
    const char* const end = place + word.size();
    while (true) {
        if (*place == '+' && place + 1 < end && place[1] != '-') {
            ++place;
        }
        double value = 0.0;
        const auto [next, failure] = std::from_chars(place, end, value);
        if (failure != std::errc() || !std::isfinite(value)) {
            return false;
        }
        values.push_back(value);
        if (next == end) {
            return true;
        }
        // The next number's sign; without its point it may be an exponent that lacks its letter.
        if ((*next != '+' && *next != '-') || std::find(next, end, '.') == end) {
            return false;
        }
        place = next;
    }
}

/// The numbers of a line whose words are separated by `separators`; nothing if there is text.
/// @param column  where the text begins
std::optional<std::vector<double>> numbers_of(std::string_view line,
                                              std::string_view separators,
                                              std::size_t& column) {
    std::vector<double> values;
    std::size_t begin = line.find_first_not_of(separators);
    while (begin != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(separators, begin), line.size());
        if (!append_numbers(std::string(line.substr(begin, end - begin)), values)) {
            column = begin + 1;
            return std::nullopt;
        }
        begin = line.find_first_not_of(separators, end);
    }
    return values;
}

const std::string& with_commas() {
    static const std::string separators = std::string(blanks) + ",";
    return separators;
}

/// Four whole numbers with three commas and nothing else between them.
bool is_all_commas(const std::string& line) {
    std::size_t column = 0;
    const auto values = numbers_of(line, with_commas(), column);
    return values.has_value() && values->size() == 4 &&
           std::count(line.begin(), line.end(), ',') == 3 &&
           line.find_first_of(blanks) == std::string::npos;
}

/// Counts the words, and those that are numbers.
void count_words(CoordinateLine& line, std::string_view text) {
    std::size_t begin = text.find_first_not_of(with_commas());
    while (begin != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(with_commas(), begin), text.size());
        const std::string word(text.substr(begin, end - begin));
        std::vector<double> values;
        ++line.n_words;
        if (append_numbers(word, values)) {
            ++line.n_numbers;
            if (word.find('.') != std::string::npos) {
                line.with_point.push_back(values.front());
            }
        }
        begin = text.find_first_not_of(with_commas(), end);
    }
}

/// Decimal commas become points; a comma behind a number or a blank stays a separator.
std::string with_points(std::string line) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        if (line[i] == ',' && line[i + 1] >= '0' && line[i + 1] <= '9') {
            line[i] = '.';
        }
    }
    return line;
}

/// Several numbers, all written without a decimal point, and a comma inside of one at least.
bool has_decimal_commas(const std::string& line) {
    std::size_t column = 0;
    const std::string changed = with_points(line);
    const auto values = numbers_of(changed, with_commas(), column);
    return line.find('.') == std::string::npos && changed != line && values.has_value() &&
           values->size() > 1;
}

bool has_decimal_points(const std::string& line) {
    std::size_t column = 0;
    const auto values = numbers_of(line, with_commas(), column);
    return line.find('.') != std::string::npos && values.has_value() && values->size() > 1;
}

}  // namespace

void refuse(const std::string& path,
            std::size_t line,
            std::size_t column,
            const std::string& what) {
    throw ConfigError(path + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
                      what);
}

std::vector<CoordinateLine> read_coordinate_lines(const std::string& path) {
    std::vector<CoordinateLine> lines = lines_of(text_of(path));
    const auto count = [&lines](auto property) {
        return std::count_if(lines.begin(), lines.end(), [&](const CoordinateLine& line) {
            return property(line.text);
        });
    };
    const auto n_points = count(has_decimal_points);
    const bool is_comma_decimal = count(has_decimal_commas) > n_points;
    for (CoordinateLine& line : lines) {
        const std::string text = is_comma_decimal ? with_points(line.text) : line.text;
        line.values = numbers_of(text, with_commas(), line.column).value_or(std::vector<double>());
        count_words(line, text);
        if (n_points == 0 && is_all_commas(line.text)) {
            refuse(path,
                   line.number,
                   line.text.find(',') + 1,
                   "is '" + line.text +
                       "', with commas in and between the numbers, expected blanks or semicolons "
                       "between numbers with decimal commas");
        }
    }
    return lines;
}

}  // namespace airfoil
