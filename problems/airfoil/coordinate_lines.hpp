#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace airfoil {

/// A line of a file of coordinates: numbers, or text if any of its words is no number.
struct CoordinateLine {
    std::size_t number = 0;      ///< from 1
    std::string text;            ///< as written, without the comment
    std::vector<double> values;  ///< finite; empty for text
    std::size_t column = 1;      ///< from 1: where the first word that is no number begins
    std::size_t n_words = 0;
    std::size_t n_numbers = 0;            ///< words that are numbers
    std::vector<double> with_point = {};  ///< those of them that have a decimal point
};

/// The lines of a file that are neither blank nor comments.
///
/// Numbers are separated by blanks, tabs, semicolons or commas, or by nothing where a sign begins
/// the next (Fortran's fixed columns). A decimal comma is one in the whole file or nowhere; the
/// exponent is e or d. A comment begins with #, !, % or // at the start of a line, and with # or !
/// anywhere. Ends of lines are those of any system.
/// @throws jennopt::ConfigError naming the file for one that cannot be read or is no text
[[nodiscard]] std::vector<CoordinateLine> read_coordinate_lines(const std::string& path);

/// @throws jennopt::ConfigError "path:line:column: what", always
[[noreturn]] void refuse(const std::string& path,
                         std::size_t line,
                         std::size_t column,
                         const std::string& what);

}  // namespace airfoil
