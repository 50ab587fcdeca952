#include "report/plot_layout.hpp"

#include "report/words.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace jennopt {

namespace {

constexpr double line_height = 18.0;
constexpr double tick_gap = 11.0;      // from an axis to the labels of its ticks
constexpr double right_margin = 22.0;  // half a label of the last tick
constexpr double panel_gap = 26.0;     // between panels: half a label on either side
constexpr double tallest_panel = 400.0;
constexpr double slant = 0.64;  // sine of the angle of slanted labels, 40 degrees
constexpr double legend_gap = 22.0;

/// What a panel draws along one axis.
struct AxisValues {
    std::vector<double> values;
    bool tight = false;  ///< cells and images fill it without a margin
    AxisRange range;
};

void append_along(AxisValues& along, const Panel& panel, AxisSide side) {
    for (const Layer& layer : panel.layers) {
        const auto append = [&along](const std::vector<double>& values, double shift) {
            std::ranges::transform(values, std::back_inserter(along.values), [shift](double value) {
                return value + shift;
            });
        };
        const bool is_cells = layer.kind == LayerKind::cells;
        const bool is_wide = layer.kind == LayerKind::box && side == AxisSide::bottom;
        const double half = is_cells ? 0.5 : is_wide ? 0.3 : 0.0;
        for (const double shift : {-half, half}) {
            append(side == AxisSide::bottom ? layer.x : layer.y, shift);
        }
        if (side == AxisSide::left) {
            append(layer.lower, 0.0);
            append(layer.upper, 0.0);
        }
        along.tight = along.tight || is_cells || layer.kind == LayerKind::image;
    }
}

/// One axis of every panel.
std::vector<AxisValues> axes_of(const Plot& plot, AxisSide side) {
    const bool shared = side == AxisSide::bottom ? plot.shares_x : plot.shares_y;
    std::vector<AxisValues> axes(plot.panels.size());
    for (std::size_t p = 0; p < axes.size(); ++p) {
        for (std::size_t other = 0; other < axes.size(); ++other) {
            if (other == p || shared) {
                append_along(axes[p], plot.panels[other], side);
            }
        }
        const PlotAxis& axis = side == AxisSide::bottom ? plot.panels[p].x : plot.panels[p].y;
        axes[p].range = axis_range(axis, axes[p].values, side, axes[p].tight);
    }
    return axes;
}

/// Height over width such that units are equally long; the shorter range is widened where the
/// panel would be flatter than 0.15 or taller than wide.
double equal_aspect(AxisRange& x, AxisRange& y) {
    const auto widen = [](AxisRange& range, double least) {
        const double margin = 0.5 * std::max(0.0, least - (range.upper - range.lower));
        range = {range.lower - margin, range.upper + margin};
    };
    widen(y, 0.15 * (x.upper - x.lower));
    widen(x, y.upper - y.lower);
    return (y.upper - y.lower) / (x.upper - x.lower);
}

double widest(const std::vector<PlotTick>& ticks) {
    double width = 0.0;
    for (const PlotTick& tick : ticks) {
        width = std::max(width, text_width(typeset(tick.text), tick_font));
    }
    return width;
}

/// Of the labels of y, left of a panel.
double labels_width(const PanelLayout& panel) {
    return panel.y_labels ? tick_gap + widest(panel.y.labelled) : 0.0;
}

/// The panels of a plot, placed step by step.
class PlotGrid {
public:
    explicit PlotGrid(const Plot& plot)
        : plot_(plot),
          columns_(std::min(static_cast<std::size_t>(plot.columns), plot.panels.size())),
          x_(axes_of(plot, AxisSide::bottom)),
          y_(axes_of(plot, AxisSide::left)),
          aspect_(plot.equal_axes ? equal_aspect(x_.front().range, y_.front().range)
                                  : plot.aspect) {
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

    /// None where the panel to the left has the same label.
    [[nodiscard]] std::vector<std::string> y_lines(std::size_t p) const {
        const std::string& label = plot_.panels[p].y.label;
        if (column(p) > 0 && label == plot_.panels[p - 1].y.label) {
            return {};
        }
        return wrap_text(typeset(label), plot_font, std::max(120.0, width_ * aspect_ + 20.0));
    }

    /// At most two lines.
    [[nodiscard]] std::vector<std::string> title_lines(std::size_t p) const {
        const double width = width_ + panel_gap;
        const std::string title = typeset(plot_.panels[p].title);
        std::vector<std::string> lines = wrap_text(title, plot_font, width);
        if (lines.size() > 2) {
            lines = {lines[0], title.substr(lines[0].size() + 1)};
        }
        for (std::string& line : lines) {
            line = cut_text(line, plot_font, width);
        }
        return lines;
    }

    void place_columns() {
        const double height = std::min(tallest_panel, width_ * aspect_);
        lefts_.assign(columns_, 0.0);
        for (std::size_t p = 0; p < plot_.panels.size(); ++p) {
            PanelLayout& panel = layout_.panels[p];
            panel.y =
                make_ticks(plot_.panels[p].y, y_[p].range, y_[p].values, AxisSide::left, height);
            for (PlotTick& tick : panel.y.labelled) {
                tick.text = cut_text(
                    tick.text, tick_font, 0.4 * plot_width / static_cast<double>(columns_));
            }
            panel.y_labels = !plot_.shares_y || column(p) == 0;
            const double lines = line_height * static_cast<double>(y_lines(p).size());
            double& left = lefts_[column(p)];
            left = std::max(left, labels_width(panel) + lines + (lines > 0.0 ? 6.0 : 0.0));
        }
        const double used = right_margin + panel_gap * static_cast<double>(columns_ - 1) + 4.0 +
                            std::accumulate(lefts_.begin(), lefts_.end(), 0.0);
        width_ =
            std::min((plot_width - used) / static_cast<double>(columns_), tallest_panel / aspect_);
        double x = 4.0;
        for (double& left : lefts_) {
            left += x;
            x = left + width_ + panel_gap;
        }
    }

    /// Ticks and label of x; what they take below the panel.
    double place_x(const PlotAxis& axis, std::size_t p) {
        PanelLayout& panel = layout_.panels[p];
        panel.x = make_ticks(axis, x_[p].range, x_[p].values, AxisSide::bottom, width_);
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
        panel.slanted =
            std::ranges::adjacent_find(ticks, [&](const PlotTick& a, const PlotTick& b) {
                return place(b) - place(a) < label_room(a, b, AxisSide::bottom);
            }) != ticks.end();
        for (PlotTick& tick : ticks) {
            const double room = std::min(190.0, 1.2 * (panel.box.left + place(tick)));
            tick.text = cut_text(tick.text, tick_font, panel.slanted ? room : plot_width);
        }
    }

    void place_rows() {
        for (std::size_t first = 0; first < plot_.panels.size(); first += columns_) {
            const std::size_t end = std::min(first + columns_, plot_.panels.size());
            std::size_t n_lines = 0;
            for (std::size_t p = first; p < end; ++p) {
                n_lines = std::max(n_lines, title_lines(p).size());
            }
            const double top = bottom_ + 12.0 + line_height * static_cast<double>(n_lines);
            double below = 0.0;
            for (std::size_t p = first; p < end; ++p) {
                layout_.panels[p].box = {lefts_[column(p)], top, width_, width_ * aspect_};
                place_texts(p);
                below = std::max(below, place_x(plot_.panels[p].x, p));
            }
            bottom_ = top + width_ * aspect_ + below;
        }
        bottom_ += 6.0;
    }

    void place_texts(std::size_t p) {
        const Panel& panel = plot_.panels[p];
        const PanelLayout& placed = layout_.panels[p];
        const std::vector<std::string> title = title_lines(p);
        double y = placed.box.top - 13.0;
        for (auto line = title.rbegin(); line != title.rend(); ++line, y -= line_height) {
            const double middle = placed.box.left + 0.5 * width_;
            layout_.texts.push_back({*line, middle, y, false, panel.title_color});
        }
        const std::vector<std::string> lines = y_lines(p);
        double x = placed.box.left - labels_width(placed) - 4.0 - 0.5 * line_height;
        for (auto line = lines.rbegin(); line != lines.rend(); ++line, x -= line_height) {
            layout_.texts.push_back({*line, x, placed.box.top + 0.5 * placed.box.height, true});
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
        layout_.colors.between.clear();
        layout_.texts.push_back({cut_text(typeset(scale.label), plot_font, plot_width - 20.0),
                                 0.5 * plot_width,
                                 bar.top + bar.height + 32.0});
        layout_.color_bar = bar;
        bottom_ = bar.top + bar.height + 46.0;
    }

    /// Lines of entries in the middle of the page.
    void place_legend() {
        std::vector<PlacedEntry>& all = layout_.legend;
        std::size_t first = 0;  // of the line
        double x = 0.0;
        const auto finish_line = [&] {
            for (; first < all.size(); ++first) {
                all[first].x += 0.5 * (plot_width - (x - legend_gap));
                all[first].y = bottom_ + 0.5 * line_height + 2.0;
            }
            bottom_ += line_height + 4.0;
            x = 0.0;
        };
        for (LegendEntry entry : plot_.legend) {
            entry.text =
                cut_text(typeset(entry.text), plot_font, plot_width - legend_sample - 26.0);
            const double width = legend_sample + 6.0 + text_width(entry.text, plot_font);
            if (x > 0.0 && x + width > plot_width - 16.0) {
                finish_line();
            }
            all.push_back({std::move(entry), x, 0.0});
            x += width + legend_gap;
        }
        if (!all.empty()) {
            finish_line();
            bottom_ += 6.0;
        }
    }

    const Plot& plot_;
    std::size_t columns_;
    std::vector<AxisValues> x_;
    std::vector<AxisValues> y_;
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
