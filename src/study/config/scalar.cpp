#include "study/config/scalar.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <iterator>
#include <string_view>
#include <variant>

namespace jennopt {

namespace {

bool is_plain(const Document& node) {
    return node.kind == Document::Kind::scalar && !node.quoted;
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// Without the sign; "" if the text cannot be a number in our notation.
std::string_view magnitude(std::string_view text) {
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        text.remove_prefix(1);
    }
    const bool starts = !text.empty() && (is_digit(text.front()) || text.front() == '.');
    const bool octal = text.size() > 1 && text[0] == '0' && is_digit(text[1]);
    return starts && !octal ? text : std::string_view{};
}

template <typename Number>
std::optional<Number> whole(std::string_view text) {
    if (magnitude(text).empty()) {
        return std::nullopt;
    }
    if (text.front() == '+') {
        text.remove_prefix(1);
    }
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> to_integer(const Document& node) {
    return is_plain(node) ? whole<std::int64_t>(node.text) : std::nullopt;
}

std::optional<std::uint64_t> to_natural(const Document& node) {
    return is_plain(node) ? whole<std::uint64_t>(node.text) : std::nullopt;
}

std::optional<double> to_real(const Document& node) {
    const std::optional<double> number = is_plain(node) ? whole<double>(node.text) : std::nullopt;
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<bool> to_bool(const Document& node) {
    if (!is_plain(node) || (node.text != "true" && node.text != "false")) {
        return std::nullopt;
    }
    return node.text == "true";
}

std::optional<std::string> to_text(const Document& node) {
    if (node.kind != Document::Kind::scalar || to_bool(node) || to_real(node)) {
        return std::nullopt;
    }
    return node.text;
}

std::optional<OptionValue> to_option(const Document& node) {
    if (const auto flag = to_bool(node)) {
        return OptionValue(*flag);
    }
    if (const auto integer = to_integer(node)) {
        return OptionValue(*integer);
    }
    if (const auto number = to_real(node)) {
        return OptionValue(*number);
    }
    const auto text = to_text(node);
    return text ? std::optional(OptionValue(*text)) : std::nullopt;
}

std::string found(const Document& node) {
    using enum Document::Kind;
    if (node.kind != Document::Kind::scalar) {
        return node.kind == list ? "a list" : node.kind == map ? "a map" : "empty";
    }
    if (node.quoted) {
        return fmt::format("\"{}\"", node.text);
    }
    return to_bool(node) || to_real(node) ? node.text : fmt::format("'{}'", node.text);
}

Document as_number(const Document& node, bool whole) {
    if (node.kind != Document::Kind::scalar) {
        return {};
    }
    std::string text;
    for (const char letter : node.text) {
        if (letter != '_') {
            text += letter == ',' ? '.' : letter == 'd' || letter == 'D' ? 'e' : letter;
        }
    }
    const std::size_t sign = text.find_first_not_of("+-");
    while (sign + 1 < text.size() && text[sign] == '0' && is_digit(text[sign + 1])) {
        text.erase(sign, 1);
    }
    constexpr double most = 1e15;  // written without an exponent, all digits exact
    const auto number = to_real({.kind = Document::Kind::scalar, .text = text});
    if (!number || (whole && (*number != std::trunc(*number) || std::abs(*number) > most))) {
        return {};
    }
    Document meant = scalar(*number);
    if (whole) {
        meant.text = fmt::format("{:.0f}", *number);
    }
    return meant;
}

std::string as_truth(const Document& node) {
    constexpr std::array<std::string_view, 4> yes = {"true", "yes", "on", "y"};
    constexpr std::array<std::string_view, 4> no = {"false", "no", "off", "n"};
    std::string text;
    if (node.kind == Document::Kind::scalar) {
        std::ranges::transform(node.text, std::back_inserter(text), [](unsigned char letter) {
            return static_cast<char>(std::tolower(letter));
        });
    }
    return std::ranges::find(yes, text) != yes.end() ? "true"
           : std::ranges::find(no, text) != no.end() ? "false"
                                                     : "";
}

Document scalar(const std::string& value) {
    constexpr std::array<std::string_view, 5> nothing = {"", "~", "null", "Null", "NULL"};
    Document node{.kind = Document::Kind::scalar, .text = value};
    node.quoted = std::ranges::find(nothing, value) != nothing.end() || !to_text(node);
    return node;
}

Document scalar(const OptionValue& value) {
    Document node = std::visit([](const auto& held) { return scalar(held); }, value);
    // 2 would come back as an integer.
    if (std::holds_alternative<double>(value) && to_integer(node)) {
        node.text += ".0";
    }
    return node;
}

}  // namespace jennopt
