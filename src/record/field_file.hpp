#pragma once

#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "record/fields.hpp"

#include <filesystem>
#include <string>

namespace jennopt {

/// Writes a struct with a list of fields as one JSON file.
/// @param indent  -1: all in one line
template <HasFields T>
void write_fields(const std::filesystem::path& file, const T& value, int indent) {
    // A user's text need not be UTF-8; a broken byte must not lose the rest.
    write_text(
        file, field_to_json(value).dump(indent, ' ', false, Json::error_handler_t::replace) + '\n');
}

/// @param remedy  what to do where the file cannot be read, the end of the error's sentence
/// @throws ConfigError naming the file, what is wrong, and the remedy
template <HasFields T>
void read_fields(const std::filesystem::path& file, const std::string& remedy, T& value) {
    const Json json = parse_json(read_text(file), file.string(), remedy);
    try {
        require_field(json.is_object(), json, "it", "an object");
        field_from_json(json, "", value);
    } catch (const Json::exception& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}); {}", file.string(), plain_words(error), remedy));
    } catch (const Error& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}); {}", file.string(), error.what(), remedy));
    }
}

}  // namespace jennopt
