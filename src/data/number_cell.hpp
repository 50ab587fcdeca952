#pragma once

#include <string_view>

namespace jennopt {

/// The number that the whole text spells, independent of the locale; NaN if there is none or it is
/// not finite. A plus sign and Fortran's exponent (1.5D+03) are taken.
/// @param decimal_mark  '.' or ','
[[nodiscard]] double number_of(std::string_view text, char decimal_mark = '.');

/// What programs write where there is no number: nothing, nan, inf, NA, null, None, #N/A, #DIV/0!,
/// ..., whatever the case.
[[nodiscard]] bool is_missing_number(std::string_view text);

/// A number with marks between its thousands, 1,234.5 or 1 234, or with both kinds of marks.
[[nodiscard]] bool has_thousands_marks(std::string_view text);

/// Groups of three digits after commas and nothing else, 1,234: a comma of thousands, or a decimal
/// one.
[[nodiscard]] bool is_number_of_groups(std::string_view text);

}  // namespace jennopt
