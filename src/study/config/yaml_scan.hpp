#pragma once

#include "jennopt/core/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// A character of a text and where it stands, line and column from 0.
struct Spot {
    char letter = '\0';
    Index line = 0;
    Index column = 0;
};

/// The quotes, comments and brackets of a YAML text, as far as they are right.
struct YamlScan {
    /// Lines without their ends, of the same lengths as in the text: comments and block scalars are
    /// blanks there, and quoted text is q.
    std::vector<std::string> lines;
    std::vector<bool> in_flow;       ///< of each line: it begins inside brackets
    std::optional<Spot> open_quote;  ///< that nothing closes
    std::vector<Spot> open_brackets;
    std::optional<Spot> wrong_closer;  ///< the first that closes nothing, or another bracket
};

[[nodiscard]] YamlScan scan_yaml(const std::string& text);

}  // namespace jennopt
