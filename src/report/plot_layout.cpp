#include "report/plot_layout.hpp"

#include "report/plot_data.hpp"
#include "report/plot_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr double line_height = 18.0;
constexpr double tick_gap = 11.0;      // from an axis to the labels of its ticks
constexpr double right_margin = 22.0;  // half a label of the last tick
constexpr double panel_gap = 26.0;     // between panels: half a label on either side
constexpr double tallest_panel = 400.0;
constexpr double slant = 0.64;  // sine of the angle of slanted labels, 40 degrees
constexpr double legend_gap = 22.0;

/// One axis of every panel.
struct GridAxes {
    std::vector<AxisValues> values;
    std::vector<AxisRange> ranges;
};

GridAxes axes_of(const Plot& plot, AxisSide side) {
    GridAxes axes;
    const bool shared = side == AxisSide::bottom ? plot.shares_x : plot.shares_y;
    AxisValues together;
    for (const Panel& panel : plot.panels) {
        axes.values.push_back(values_along(panel, side));
        const std::vector<double>& own = axes.values.back().values;
        together.values.insert(together.values.end(), own.begin(), own.end());
        together.tight = together.tight || axes.values.back().tight;
    }
    for (std::size_t p = 0; p < plot.panels.size(); ++p) {
        axes.values[p] = shared ? together : axes.values[p];
        const PlotAxis& axis = side == AxisSide::bottom ? plot.panels[p].x : plot.panels[p].y;
        axes.ranges.push_back(axis_range(axis, axes.values[p].values, side, axes.values[p].tight));
    }
    return axes;
}

void widen_to(AxisRange& range, double least) {
    const double margin = 0.5 * std::max(0.0, least - (range.upper - range.lower));
    range = {range.lower - margin, range.upper + margin};
}

/// Height over width such that units are equally long; the shorter range is widened where the
/// panel would be too flat or too tall.
double equal_aspect(AxisRange& x, AxisRange& y) {
    constexpr double flattest = 0.15;
    constexpr double tallest = 1.0;
    widen_to(y, flattest * (x.upper - x.lower));
    widen_to(x, (y.upper - y.lower) / tallest);
    return (y.upper - y.lower) / (x.upper - x.lower);
}

double widest(const std::vector<PlotTick>& ticks) {
    double width = 0.0;
    for (const PlotTick& tick : ticks) {
        width = std::max(width, text_width(typeset(tick.text), tick_font));
    }
    return width;
}

/// The panels of a plot, placed step by step.
class PlotGrid {
public:
    explicit PlotGrid(const Plot& plot)
        : plot_(plot),
          columns_(static_cast<std::size_t>(
              std::min<Index>(plot.columns, static_cast<Index>(plot.panels.size())))),
          x_(axes_of(plot, AxisSide::bottom)),
          y_(axes_of(plot, AxisSide::left)),
          aspect_(plot.equal_axes ? equal_aspect(x_.ranges.front(), y_.ranges.front())
                                  : plot.aspect),
          lefts_(columns_) {
        layout_.panels.resize(plot.panels.size());
        width_ = plot_width / static_cast<double>(columns_) - 80.0;
        place_columns();
        place_columns();  // now that the height, and with it the ticks of y, are about right
        place_rows();
        place_colors();
        place_legend();
        layout_.height = bottom_;
    }

    [[nodiscard]] PlotLayout layout() && { return std::move(layout_); }

private:
    [[nodiscard]] std::size_t column(std::size_t p) const { return p % columns_; }

    [[nodiscard]] const std::vector<std::string> y_lines(std::size_t p) const {
        const std::string& label = plot_.panels[p].y.label;
        const bool repeats = column(p) > 0 && label == plot_.panels[p - 1].y.label;
        return repeats
                   ? std::vector<std::string>()
                   : wrap_text(typeset(label), plot_font, std::max(120.0, width_ * aspect_ + 20.0));
    }

