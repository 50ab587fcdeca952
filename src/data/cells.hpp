#pragma once

#include "jennopt/core/types.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// Where something stands in a text file.
struct TextPlace {
    Index line = 1;
    Index column = 1;  ///< of its first byte in the line
};

/// One line of a text without its end.
struct TextLine {
    std::string_view text;
    TextPlace place = {};  ///< of its first byte
};

struct Cell {
    std::string text;
    TextPlace place;
};

using CellRow = std::vector<Cell>;

/// Cells of lines, row by row; a row goes on in the next line where a quoted cell does.
struct SplitLines {
    std::vector<CellRow> rows;
    std::string fault;  ///< what is wrong with the quotes, "" if nothing is
    TextPlace fault_place = {};
};

/// RFC 4180 quoting with any separator; blanks around a cell are dropped. In csv.cpp.
/// @param separator  one byte; ' ' stands for any number of blanks and tabs
[[nodiscard]] SplitLines split_lines(std::span<const TextLine> lines, char separator);

}  // namespace jennopt
