#pragma once

#include "report/document.hpp"

#include <cstddef>
#include <string>

namespace jennopt {

/// The title and the head of a document for a terminal: no line is wider than so many columns, and
/// the columns of a table that do not fit go into a block below.
///
/// @param width  at least 30
[[nodiscard]] std::string document_text(const Document& document, std::size_t width = 100);

}  // namespace jennopt