    /// At most two lines.
    [[nodiscard]] std::vector<std::string> title_lines(std::size_t p) const {
        const double width = width_ + panel_gap;
        std::vector<std::string> lines =
            wrap_text(typeset(plot_.panels[p].title), plot_font, width);
        for (std::size_t i = 2; i < lines.size(); ++i) {
            lines[1] += " " + lines[i];
        }
        lines.resize(std::min<std::size_t>(lines.size(), 2));
        for (std::string& line : lines) {
            line = cut_text(line, plot_font, width);
        }
        return lines;
    }

    void place_columns() {
        const double height = std::min(tallest_panel, width_ * aspect_);
        std::vector<double> lefts(columns_, 0.0);
        for (std::size_t p = 0; p < plot_.panels.size(); ++p) {
            PanelLayout& panel = layout_.panels[p];
            panel.y = make_ticks(
                plot_.panels[p].y, y_.ranges[p], y_.values[p].values, AxisSide::left, height);
            for (PlotTick& tick : panel.y.labelled) {
                tick.text = cut_text(
                    tick.text, tick_font, 0.4 * plot_width / static_cast<double>(columns_));
            }
            panel.y_labels = !plot_.shares_y || column(p) == 0;
            const double labels = panel.y_labels ? tick_gap + widest(panel.y.labelled) : 0.0;
            const double lines = line_height * static_cast<double>(y_lines(p).size());
            double& left = lefts[column(p)];
            left = std::max(left, labels + lines + (lines > 0.0 ? 6.0 : 0.0));
        }
        double used = right_margin + panel_gap * static_cast<double>(columns_ - 1) + 4.0;
        for (const double left : lefts) {
            used += left;
        }
        width_ =
            std::min((plot_width - used) / static_cast<double>(columns_), tallest_panel / aspect_);
        double x = 4.0;
        for (std::size_t c = 0; c < columns_; ++c) {
            lefts_[c] = x + lefts[c];
            x = lefts_[c] + width_ + panel_gap;
        }
    }

    /// Ticks and label of x; what they take below the panel.
    double place_x(std::size_t p) {
        PanelLayout& panel = layout_.panels[p];
        const PlotAxis& axis = plot_.panels[p].x;
        panel.x = make_ticks(axis, x_.ranges[p], x_.values[p].values, AxisSide::bottom, width_);
        panel.x_labels = !plot_.shares_x || p + columns_ >= plot_.panels.size();
        if (!panel.x_labels) {
            return 10.0;
        }
        slant_labels(panel);
        const double ticks =
            panel.slanted ? slant * (widest(panel.x.labelled) + tick_font) : tick_font;
        double y = panel.box.top + panel.box.height + tick_gap + ticks + 0.5 * line_height;
        for (const std::string& line : wrap_text(typeset(axis.label), plot_font, width_ + 40.0)) {
            layout_.texts.push_back({line, panel.box.left + 0.5 * width_, y});
            y += line_height;
        }
        return y - 0.3 * line_height - panel.box.top - panel.box.height;
    }

    /// Given labels that would touch are slanted, and cut where they would leave the page.
    void slant_labels(PanelLayout& panel) const {
        const auto place = [&](const PlotTick& tick) {
            return width_ * axis_part(tick.at, panel.x.range, panel.x.logarithmic);
        };
        std::vector<PlotTick>& ticks = panel.x.labelled;
        for (std::size_t i = 1; i < ticks.size(); ++i) {
            const double room = 0.5 * (text_width(ticks[i - 1].text, tick_font) +
                                       text_width(ticks[i].text, tick_font));
            panel.slanted = panel.slanted || place(ticks[i]) - place(ticks[i - 1]) < room + 6.0;
        }
        for (PlotTick& tick : ticks) {
            if (panel.slanted) {
                tick.text = cut_text(
                    tick.text, tick_font, std::min(190.0, 1.2 * (panel.box.left + place(tick))));
            }
        }
    }

