#include "data/number_cell.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <system_error>

namespace jennopt {

namespace {

constexpr std::array<std::string_view, 24> missing_words{
    "",     "nan",     "-nan",    "+nan",  "nan(ind)", "-nan(ind)", "1.#qnan", "-1.#ind",
    "inf",  "-inf",    "+inf",    "na",    "n/a",      "<na>",      "null",    "none",
    "#n/a", "#div/0!", "#value!", "#ref!", "#num!",    "#name?",    "#null!",  "-"};
constexpr std::array<std::string_view, 3> infinity_words{"infinity", "-infinity", "+infinity"};

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(
        lower, lower.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return lower;
}

}  // namespace

double number_of(std::string_view text, char decimal_mark) {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') {
        text.remove_prefix(1);  // std::from_chars takes no plus sign
    }
    std::string plain(text);
    if (decimal_mark == ',') {
        std::ranges::replace(plain, '.', '?');
        std::ranges::replace(plain, ',', '.');
    }
    if (const std::size_t exponent = plain.find_first_of("dD"); exponent != std::string::npos) {
        plain[exponent] = 'e';
    }
    double value = 0.0;
    const char* const last = plain.data() + plain.size();
    const auto [end, error] = std::from_chars(plain.data(), last, value);
    const bool is_whole = error == std::errc{} && end == last;
    return is_whole && std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
}

bool is_missing_number(std::string_view text) {
    const std::string word = lower_case(text);
    if (std::ranges::find(missing_words, word) != missing_words.end() ||
        std::ranges::find(infinity_words, word) != infinity_words.end()) {
        return true;
    }
    double value = 0.0;  // 1e999 is as good as inf
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc::result_out_of_range && end == text.data() + text.size() &&
           text.find('-', 1) == std::string_view::npos;
}

bool has_thousands_marks(std::string_view text) {
    // Blanks that do not break a line, U+00A0 and U+202F, are bytes that no number has.
    constexpr std::string_view marks = " '_,.\xC2\xA0\xE2\x80\xAF";
    const auto is_mark = [marks](char letter) {
        return marks.find(letter) != std::string_view::npos;
    };
    // The last mark is the decimal one, if it is there once; without the others a number is left.
    const std::size_t last = text.find_last_of(",.");
    std::string rest;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_mark(text[i])) {
            rest += text[i];
        } else if (i == last && std::ranges::count(text, text[i]) == 1) {
            rest += '.';
        }
    }
    const bool is_between = !text.empty() && !is_mark(text.front()) && !is_mark(text.back());
    return is_between && std::ranges::any_of(text, is_mark) && !std::isnan(number_of(rest));
}

bool is_number_of_groups(std::string_view text) {
    const std::size_t first = text.find_first_not_of("+-");
    text.remove_prefix(std::min(first, text.size()));
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos || comma == 0 || comma > 3) {
        return false;
    }
    constexpr std::size_t group = 4;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_mark = i >= comma && (i - comma) % group == 0;
        if (is_mark ? text[i] != ',' : std::isdigit(static_cast<unsigned char>(text[i])) == 0) {
            return false;
        }
    }
    return (text.size() - comma) % group == 0;
}

}  // namespace jennopt
