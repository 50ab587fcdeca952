#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// A rectangle of numbers with a name per column, one row per sample; what is missing is NaN.
struct Table {
    std::vector<std::string> columns;
    Matrix rows;                    ///< (number of rows, number of columns)
    std::vector<Index> lines = {};  ///< where each row began in its file; empty if it has none
    /// How its file differs from commas and decimal points, in words: "semicolons, decimal commas".
    std::string format = {};
    std::vector<std::string> units = {};  ///< of each column as its file has them; none: of none
};

/// Whether a cell may hold no finite number: nothing, nan, inf, NA, #N/A, ...
enum class Gaps { allowed, refused };

/// Rows of numbers below a line of names, as programs and people write them: separated by commas,
/// semicolons, tabs, bars or blanks, with decimal points or commas, RFC 4180 quoting, names behind
/// # or % as a comment, other such comments, a line of units, blank lines, separators at the ends
/// of lines; encodings as read_plain_text(). In csv_reading.cpp.
/// @param columns  those that are read, in this order, whatever stands in others; none: all
/// @throws ConfigError naming file, line and column for a missing file, a file of another kind, a
///         column that is not there (with the nearest one and those that are), text instead of a
///         number, a row of another length, two columns of one name, no rows, and a gap where they
///         are refused
[[nodiscard]] Table read_csv(const std::filesystem::path& file,
                             const std::vector<std::string>& columns = {},
                             Gaps gaps = Gaps::allowed);

/// The names of all columns of such a file that have one. In csv_reading.cpp.
/// @param expected  names of which some are there: they tell the header from other lines
/// @throws ConfigError as read_csv()
[[nodiscard]] std::vector<std::string> read_column_names(const std::filesystem::path& file,
                                                         const std::vector<std::string>& expected);

/// Every digit needed to read the same doubles back; NaN is an empty cell. The folder must exist.
/// @throws Error if the file cannot be written
void write_csv(const std::filesystem::path& file, const Table& table);

/// A text as a cell: quoted where RFC 4180, or a reader that trims blanks, needs it.
[[nodiscard]] std::string csv_cell(const std::string& text);

/// A number as a cell: every digit; empty for what is not finite.
[[nodiscard]] std::string csv_cell(double number);

/// Columns: inputs, outputs, then d_<output>_d_<input> for each output and input if the data have
/// partials.
[[nodiscard]] Table to_table(const Dataset& data,
                             const std::vector<std::string>& input_names,
                             const std::vector<std::string>& output_names);

}  // namespace jennopt
