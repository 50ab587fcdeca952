#include "core/format.hpp"
#include "report/figures/sweep.hpp"
#include "report/number_text.hpp"
#include "report/sweep_pairs.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jennopt {

namespace {

std::size_t place_among(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::ranges::find(names, name);
    const auto place = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) {
        names.push_back(name);
    }
    return place;
}

/// How curves differ: contenders by colour and what else is swept by dashes; colours alone
/// where there is one contender; only contenders where there is too much else.
class CurveStyles {
public:
    CurveStyles(const SweepData& data, const ContenderColors& colors) : colors_(colors) {
        for (const SweepCurve& curve : data.curves) {
            (void)place_among(contenders_, curve.contender);
            (void)place_among(others_, curve.others);
        }
        by_color_ = contenders_.size() == 1 && others_.size() > 1 && others_.size() <= n_palette;
        is_crowded_ = !by_color_ && others_.size() > points.size();
    }

    [[nodiscard]] bool is_crowded() const { return is_crowded_; }

    [[nodiscard]] LayerStyle of(const SweepCurve& curve) {
        const std::size_t place = place_among(others_, curve.others);
        LayerStyle style{.color = colors_.of(curve.contender)};
        if (is_crowded_) {
            style.width = 0.7;
            style.size = 0.3;
        } else if (by_color_) {
            style.color = palette_color(place);
        } else {
            style.dash = static_cast<int>(place) + 1;
            style.point = points.at(place);
        }
        return style;
    }

    [[nodiscard]] std::vector<LegendEntry> legend() {
        std::vector<LegendEntry> entries;
        for (std::size_t i = 0; !by_color_ && i < contenders_.size(); ++i) {
            const LayerStyle style{.color = colors_.of(contenders_[i])};
            entries.push_back({contender_words(contenders_[i]), LayerKind::line_points, style});
        }
        for (std::size_t i = 0; others_.size() > 1 && !is_crowded_ && i < others_.size(); ++i) {
            LayerStyle style = of({contenders_.front(), others_[i], {}});
            style.color = by_color_ ? style.color : "#444444";
            entries.push_back({others_[i], LayerKind::line_points, style});
        }
        return entries;
    }

private:
    static constexpr std::array points{7, 5, 9, 13, 11};

    const ContenderColors& colors_;
    std::vector<std::string> contenders_;
    std::vector<std::string> others_;
    bool by_color_ = false;
    bool is_crowded_ = false;
};

bool has_place(const AxisScales& scales, const SweepPoint& point) {
    return (!scales.log_x || point.x > 0.0) && (!scales.log_y || point.spread.median > 0.0);
}

/// What the medians span that have a place on the axes.
struct LinesExtent {
    Spread x;
    Spread y;
    Index unplaced = 0;
    Index replicates = 0;  // of a point, at most
};

LinesExtent extent_of(const SweepData& data) {
    LinesExtent extent;
    std::vector<double> x;
    std::vector<double> y;
    for (const SweepCurve& curve : data.curves) {
        for (const SweepPoint& point : curve.points) {
            extent.replicates = std::max(extent.replicates, point.spread.n);
            const bool is_placed = has_place(data.scales, point);
            extent.unplaced += is_placed ? 0 : 1;
            x.push_back(is_placed ? point.x : NAN);
            y.push_back(is_placed ? point.spread.median : NAN);
        }
    }
    extent.x = spread_of(x).value_or(Spread{});
    extent.y = spread_of(y).value_or(Spread{});
    return extent;
}

Layer curve_layer(LayerKind kind, const SweepCurve& curve, const AxisScales& scales) {
    Layer layer{.kind = kind, .name = curve_name(curve)};
    for (const SweepPoint& point : curve.points) {
        if (!has_place(scales, point)) {
            continue;
        }
        layer.x.push_back(point.x);
        if (kind == LayerKind::band) {
            layer.lower.push_back(point.spread.q25);
            layer.upper.push_back(point.spread.q75);
        } else {
            layer.y.push_back(point.spread.median);
        }
    }
    return layer;
}

