#include "report/gnuplot_layers.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// "#RRGGBB" with its transparency before it.
std::string color_property(const LayerStyle& style) {
    const int alpha = static_cast<int>(std::lround(255.0 * (1.0 - style.opacity)));
    return alpha == 0 ? fmt::format("linecolor '{}'", style.color)
                      : fmt::format("linecolor '#{:02X}{}'", alpha, style.color.substr(1));
}

/// The heading belongs to the first block of the file.
std::string block_of(const Plot& plot, std::size_t block) {
    return fmt::format(
        "{} index {}{}", gnuplot_string(plot.name + ".csv"), block, block == 0 ? " skip 1" : "");
}

/// A column, no lower than what a logarithmic axis can show.
std::string cut_column(int column, double lowest) {
    return lowest > 0.0
               ? fmt::format("(column({0}) > {1:.10g} ? column({0}) : {1:.10g})", column, lowest)
               : fmt::format("{}", column);
}

std::string box_clause(const Layer& layer, const std::string& data, double lowest) {
    return fmt::format(
        "{0} using 3:4:(column(3) - {1}):(column(3) + {1}):{2}:6 with boxxyerror {3}, \\\n"
        "     {0} using 3:4:({1}) with xerrorbars pointtype -1 linewidth 2.4 linecolor '{4}'",
        data,
        0.5 * layer.box_width,
        cut_column(5, lowest),
        fill_properties(layer.style),
        layer.style.color);
}

}  // namespace

std::string gnuplot_string(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        result += c == '\'' ? "'" : "";
    }
    return result + "'";
}

std::string line_properties(const LayerStyle& style) {
    return fmt::format(
        "linewidth {} dashtype {} {}", style.width, style.dash, color_property(style));
}

std::string point_properties(const LayerStyle& style) {
    return fmt::format("pointtype {} pointsize {}", style.point, style.size);
}

std::string fill_properties(const LayerStyle& style) {
    return fmt::format(
        "fillstyle transparent solid {} noborder linecolor '{}'", style.opacity, style.color);
}

std::string layer_clause(const Plot& plot, const Layer& layer, std::size_t block, double lowest) {
    const std::string data = block_of(plot, block);
    const LayerStyle& style = layer.style;
    switch (layer.kind) {
        case LayerKind::points:
            return fmt::format("{} using 3:4 with points {} {}",
                               data,
                               point_properties(style),
                               line_properties(style));
        case LayerKind::line:
            return fmt::format("{} using 3:4 with lines {}", data, line_properties(style));
        case LayerKind::line_points:
            return fmt::format("{} using 3:4 with linespoints {} {}",
                               data,
                               point_properties(style),
                               line_properties(style));
        case LayerKind::band:
            return fmt::format("{} using 3:{}:6 with filledcurves {}",
                               data,
                               cut_column(5, lowest),
                               fill_properties(style));
        case LayerKind::box:
            return box_clause(layer, data, lowest);
        case LayerKind::cells:
            return fmt::format(
                "{} using 3:4:(column(3) - 0.5):(column(3) + 0.5):(column(4) - 0.5):(column(4) + "
                "0.5):(z(column(7))) with boxxyerror linecolor palette fillstyle solid noborder",
                data);
        case LayerKind::image:
            return fmt::format("{} using 3:4:(z(column(7))) with image", data);
        case LayerKind::contour:
            return fmt::format(
                "$contour_{} using 1:2 '%lf %lf' with lines {}", block, line_properties(style));
    }
    return {};
}

std::string contour_commands(const Plot& plot,
                             const Layer& layer,
                             std::size_t block,
                             std::size_t number) {
    const bool by_decades = plot.colors && plot.colors->logarithmic && !layer.levels.empty() &&
                            *std::min_element(layer.levels.begin(), layer.levels.end()) > 0.0;
    std::string levels;
    for (const double level : layer.levels) {
        levels += fmt::format(
            "{}{:.10g}", levels.empty() ? "" : ",", by_decades ? std::log10(level) : level);
    }
    return fmt::format(
        "set contour base\nunset surface\nset cntrparam levels discrete {}\n"
        "set table $contour_{}\nsplot {} using 3:4:({}(column(7)))\nunset table\n",
        levels.empty() ? "0" : levels,
        number,
        block_of(plot, block),
        by_decades ? "z" : "");
}

}  // namespace jennopt
