#include "report/plot_layout.hpp"

#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace jennopt {

namespace {

constexpr double line_height = 18.0;
constexpr double tick_gap = 11.0;      // from an axis to the labels of its ticks
constexpr double right_margin = 22.0;  // half a label of the last tick
constexpr double column_gap = 26.0;    // between panels: half a label on either side
constexpr double tallest_panel = 400.0;
constexpr double slant = 0.64;  // sine of the angle of slanted labels, 40 degrees
constexpr double legend_gap = 22.0;

/// Lines of a text that are no wider than that, as far as its words allow.
std::vector<std::string> wrap(const std::string& text, double width) {
    std::vector<std::string> lines;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (!lines.empty() && text_width(lines.back() + " " + word, plot_font) <= width) {
            lines.back() += " " + word;
        } else {
            lines.push_back(word);
        }
    }
    return lines;
}

/// The text cut where it is too wide.
std::string cut(std::string text, double width) {
    if (text_width(text, plot_font) <= width) {
        return text;
    }
    while (!text.empty() && text_width(text + "…", plot_font) > width) {
        while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) {
            text.pop_back();
        }
        text.pop_back();
    }
    return text + "…";
}

/// What a panel draws along one axis.
struct AxisValues {
    std::vector<double> values;
    bool tight = false;
};

void append_values(std::vector<double>& all, const std::vector<double>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

AxisValues values_along(const Panel& panel, AxisSide side) {
    AxisValues result;
    for (const Layer& layer : panel.layers) {
        const std::vector<double>& middle = side == AxisSide::bottom ? layer.x : layer.y;
        const bool spread = layer.kind == LayerKind::band || layer.kind == LayerKind::box;
        result.tight =
            result.tight || layer.kind == LayerKind::cells || layer.kind == LayerKind::image;
        append_values(result.values, middle);
        if (side == AxisSide::left && spread) {
            append_values(result.values, layer.lower);
            append_values(result.values, layer.upper);
        }
        const double half = layer.kind == LayerKind::cells ? 0.5
                            : layer.kind == LayerKind::box && side == AxisSide::bottom
                                ? 0.5 * layer.box_width
                                : 0.0;
        for (std::size_t i = 0; half > 0.0 && i < middle.size(); ++i) {
            result.values.push_back(middle[i] - half);
            result.values.push_back(middle[i] + half);
        }
    }
    return result;
}

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
        append_values(together.values, axes.values.back().values);
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
        return repeats ? std::vector<std::string>()
                       : wrap(typeset(label), std::max(120.0, width_ * aspect_ + 20.0));
    }

    void place_columns() {
        const double height = std::min(tallest_panel, width_ * aspect_);
        std::vector<double> lefts(columns_, 0.0);
        for (std::size_t p = 0; p < plot_.panels.size(); ++p) {
            PanelLayout& panel = layout_.panels[p];
            panel.y = make_ticks(
                plot_.panels[p].y, y_.ranges[p], y_.values[p].values, AxisSide::left, height);
            panel.y_labels = !plot_.shares_y || column(p) == 0;
            const double labels = panel.y_labels ? tick_gap + widest(panel.y.labelled) : 0.0;
            const double lines = line_height * static_cast<double>(y_lines(p).size());
            double& left = lefts[column(p)];
            left = std::max(left, labels + lines + (lines > 0.0 ? 6.0 : 0.0));
        }
        double used = right_margin + column_gap * static_cast<double>(columns_ - 1) + 4.0;
        for (const double left : lefts) {
            used += left;
        }
        width_ =
            std::min((plot_width - used) / static_cast<double>(columns_), tallest_panel / aspect_);
        double x = 4.0;
        for (std::size_t c = 0; c < columns_; ++c) {
            lefts_[c] = x + lefts[c];
            x = lefts_[c] + width_ + column_gap;
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
        for (std::size_t i = 0; i + 1 < axis.ticks.size(); ++i) {
            const double distance =
                width_ * (axis_part(axis.ticks[i + 1].at, x_.ranges[p], axis.logarithmic) -
                          axis_part(axis.ticks[i].at, x_.ranges[p], axis.logarithmic));
            panel.slanted = panel.slanted ||
                            distance < 6.0 + 0.5 * (text_width(axis.ticks[i].text, tick_font) +
                                                    text_width(axis.ticks[i + 1].text, tick_font));
        }
        const double ticks =
            panel.slanted ? slant * (widest(panel.x.labelled) + tick_font) : tick_font;
        double y = panel.box.top + panel.box.height + tick_gap + ticks + 0.5 * line_height;
        for (const std::string& line : wrap(typeset(axis.label), width_ + 40.0)) {
            layout_.texts.push_back({line, panel.box.left + 0.5 * width_, y});
            y += line_height;
        }
        return y - 0.3 * line_height - panel.box.top - panel.box.height;
    }

    void place_rows() {
        const double height = width_ * aspect_;
        for (std::size_t first = 0; first < plot_.panels.size(); first += columns_) {
            const std::size_t end = std::min(first + columns_, plot_.panels.size());
            const bool titled =
                std::any_of(plot_.panels.begin() + static_cast<std::ptrdiff_t>(first),
                            plot_.panels.begin() + static_cast<std::ptrdiff_t>(end),
                            [](const Panel& panel) { return !panel.title.empty(); });
            const double top = bottom_ + (titled ? 28.0 : 12.0);
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
        if (!panel.title.empty()) {
            layout_.texts.push_back({cut(typeset(panel.title), width_ + column_gap),
                                     placed.box.left + 0.5 * width_,
                                     placed.box.top - 13.0,
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
        const PlotAxis axis{.label = scale.label, .logarithmic = scale.logarithmic};
        layout_.colors =
            make_ticks(axis, {scale.lower, scale.upper}, {}, AxisSide::bottom, bar.width);
        if (scale.diverging && scale.logarithmic) {
            name_ratios();
        }
        layout_.texts.push_back({cut(typeset(scale.label), plot_width - 20.0),
                                 0.5 * plot_width,
                                 bar.top + bar.height + 32.0});
        layout_.color_bar = bar;
        bottom_ = bar.top + bar.height + 46.0;
    }

    /// Ratios below 1 as fractions: "1/10".
    void name_ratios() {
        for (PlotTick& tick : layout_.colors.labelled) {
            if (tick.at < 1.0) {
                const double whole = 1.0 / tick.at;
                tick.text = "1/" + tick_texts(std::vector{whole}, true).front();
            }
        }
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
            entry.text = cut(typeset(entry.text), plot_width - legend_sample - 26.0);
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
