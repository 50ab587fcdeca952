#pragma once

#include <string>
#include <string_view>

namespace jennopt {

/// An axis of a sweep: "training samples" of sampling.count, else the last part of the key.
[[nodiscard]] std::string axis_words(std::string_view axis);

/// What an arm chose of an axis: "lambda = 0.1", "rosenbrock" where the axis is a name.
[[nodiscard]] std::string choice_words(std::string_view axis, std::string_view value);

/// A contender in tables and sentences: "direct search", "best sample", a surrogate's own name.
[[nodiscard]] std::string contender_words(std::string_view contender);

/// The text with every `from` replaced.
[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

/// The text with no_break_space in numbers like "1 - 2.0e-06".
[[nodiscard]] std::string keep_numbers_whole(std::string text);

inline constexpr std::string_view no_break_space = "\u00a0";

/// The text as pages and figures show it: R² for R2, − for a minus before it.
[[nodiscard]] std::string typeset(std::string text);

}  // namespace jennopt
