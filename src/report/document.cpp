#include "report/document.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <cctype>
#include <limits>

namespace jennopt {

std::vector<TableCell> number_cells(std::span<const std::optional<Spread>> spreads,
                                    NumberStyle style) {
    std::vector<double> medians;
    for (const std::optional<Spread>& spread : spreads) {
        medians.push_back(spread ? spread->median : std::numeric_limits<double>::quiet_NaN());
    }
    const std::vector<std::string> texts = distinct_numbers(medians, style);
    std::vector<TableCell> cells;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        cells.push_back({.text = texts[i]});
        if (spreads[i]) {
            const std::string lower = number_text(spreads[i]->q25, style);
            const std::string upper = number_text(spreads[i]->q75, style);
            cells.back().detail = lower == upper ? "" : fmt::format("{}, {}", lower, upper);
        }
    }
    return cells;
}

std::string keep_numbers_whole(std::string text) {
    const std::string whole = fmt::format("1{0}-{0}", no_break_space);
    for (std::size_t at = text.find("1 - "); at != std::string::npos;
         at = text.find("1 - ", at + 4)) {
        const bool starts = at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
        if (starts && at + 4 < text.size() &&
            std::isdigit(static_cast<unsigned char>(text[at + 4])) != 0) {
            text.replace(at, 4, whole);
        }
    }
    return text;
}

}  // namespace jennopt
