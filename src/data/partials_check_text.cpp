#include "core/at.hpp"
#include "core/format.hpp"
#include "data/partials_check.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

std::string partials_text(const std::vector<CheckedPartials>& columns, const ProblemInfo& info) {
    const auto wrong = std::ranges::count_if(columns, &CheckedPartials::is_wrong);
    const auto right = std::ranges::count_if(columns, &CheckedPartials::agrees);
    const auto open = std::ssize(columns) - wrong - right;
    std::string text = fmt::format(
        "partials of {}, against differences of values between near rows: {} of {} columns agree, "
        "{} {} wrong{}\n",
        info.name,
        right,
        columns.size(),
        wrong,
        wrong == 1 ? "is" : "are",
        open == 0 ? "" : fmt::format("; of {} the rows do not tell", open));
    text += fmt::format("  {:<16} {:<16} {:>6} {:>12} {:>10}  {}\n",
                        "output",
                        "input",
                        "rows",
                        "given/found",
                        "explained",
                        "likely reason");
    for (const CheckedPartials& column : columns) {
        const auto number = [](double value, int digits) {
            return std::isnan(value) ? std::string("-") : fmt::format("{:.{}g}", value, digits);
        };
        text += fmt::format(
            "  {:<16} {:<16} {:>6} {:>12} {:>10}  {}\n",
            info.outputs[at(column.output)].name,
            info.inputs[at(column.input)].name,
            column.known,
            number(column.factor, 3),
            number(column.explained, 2),
            column.agrees() ? "agrees"
            : column.is_wrong()
                ? column.reason
                : (column.open.empty() ? "not determined" : "not determined: " + column.open));
    }
    return text;
}

std::vector<std::string> partials_remarks(const Dataset& rows, const ProblemInfo& info) {
    std::vector<std::string> remarks;
    if (!info.has_partials) {
        return remarks;
    }
    for (const CheckedPartials& column : check_partials(rows, info)) {
        if (column.is_wrong()) {
            remarks.push_back(
                fmt::format("The partials of {} by {} contradict the values of the rows ({}).",
                            info.outputs[at(column.output)].name,
                            info.inputs[at(column.input)].name,
                            column.reason));
        }
    }
    return remarks;
}

}  // namespace jennopt
