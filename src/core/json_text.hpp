#pragma once

#include "core/json.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace jennopt {

/// Lists and objects within each other that are read: no file that means something has more, and
/// writing or copying a value takes stack for each.
inline constexpr Index most_nested = 100;

/// Reads JSON, nested at most most_nested times.
/// @param source    of the text, "study.json"
/// @param expected  what to do, or what should be there: the end of the error's sentence
/// @param line      of the source that the text begins in, from 1
/// @throws ConfigError with the place, and `expected`
[[nodiscard]] Json parse_json(const std::string& text,
                              const std::string& source,
                              const std::string& expected,
                              Index line = 1);

/// The same of a text that may be anything: nothing where it is no JSON, or nested more deeply.
[[nodiscard]] std::optional<Json> json_in(std::string_view text);

/// What is wrong with a value, without the library's codes: "key 'x' not found".
[[nodiscard]] std::string plain_words(const Json::exception& error);

}  // namespace jennopt
