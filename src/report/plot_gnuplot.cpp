#include "report/plot_gnuplot.hpp"

#include "core/format.hpp"
#include "report/plot_layout.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace jennopt {

namespace {

/// "('0.1' 0.1, '' 0.5 1)"
std::string tick_list(const AxisTicks& axis, bool has_labels, bool by_exponent = false) {
    std::vector<std::string> ticks;
    for (const PlotTick& tick : axis.labelled) {
        ticks.push_back(fmt::format("{} {:.10g}",
                                    gnuplot_string(has_labels ? typeset(tick.text) : ""),
                                    by_exponent ? std::log10(tick.at) : tick.at));
    }
    for (const double tick : axis.between) {
        ticks.push_back(fmt::format("'' {:.10g} 1", tick));
    }
    return fmt::format("({})", fmt::join(ticks, ", "));
}

class ScriptWriter {
public:
    explicit ScriptWriter(const Plot& plot) : plot_(plot), layout_(lay_out(plot)) {}

    [[nodiscard]] std::string script() {
        write_head();
        write_contours();
        write_texts();
        for (std::size_t p = 0; p < plot_.panels.size(); ++p) {
            write_panel(plot_.panels[p], layout_.panels[p]);
        }
        write_legend();
        return script_ + "unset multiplot\n";
    }

private:
    template <typename... Parts>
    void line(fmt::format_string<Parts...> format, Parts&&... parts) {
        script_ += fmt::format(format, std::forward<Parts>(parts)...) + "\n";
    }

    /// A place in pixels.
    [[nodiscard]] std::string at(double x, double y) const {
        return fmt::format("screen {:.5f}, screen {:.5f}", x / plot_width, up(y));
    }

    [[nodiscard]] double up(double y) const { return 1.0 - y / layout_.height; }

