#include "core/format.hpp"
#include "data/csv.hpp"
#include "report/plot_gnuplot.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

bool is_grid(const Layer& layer) {
    return layer.kind == LayerKind::image || layer.kind == LayerKind::contour;
}

bool is_gap(const Layer& layer, std::size_t i) {
    return !is_grid(layer) && !(std::isfinite(layer.x[i]) &&
                                (layer.kind == LayerKind::band || std::isfinite(layer.y[i])));
}

/// Quotes and line ends would confuse gnuplot.
std::string name_cell(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return c == '"' || c < 0x20; }, ' ');
    return csv_cell(text);
}

void append_layer(std::string& csv, const std::string& names, const Layer& layer) {
    bool broken = true;  // nothing before the first row
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        const bool gap = is_gap(layer, i);
        if (!broken && (gap || (is_grid(layer) && layer.y[i] != layer.y[i - 1]))) {
            csv += '\n';
            broken = true;
        }
        if (gap) {
            continue;
        }
        csv += names;
        for (const auto* values : {&layer.x, &layer.y, &layer.lower, &layer.upper, &layer.z}) {
            csv += i < values->size() && std::isfinite((*values)[i])
                       ? fmt::format(",{:.10g}", (*values)[i] + 0.0)  // -0 becomes 0
                       : ",";
        }
        csv += '\n';
        broken = false;
    }
    csv += broken ? "\n" : "\n\n";
}

/// The heading belongs to the first block of the file.
std::string block_of(const Plot& plot, std::size_t block) {
    return fmt::format(
        "{} index {}{}", gnuplot_string(plot.name + ".csv"), block, block == 0 ? " skip 1" : "");
}

std::string fill_properties(const LayerStyle& style) {
    return fmt::format(
        "fillstyle transparent solid {} noborder linecolor '{}'", style.opacity, style.color);
}

}  // namespace

std::string plot_csv(const Plot& plot) {
    std::string csv = "panel,layer,x,y,lower,upper,z\n";
    for (std::size_t p = 0; p < plot.panels.size(); ++p) {
        const Panel& panel = plot.panels[p];
        const std::string title =
            panel.title.empty() ? fmt::format("{}", p + 1) : name_cell(panel.title);
        for (const Layer& layer : panel.layers) {
            if (!is_empty(layer)) {
                append_layer(csv, title + "," + name_cell(layer.name), layer);
            }
        }
    }
    return csv;
}

bool is_empty(const Layer& layer) {
    for (std::size_t i = 0; i < layer.x.size(); ++i) {
        if (!is_gap(layer, i)) {
            return false;
        }
    }
    return true;
}

std::string gnuplot_string(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        result += c == '\'' ? "'" : "";
    }
    return result + "'";
}

std::string line_properties(const LayerStyle& style) {
    const auto alpha = static_cast<int>(std::lround(255.0 * (1.0 - style.opacity)));
    const std::string clear = alpha == 0 ? "" : fmt::format("{:02X}", alpha);  // before "RRGGBB"
    return fmt::format("linewidth {} dashtype {} linecolor '#{}{}'",
                       style.width,
                       style.dash,
                       clear,
                       style.color.substr(1));
}

std::string point_properties(const LayerStyle& style) {
    return fmt::format("pointtype {} pointsize {}", style.point, style.size);
}

std::string layer_clause(const Plot& plot, const Layer& layer, std::size_t block, double lowest) {
    const std::string data = block_of(plot, block) + " using 3:4";
    const LayerStyle& style = layer.style;
    const std::string lower =
        lowest > 0.0 ? fmt::format("(column(5) > {0:.10g} ? column(5) : {0:.10g})", lowest) : "5";
    const std::string point = point_properties(style) + " " + line_properties(style);
    switch (layer.kind) {
        case LayerKind::points:
            return data + " with points " + point;
        case LayerKind::line:
            return data + " with lines " + line_properties(style);
        case LayerKind::line_points:
            return data + " with linespoints " + point;
        case LayerKind::band:
            return fmt::format("{} using 3:{}:6 with filledcurves {}",
                               block_of(plot, block),
                               lower,
                               fill_properties(style));
        case LayerKind::box:
            return fmt::format(
                "{0}:(column(3) - 0.3):(column(3) + 0.3):{1}:6 with boxxyerror {2}, \\\n"
                "     {0}:(0.3) with xerrorbars pointtype -1 linewidth 2.4 linecolor '{3}'",
                data,
                lower,
                fill_properties(style),
                style.color);
        case LayerKind::cells:
            return fmt::format(
                "{}:(column(3) - 0.5):(column(3) + 0.5):(column(4) - 0.5):(column(4) + "
                "0.5):(z(column(7))) with boxxyerror linecolor palette fillstyle solid noborder",
                data);
        case LayerKind::image:
            return data + ":(z(column(7))) with image";
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
                            std::ranges::min(layer.levels) > 0.0;
    std::vector<std::string> levels;
    for (const double level : layer.levels) {
        levels.push_back(fmt::format("{:.10g}", by_decades ? std::log10(level) : level));
    }
    return fmt::format(
        "set contour base\nunset surface\nset cntrparam levels discrete {}\n"
        "set table $contour_{}\nsplot {} using 3:4:({}(column(7)))\nunset table\n",
        levels.empty() ? "0" : fmt::format("{}", fmt::join(levels, ",")),
        number,
        block_of(plot, block),
        by_decades ? "z" : "");
}

}  // namespace jennopt
