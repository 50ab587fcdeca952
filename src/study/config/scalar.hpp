#pragma once

#include "core/format.hpp"
#include "jennopt/problem/options.hpp"
#include "study/config/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace jennopt {

// YAML 1.1 takes 010 for 8, yes for true and 1_000 for a number; a study file means what it looks
// like. Each reader returns nothing unless the node is a scalar without quotes written in exactly
// one way.

/// Decimal, without leading zeros; nothing if it does not fit.
[[nodiscard]] std::optional<std::int64_t> to_integer(const Document& node);

[[nodiscard]] std::optional<std::uint64_t> to_natural(const Document& node);

/// Finite, decimal; integers included.
[[nodiscard]] std::optional<double> to_real(const Document& node);

/// true or false.
[[nodiscard]] std::optional<bool> to_bool(const Document& node);

/// In quotes, or without if it looks like nothing else.
[[nodiscard]] std::optional<std::string> to_text(const Document& node);

/// What a scalar looks like; nothing for lists, maps and empty values.
[[nodiscard]] std::optional<OptionValue> to_option(const Document& node);

/// What was found, as a noun for an error message: 5, 'abc', "5", a list, a map, empty.
[[nodiscard]] std::string found(const Document& node);

/// The number that a text is meant as which is none: 1e3 or 1_000 where whole ones are wanted, "20"
/// in quotes, 0,5, 1d-3, 010; an empty document if there is none.
[[nodiscard]] Document as_number(const Document& node, bool whole);

/// "true" for yes, on and True, "false" for their opposites, "" for anything else.
[[nodiscard]] std::string as_truth(const Document& node);

/// Of a number the shortest text that reads back the same.
template <typename Value>
requires std::is_arithmetic_v<Value>

[[nodiscard]] Document scalar(Value value) {
    return {.kind = Document::Kind::scalar, .text = fmt::format("{}", value)};
}

[[nodiscard]] Document scalar(const std::string& value);
[[nodiscard]] Document scalar(const OptionValue& value);

}  // namespace jennopt
