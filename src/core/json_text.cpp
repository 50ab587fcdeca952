#include "core/json_text.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

/// Place of the bracket that opens one list or object too many; npos: there is none.
std::size_t too_deep(std::string_view text) {
    Index depth = 0;
    bool is_quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (is_quoted) {
            i += letter == '\\' ? 1 : 0;
            is_quoted = letter != '"';
        } else if (letter == '"') {
            is_quoted = true;
        } else if (letter == '[' || letter == '{') {
            if (++depth > most_nested) {
                return i;
            }
        } else if (letter == ']' || letter == '}') {
            --depth;
        }
    }
    return std::string_view::npos;
}

/// "a.json:3:7": the place of a byte of a text that begins in a line of its source.
std::string place_in(std::string_view text,
                     std::size_t byte,
                     const std::string& source,
                     Index line) {
    const std::string_view before = text.substr(0, byte);
    const std::size_t begin = before.rfind('\n') + 1;  // 0 where there is none
    return fmt::format(
        "{}:{}:{}", source, line + std::ranges::count(before, '\n'), before.size() - begin + 1);
}

}  // namespace

Json parse_json(const std::string& text,
                const std::string& source,
                const std::string& expected,
                Index line) {
    if (const std::size_t byte = too_deep(text); byte != std::string::npos) {
        throw ConfigError(fmt::format("{}: lists and objects are nested more than {} times, {}",
                                      place_in(text, byte, source, line),
                                      most_nested,
                                      expected));
    }
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        // byte counts from 1, and is one beyond the end of a text that was cut off.
        const std::size_t byte = std::min(error.byte > 0 ? error.byte - 1 : 0, text.size());
        const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
        throw ConfigError(fmt::format("{}: {}, {}",
                                      place_in(text, byte, source, line),
                                      is_blank              ? "is empty"
                                      : byte == text.size() ? "is cut off, its JSON has no end"
                                                            : "is no JSON",
                                      expected));
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: {}, {}", source, plain_words(error), expected));
    }
}

std::optional<Json> json_in(std::string_view text) {
    if (too_deep(text) != std::string_view::npos) {
        return std::nullopt;
    }
    Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    return json.is_discarded() ? std::nullopt : std::optional(std::move(json));
}

std::string plain_words(const Json::exception& error) {
    if (dynamic_cast<const Json::type_error*>(&error) != nullptr) {
        return "a value is of another kind than it should be";
    }
    const std::string_view words = error.what();
    const std::size_t end = words.find("] ");
    return std::string(end == std::string_view::npos ? words : words.substr(end + 2));
}

}  // namespace jennopt
