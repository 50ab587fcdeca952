#pragma once

#include "data/output_partials.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Least share of Differences::separate() of an input that has partials of its own.
inline constexpr double least_separate = 0.05;

/// It differs between rows, but not separately: only a direction is determined.
inline constexpr const char* dependent_input = "it changes together with other inputs";

/// Why the rows cannot tell the partials of an output by each input, "" where they might: between
/// two values a function may do anything, and a few rows may be an exception.
[[nodiscard]] std::vector<std::string> open_reasons(const OutputPartials& partials);

}  // namespace jennopt
