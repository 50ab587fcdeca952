#pragma once

#include "report/document.hpp"

#include <string>
#include <string_view>

namespace jennopt {

/// The whole document as one page that needs no other file: style, figures and all.
[[nodiscard]] std::string document_html(const Document& document);

/// The text with the five characters of HTML escaped.
[[nodiscard]] std::string escape_html(std::string_view text);

}  // namespace jennopt