    void place_rows() {
        const double height = width_ * aspect_;
        for (std::size_t first = 0; first < plot_.panels.size(); first += columns_) {
            const std::size_t end = std::min(first + columns_, plot_.panels.size());
            std::size_t n_lines = 0;
            for (std::size_t p = first; p < end; ++p) {
                n_lines = std::max(n_lines, title_lines(p).size());
            }
            const double top = bottom_ + 12.0 + line_height * static_cast<double>(n_lines);
            double below = 0.0;
            for (std::size_t p = first; p < end; ++p) {
                layout_.panels[p].box = {lefts_[column(p)], top, width_, height};
                place_texts(p);
                below = std::max(below, place_x(p));
            }
            bottom_ = top + height + below;
        }
        bottom_ += 6.0;
    }

    void place_texts(std::size_t p) {
        const Panel& panel = plot_.panels[p];
        const PanelLayout& placed = layout_.panels[p];
        const std::vector<std::string> title = title_lines(p);
        for (std::size_t i = 0; i < title.size(); ++i) {
            const auto above = static_cast<double>(title.size() - 1 - i);
            layout_.texts.push_back({title[i],
                                     placed.box.left + 0.5 * width_,
                                     placed.box.top - 13.0 - line_height * above,
                                     false,
                                     panel.title_color});
        }
        const std::vector<std::string> lines = y_lines(p);
        const double labels = placed.y_labels ? tick_gap + widest(placed.y.labelled) : 0.0;
        double x = placed.box.left - labels - 4.0 - 0.5 * line_height;
        for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
            layout_.texts.push_back({*line, x, placed.box.top + 0.5 * placed.box.height, true});
            x -= line_height;
        }
    }

    void place_colors() {
        if (!plot_.colors) {
            return;
        }
        const ColorScale& scale = *plot_.colors;
        PixelBox bar{0.24 * plot_width, bottom_ + 4.0, 0.52 * plot_width, 11.0};
        const AxisRange range{scale.lower, scale.upper};
        PlotAxis axis{.logarithmic = scale.logarithmic};
        axis.ticks = scale.diverging && scale.logarithmic ? ratio_ticks(range) : axis.ticks;
        layout_.colors = make_ticks(axis, range, {}, AxisSide::bottom, bar.width);
        layout_.texts.push_back({cut_text(typeset(scale.label), plot_font, plot_width - 20.0),
                                 0.5 * plot_width,
                                 bar.top + bar.height + 32.0});
        layout_.color_bar = bar;
        bottom_ = bar.top + bar.height + 46.0;
    }

    void place_legend() {
        std::vector<PlacedEntry> line;
        double x = 0.0;
        const auto finish_line = [&] {
            const double shift = 0.5 * (plot_width - (x - legend_gap));
            for (PlacedEntry& entry : line) {
                entry.x += shift;
                entry.y = bottom_ + 0.5 * line_height + 2.0;
                layout_.legend.push_back(entry);
            }
            bottom_ += line.empty() ? 0.0 : line_height + 4.0;
            line.clear();
            x = 0.0;
        };
        for (const LegendEntry& each : plot_.legend) {
            LegendEntry entry = each;
            entry.text =
                cut_text(typeset(entry.text), plot_font, plot_width - legend_sample - 26.0);
            const double width =
                legend_sample + 6.0 + text_width(entry.text, plot_font) + legend_gap;
            if (x > 0.0 && x + width - legend_gap > plot_width - 16.0) {
                finish_line();
            }
            line.push_back({entry, x, 0.0});
            x += width;
        }
        finish_line();
        bottom_ += plot_.legend.empty() ? 0.0 : 6.0;
    }

    const Plot& plot_;
    std::size_t columns_;
    GridAxes x_;
    GridAxes y_;
    double aspect_;
    std::vector<double> lefts_;  // of the panels of each column
    double width_ = 0.0;         // of a panel
    double bottom_ = 0.0;        // of what is placed
    PlotLayout layout_;
};

}  // namespace

PlotLayout lay_out(const Plot& plot) {
    return PlotGrid(plot).layout();
}

}  // namespace jennopt
