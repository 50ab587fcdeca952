#pragma once

#include "jennopt/report/figures.hpp"
#include "jennopt/report/summary.hpp"

#include <span>
#include <string>
#include <string_view>

namespace jennopt {

/// The text with the characters that mean something to HTML replaced: & < > " '.
[[nodiscard]] std::string escape_html(std::string_view text);

/// The report as one self-contained page: figures drawn are inlined, no script, no link.
/// @param rows     of summarize()
/// @param figures  of write_figures() in the same folder
[[nodiscard]] std::string html_page(const ReportInput& input,
                                    std::span<const SummaryRow> rows,
                                    const Figures& figures);

}  // namespace jennopt
