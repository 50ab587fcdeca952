#pragma once

#include "report/document.hpp"

#include <string>

namespace jennopt {

/// The whole document as GitHub's Markdown; figures are links into figures/.
[[nodiscard]] std::string document_markdown(const Document& document);

}  // namespace jennopt