    void write_head() {
        std::string id = plot_.name;  // gnuplot takes letters, digits and _ only
        std::ranges::replace_if(
            id, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
        line("# gnuplot {0}.gp, inside this folder, draws {0}.svg from {0}.csv.", plot_.name);
        line(
            "set encoding utf8\nset terminal svg size {:.0f},{:.0f} dynamic noenhanced font "
            "'DejaVu Sans,{}' linewidth 1 background '#ffffff' name '{}'",
            plot_width,
            layout_.height,
            plot_font,
            id);
        line("set output {}\nset datafile separator ','\nset datafile commentschars ''",
             gnuplot_string(plot_.name + ".svg"));
        line(
            "set tics nomirror out scale 0.6,0.35 font ',{}' textcolor '#222222'\n"
            "set errorbars 0\nset view map\nunset key",
            tick_font);
        if (plot_.colors) {
            write_colors(*plot_.colors);
        }
    }

    void write_colors(const ColorScale& scale) {
        constexpr auto sequential =
            "0 '#ffffff', 1 '#e3eef7', 2 '#bcd7ea', 3 '#8fb8d8', 4 '#5f93bf', 5 '#3a6c9e'";
        constexpr auto diverging =
            "-3 '#00476f', -2 '#0072B2', -1 '#8cc0e0', 0 '#f7f7f5', 1 '#f3b488', 2 '#D55E00', 3 "
            "'#8a3d00'";
        const AxisRange& range = layout_.colors.range;
        if (scale.logarithmic) {
            line("z(v) = log10(v > {0:.10g} ? v : {0:.10g})", range.lower);
            line("set cbrange [{:.10g}:{:.10g}]", std::log10(range.lower), std::log10(range.upper));
        } else {
            line("z(v) = v\nset cbrange [{:.10g}:{:.10g}]", range.lower, range.upper);
        }
        line("set palette defined ({})", scale.diverging ? diverging : sequential);
        line("set cbtics {} offset 0,0.6", tick_list(layout_.colors, true, scale.logarithmic));
    }

    /// The lines of all contours, each on its own grid or on that of the image before it.
    void write_contours() {
        std::size_t block = 0;
        std::size_t image = 0;
        std::size_t contour = 0;
        for (const Panel& panel : plot_.panels) {
            for (const Layer& layer : panel.layers) {
                const bool has_block = !is_empty(layer);
                image = layer.kind == LayerKind::image ? block : image;
                if (layer.kind == LayerKind::contour) {
                    script_ += contour_commands(plot_, layer, has_block ? block : image, contour++);
                }
                block += has_block ? 1U : 0U;
            }
        }
        line("set surface\nset multiplot");
    }

    void write_texts() {
        for (const PlacedText& text : layout_.texts) {
            line("set label {} at {} center{} textcolor '{}'",
                 gnuplot_string(text.text),
                 at(text.x, text.y),
                 text.upwards ? " rotate by 90" : "",
                 text.color);
        }
    }

    void write_axis(const std::string& axis, const AxisTicks& ticks, bool labels, bool slanted) {
        line("{} logscale {}", ticks.logarithmic ? "set" : "unset", axis);
        line("set {}range [{:.10g}:{:.10g}]", axis, ticks.range.lower, ticks.range.upper);
        line("set {}tics {}{}",
             axis,
             tick_list(ticks, labels),
             slanted       ? " rotate by 40 right"
             : axis == "x" ? " norotate offset 0,0.6"
                           : " norotate offset 0.6,0");
    }

    void write_panel(const Panel& panel, const PanelLayout& placed) {
        const bool filled = std::ranges::any_of(panel.layers, [](const Layer& layer) {
            return layer.kind == LayerKind::image || layer.kind == LayerKind::cells;
        });
        const auto& [left, top, width, height] = placed.box;
        line("set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}",
             left / plot_width,
             (left + width) / plot_width);
        line("set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}",
             up(top),
             up(top + height));
        line("set border {} linecolor '#555555' linewidth 0.9", filled ? 15 : 3);
        line("{}",
             filled ? "unset grid"
                    : "set grid back linetype 1 linecolor '#e4e4e4' linewidth 0.7 dashtype 1");
        write_axis("x", placed.x, placed.x_labels, placed.slanted);
        write_axis("y", placed.y, placed.y_labels, false);
        write_color_bar(filled);
        write_marks(panel);
        write_layers(panel, placed);
        line("unset label; unset arrow");
    }

    /// Once, with the first panel that has colours.
    void write_color_bar(bool filled) {
        if (!filled || !layout_.color_bar) {
            line("unset colorbox");
            return;
        }
        const auto& [left, top, width, height] = *layout_.color_bar;
        line("set colorbox horizontal user origin {} size screen {:.5f}, screen {:.5f} noborder",
             at(left, top + height),
             width / plot_width,
             height / layout_.height);
        layout_.color_bar.reset();
    }

    void write_marks(const Panel& panel) {
        for (const double x : panel.verticals) {
            line(
                "set arrow from first {0:.10g}, graph 0 to first {0:.10g}, graph 1 nohead back "
                "linewidth 1 dashtype 3 linecolor '#888888'",
                x);
        }
        for (const PlotArrow& arrow : panel.arrows) {
            const auto& [x1, y1, x2, y2, color] = arrow;
            line(
                "set arrow from first {:.10g}, first {:.10g} to first {:.10g}, first {:.10g} "
                "heads filled size screen 0.012,20 front linewidth 1.6 linecolor '{}'",
                x1,
                y1,
                x2,
                y2,
                color);
        }
        for (const PlotText& each : panel.texts) {
            const auto& [text, x, y, in_panel, color, size, centered] = each;
            line("set label {} at {} front{} textcolor '{}'",
                 gnuplot_string(typeset(text)),
                 fmt::format("{0} {1:.10g}, {0} {2:.10g} {3}",
                             in_panel ? "graph" : "first",
                             x,
                             y,
                             centered ? "center" : "left"),
                 size > 0.0 ? fmt::format(" font ',{}'", size) : "",
                 color);
        }
    }

    void write_layers(const Panel& panel, const PanelLayout& placed) {
        const double lowest = placed.y.logarithmic ? placed.y.range.lower : 0.0;
        std::string clauses;
        for (const Layer& layer : panel.layers) {
            const bool is_contour = layer.kind == LayerKind::contour;
            const bool has_block = !is_empty(layer);
            if (has_block || is_contour) {
                clauses += clauses.empty() ? "" : ", \\\n     ";
                clauses += layer_clause(plot_, layer, is_contour ? contour_++ : block_, lowest);
            }
            block_ += has_block ? 1U : 0U;
        }
        line("plot {}", clauses.empty() ? "NaN" : clauses);
    }

    void write_legend() {
        if (layout_.legend.empty()) {
            return;
        }
        line(
            "unset border; unset tics; unset grid; unset logscale; unset colorbox\n"
            "set lmargin 0; set rmargin 0; set tmargin 0; set bmargin 0\n"
            "set xrange [0:1]; set yrange [0:1]");
        for (const PlacedEntry& entry : layout_.legend) {
            write_entry(entry);
        }
        line("plot NaN");
    }

    void write_entry(const PlacedEntry& placed) {
        const auto& [text, kind, style] = placed.entry;
        const double right = placed.x + legend_sample;
        if (kind == LayerKind::line || kind == LayerKind::line_points) {
            line("set arrow from {} to {} nohead {}",
                 at(placed.x, placed.y),
                 at(right, placed.y),
                 line_properties(style));
        }
        if (kind == LayerKind::points || kind == LayerKind::line_points) {
            line("set label '' at {} point {} linewidth {} linecolor '{}'",
                 at(placed.x + 0.5 * legend_sample, placed.y),
                 point_properties(style),
                 style.width,
                 style.color);
        }
        line("set label {} at {} left", gnuplot_string(text), at(right + 6.0, placed.y));
    }

    const Plot& plot_;
    PlotLayout layout_;
    std::string script_;
    std::size_t block_ = 0;    // of the data, that of the next layer
    std::size_t contour_ = 0;  // the next one
};

}  // namespace

std::string plot_script(const Plot& plot) {
    return ScriptWriter(plot).script();
}

}  // namespace jennopt
