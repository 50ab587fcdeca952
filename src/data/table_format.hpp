#pragma once

#include "data/cells.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// How a text of rows is written, and where its parts are.
struct TableFormat {
    char separator = ',';        ///< between cells; ' ' stands for any number of blanks and tabs
    CellRow header;              ///< names of the columns
    std::vector<TextLine> rows;  ///< lines of numbers, views into the text
    Index titles = 0;            ///< lines above the header that are neither comments nor names
    bool header_is_comment = false;  ///< behind # or %
    Index units_line = 0;            ///< second header line, of units; 0: there is none
    CellRow units = {};              ///< of the columns, that line's cells
    Index comments = 0;              ///< lines below the header that begin with # or %
};

/// Recognizes the format by what is found: the separator under which most expected names stand in
/// the header, then most numbers in rows of the header's length.
/// Blank lines and comments are left out of the rows.
/// @param text      lives as long as the result
/// @param expected  names of columns, some of which may be there; none: nothing is known
/// @return          nothing if the text has no line
[[nodiscard]] std::optional<TableFormat> recognize_format(std::string_view text,
                                                          const std::vector<std::string>& expected);

/// "commas", "tabs", "blanks".
[[nodiscard]] std::string separator_words(char separator);

}  // namespace jennopt
