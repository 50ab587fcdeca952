#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// A rectangle of numbers with a name per column, one row per sample; an empty cell is NaN.
struct Table {
    std::vector<std::string> columns;
    Matrix rows;                    ///< (number of rows, number of columns)
    std::vector<Index> lines = {};  ///< where each row began in its file; empty if it has none
};

/// Comma-separated, one header line, RFC 4180 quoting.
/// @param complete  columns that must be there, without an empty cell
/// @throws ConfigError naming file, line and column for a missing file, a cell that is no finite
///         number, a row of another length, two columns of one name, no rows, or what `complete`
///         forbids
[[nodiscard]] Table read_csv(const std::filesystem::path& file,
                             const std::vector<std::string>& complete = {});

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
