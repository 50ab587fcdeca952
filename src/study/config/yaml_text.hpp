#pragma once

#include "jennopt/core/types.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Something wrong with a text that should be YAML, where the user has to look.
struct TextFault {
    Index line = 0;    ///< from 0
    Index column = 0;  ///< from 0, bytes
    std::string sentence;
};

/// What YAML readers take for something else, or report at another place or not at all: bytes that
/// are no text, tabs that indent, blanks that are none, quotes that are not closed.
[[nodiscard]] std::vector<TextFault> text_faults(const std::string& text);

/// Why a YAML reader stopped at a place, in words about the text and with what to write instead.
/// @param line, column  where it stopped, from 0
/// @param reason        what it says
[[nodiscard]] std::vector<TextFault> explain(const std::string& text,
                                             Index line,
                                             Index column,
                                             const std::string& reason);

/// "replicates" of "replicates:1", a key that lacks the blank after its colon; "" for any other
/// text.
[[nodiscard]] std::string key_without_blank(const std::string& text);

}  // namespace jennopt
