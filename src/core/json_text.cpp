#include "core/json_text.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <string_view>

namespace jennopt {

Json parse_json(const std::string& text,
                const std::string& source,
                const std::string& expected,
                Index line) {
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        // byte counts from 1, and is one beyond the end of a text that was cut off.
        const std::string_view before = std::string_view(text).substr(
            0, std::min(error.byte > 0 ? error.byte - 1 : 0, text.size()));
        const std::size_t begin = before.rfind('\n') + 1;  // 0 where there is none
        const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
        throw ConfigError(fmt::format("{}:{}:{}: {}, {}",
                                      source,
                                      line + std::ranges::count(before, '\n'),
                                      before.size() - begin + 1,
                                      is_blank ? "is empty"
                                      : before.size() == text.size()
                                          ? "is cut off, its JSON has no end"
                                          : "is no JSON",
                                      expected));
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: {}, {}", source, plain_words(error), expected));
    }
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
