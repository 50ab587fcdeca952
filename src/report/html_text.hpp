#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/report/summary.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The style sheet of the page.
[[nodiscard]] std::string_view page_style();

/// How the numbers of a column read.
enum class NumberKind {
    general,  ///< three significant digits
    count,    ///< whole, or one decimal
    r2        ///< tells numbers near 1 apart by their gap
};

/// A number on its own, with a power of ten where it is very large or small.
[[nodiscard]] std::string plain_number(double value, NumberKind kind);

/// Numbers of one column of a table, as cells that align on the decimal point: the same number of
/// decimals, or all with a power of ten. Empty for what is not finite.
[[nodiscard]] std::vector<std::string> aligned_numbers(std::span<const double> values,
                                                       NumberKind kind);

/// A number that somebody chose: its own digits, not a measure's.
[[nodiscard]] std::string setting_text(double value);

/// "<tr><td>..</td>..</tr>"; the texts are HTML already.
[[nodiscard]] std::string table_row(const std::vector<std::string>& cells,
                                    std::string_view tag = "td");

/// Each different text that a surrogate's replicates have, and how often, as HTML; "" ones are left
/// out.
[[nodiscard]] std::string counted_texts(
    const ReportArm& arm,
    const std::string& surrogate,
    const std::function<std::string(const SurrogateRecord&)>& text_of);

/// A picture made by gnuplot, ready to stand in a page beside others: ids made unique by the
/// prefix.
[[nodiscard]] std::string inline_svg(std::string svg, const std::string& prefix);

/// The sections of the page, in its order.
[[nodiscard]] std::string key_table_html(const ReportInput& input,
                                         std::span<const SummaryRow> rows);
[[nodiscard]] std::string problem_html(const ReportInput& input);
[[nodiscard]] std::string method_html(const ReportInput& input);
[[nodiscard]] std::string polishing_html(const ReportInput& input,
                                         std::span<const SummaryRow> rows);
[[nodiscard]] std::string training_html(const ReportInput& input, std::span<const SummaryRow> rows);
[[nodiscard]] std::string metrics_html(std::span<const SummaryRow> rows);
[[nodiscard]] std::string reproduction_html(const ReportInput& input);

}  // namespace jennopt