/// The saving at the level of its median, with how many times fewer samples that is, unless it
/// would lie on another one.
void append_arrow(Panel& panel,
                  const Saving& saved,
                  const LinesExtent& extent,
                  const std::string& color) {
    const bool logs = panel.y.logarithmic && extent.y.min > 0.0;
    const double height =
        logs ? std::log(extent.y.max / extent.y.min) : extent.y.max - extent.y.min;
    const auto is_near = [&](const PlotArrow& arrow) {
        const double gap = logs ? std::log(arrow.y1 / saved.level) : arrow.y1 - saved.level;
        return std::abs(gap) < 0.08 * height;
    };
    if (std::ranges::any_of(panel.arrows, is_near)) {
        return;
    }
    const double above = 0.04 * height;
    panel.arrows.push_back({saved.own_x, saved.level, saved.other_x, saved.level, color});
    panel.texts.push_back({.text = fewer_text(saved.factor),
                           .x = panel.x.logarithmic ? std::sqrt(saved.own_x * saved.other_x)
                                                    : 0.5 * (saved.own_x + saved.other_x),
                           .y = logs ? saved.level * std::exp(above) : saved.level + above,
                           .color = color,
                           .centered = true});
}

std::string target_words(const SweepFigure& figure) {
    return fmt::format("{} = {:g}", metric_words(figure.y), *figure.target);
}

std::string lines_caption(const SweepFigure& figure,
                          const SweepData& data,
                          const LinesExtent& extent,
                          bool is_crowded,
                          bool has_arrows) {
    const std::string words = shown_words(figure.y);
    const std::string direction = side_words(figure.y, figure.maximizes).lower;
    std::string text = extent.replicates < 2 ? "Lines: the one replicate."
                       : is_crowded ? "Lines: medians over the replicates, one line for each "
                                      "combination of what else is swept."
                                    : "Lines: medians over the replicates, bands: quartiles.";
    if (direction != "lower") {
        text += direction == "better" ? " Lower is better." : " Higher is better.";
    }
    if (words != metric_words(figure.y)) {
        text += fmt::format(
            " {} is the share of their spread that is not explained, on {}.", words, data.judged);
    }
    if (figure.target) {
        text += fmt::format(" Dashed: {}.", target_words(figure));
    }
    if (has_arrows) {
        text +=
            " Arrows: how many times fewer training samples give the same, at the level of the "
            "median saving.";
    }
    if (extent.unplaced > 0) {
        text += fmt::format(" Without a place on a logarithmic axis: {} at or below zero.",
                            plural(extent.unplaced, "point"));
    }
    return text + (data.infeasible.empty() ? "" : " " + data.infeasible);
}

}  // namespace

Plot plot_sweep_lines(const SweepFigure& figure,
                      const SweepData& data,
                      const ContenderColors& colors) {
    CurveStyles styles(data, colors);
    const LinesExtent extent = extent_of(data);
    const bool has_bands = extent.replicates > 1 && !styles.is_crowded();
    Plot plot;
    plot.legend = styles.legend();
    for (const std::string& title : data.panels) {
        Panel& panel = plot.panels.emplace_back();
        panel.title = title;
        panel.x = {.label = abscissa_words(figure),
                   .logarithmic = data.scales.log_x,
                   .ticks_at_values = figure.x.empty()};
        panel.y = {.label = shown_words(figure.y), .logarithmic = data.scales.log_y};
    }
    for (const LayerKind kind : {LayerKind::band, LayerKind::line_points}) {
        const bool is_band = kind == LayerKind::band;
        for (std::size_t i = 0; (!is_band || has_bands) && i < data.curves.size(); ++i) {
            Layer layer = curve_layer(kind, data.curves[i], data.scales);
            layer.style = styles.of(data.curves[i]);
            layer.style.opacity = is_band ? 0.15 : 1.0;
            plot.panels[data.curves[i].panel].layers.push_back(std::move(layer));
        }
    }
    bool has_arrows = false;
    for (const SweepPair& pair : saving_pairs(figure, data)) {
        const std::optional<Saving> saved = saving(data, pair);
        if (saved && !styles.is_crowded()) {
            Panel& panel = plot.panels[pair.own->panel];
            append_arrow(panel, *saved, extent, styles.of(*pair.own).color);
            panel.texts.back().size = data.panels.size() > 1 ? 11.0 : 0.0;
            has_arrows = true;
        }
    }
    if (figure.target) {
        const double level = shown_value(figure.y, *figure.target);
        const Layer target{.kind = LayerKind::line,
                           .name = target_words(figure),
                           .x = {extent.x.min, extent.x.max},
                           .y = {level, level},
                           .style = {.color = "#777777", .dash = 2}};
        plot.legend.push_back({target.name, target.kind, target.style});
        for (Panel& panel : plot.panels) {
            panel.layers.push_back(target);
        }
    }
    plot.caption = lines_caption(figure, data, extent, styles.is_crowded(), has_arrows);
    return plot;
}

}  // namespace jennopt
