#include "report/curve_script.hpp"

#include "core/format.hpp"

namespace jennopt {

namespace {

std::string line_properties(const CurveStyle& style) {
    return fmt::format("linewidth 2{} linecolor '{}'",
                       style.dash == 1 ? "" : fmt::format(" dashtype {}", style.dash),
                       style.color);
}

std::string point_properties(const CurveStyle& style) {
    return fmt::format("pointtype {} pointsize 0.6", style.point);
}

}  // namespace

std::string curves_script(const std::string& file,
                          std::span<const CurveStyle> styles,
                          const LowerEnds& lowest) {
    const std::string lower =
        lowest.y ? fmt::format("(column(5) > {0} ? column(5) : {0})", *lowest.y) : "5";
    const std::string right = lowest.x ? fmt::format(" && column(3) > {}", *lowest.x) : "";
    std::string bands;
    std::string lines;
    for (const CurveStyle& style : styles) {
        const std::string rows = fmt::format(
            "'{}' skip 1 using (column(1) == {}{} ? column(3) : NaN)", file, style.series, right);
        bands += fmt::format(
            "{}:{}:6 with filledcurves fillstyle transparent solid 0.16 noborder linecolor '{}', "
            "\\\n     ",
            rows,
            lower,
            style.color);
        lines += fmt::format("{}{}:4 with linespoints {} {}",
                             lines.empty() ? "" : ", \\\n     ",
                             rows,
                             point_properties(style),
                             line_properties(style));
    }
    return "plot " + bands + lines + "\n";
}

LegendEntry legend_entry(const std::string& text, const CurveStyle& style) {
    return {text,
            line_properties(style),
            fmt::format("{} linecolor '{}'", point_properties(style), style.color)};
}

}  // namespace jennopt
