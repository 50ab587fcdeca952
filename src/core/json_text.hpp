#pragma once

#include "core/json.hpp"

#include <string>

namespace jennopt {

/// Reads JSON.
/// @param source    of the text, "study.json"
/// @param expected  what to do, or what should be there: the end of the error's sentence
/// @param line      of the source that the text begins in, from 1
/// @throws ConfigError with the place, and `expected`
[[nodiscard]] Json parse_json(const std::string& text,
                              const std::string& source,
                              const std::string& expected,
                              Index line = 1);

/// What is wrong with a value, without the library's codes: "key 'x' not found".
[[nodiscard]] std::string plain_words(const Json::exception& error);

}  // namespace jennopt
