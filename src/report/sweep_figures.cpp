#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/csv.hpp"
#include "report/axis_script.hpp"
#include "report/curve_script.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"
#include "report/number_text.hpp"
#include "report/sweep_curves.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jennopt {

namespace {

constexpr std::size_t most_dashes = 4;  // more kinds of line are not told apart

std::size_t place_of(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    const auto place = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) {
        names.push_back(name);
    }
    return place;
}

/// How the curves look, and what the legend says of it.
class Styles {
public:
    using Key = std::pair<std::string, std::string>;  // surrogate and what else is swept

    Styles(const ReportInput& input, const std::vector<SweepPanel>& panels) : input_(input) {
        for (const SweepPanel& panel : panels) {
            for (const SweepCurve& curve : panel.curves) {
                place_of(surrogates_, curve.surrogate);
                place_of(others_, curve.others);
                if (std::find(keys_.begin(), keys_.end(), key_of(curve)) == keys_.end()) {
                    keys_.push_back(key_of(curve));
                }
            }
        }
        std::stable_sort(keys_.begin(), keys_.end(), [this](const auto& a, const auto& b) {
            return place_of(surrogates_, a.first) < place_of(surrogates_, b.first);
        });
    }

    [[nodiscard]] CurveStyle of(const Key& key, std::size_t series) {
        constexpr std::array points{7, 5, 9, 13};
        if (others_.size() == 1) {
            return {color_of(input_, key.first), series};
        }
        if (dashed()) {
            const std::size_t kind = place_of(others_, key.second);
            return {color_of(input_, key.first),
                    series,
                    static_cast<int>(kind) + 1,
                    points.at(kind % points.size())};
        }
        const auto place =
            static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
        const std::size_t round = place / n_palette;
        return {palette_color(place),
                series,
                static_cast<int>(round) + 1,
                points.at(round % points.size())};
    }

    [[nodiscard]] CurveStyle of(const SweepCurve& curve, std::size_t series) {
        return of(key_of(curve), series);
    }

    [[nodiscard]] std::vector<LegendEntry> legend() {
        std::vector<LegendEntry> entries;
        if (others_.size() > 1 && !dashed()) {
            for (const auto& key : keys_) {
                const std::string name = surrogates_.size() == 1 ? "" : key.first + ", ";
                entries.push_back(legend_entry(name + key.second, of(key, 0)));
            }
            return entries;
        }
        for (const std::string& surrogate : surrogates_) {
            entries.push_back(legend_entry(surrogate, {color_of(input_, surrogate)}));
        }
        for (std::size_t i = 0; dashed() && i < others_.size(); ++i) {
            CurveStyle style = of(Key(surrogates_.front(), others_[i]), 0);
            // Greys that differ: gnuplot's SVG keeps the dashes of the line before while the color
            // stays.
            style.color = fmt::format("#{0}{0}{0}", 55 + i);
            entries.push_back(legend_entry(others_[i], style));
        }
        return entries;
    }

private:
    static Key key_of(const SweepCurve& curve) { return {curve.surrogate, curve.others}; }

    /// Colours tell surrogates, dashes the rest.
    [[nodiscard]] bool dashed() const {
        return others_.size() > 1 && others_.size() <= most_dashes && surrogates_.size() > 1;
    }

    const ReportInput& input_;
    std::vector<std::string> surrogates_;
    std::vector<std::string> others_;
    std::vector<Key> keys_;
};

std::string csv_of(const SweepFigure& figure, const std::vector<SweepPanel>& panels) {
    std::string csv = fmt::format("series,surrogate,x,median,q25,q75,n,panel,others,{}\n",
                                  csv_cell(figure.along));
    std::size_t series = 0;
    for (const SweepPanel& panel : panels) {
        for (const SweepCurve& curve : panel.curves) {
            for (const SweepPoint& point : curve.points) {
                csv += fmt::format(
                    "{},{},{},{},{},{},{},{},{},{}\n",
                    series,
                    csv_cell(curve.surrogate),
                    point.x,
                    point.median,
                    point.q25,
                    point.q75,
                    std::count_if(
                        point.values.begin(), point.values.end(), [](double v) { return v == v; }),
                    csv_cell(panel.title),
                    csv_cell(curve.others),
                    point.at);
            }
            ++series;
        }
    }
    return csv;
}

std::optional<double> target_level(const SweepFigure& figure) {
    return figure.target ? std::optional(as_shown(figure.y, *figure.target)) : std::nullopt;
}

std::string target_text(const SweepFigure& figure) {
    return fmt::format("{}{:g}", is_r2(figure.y) ? "R² = " : "", *figure.target);
}

constexpr const char* target_line = "linewidth 1.4 dashtype 2 linecolor '#777777'";

std::string target_script(const SweepFigure& figure) {
    return fmt::format(
        "set arrow 1 from graph 0, first {0:.10g} to graph 1, first {0:.10g} nohead back {1}\n",
        *target_level(figure),
        target_line);
}

/// Both axes, the same in all panels.
std::pair<SharedAxis, SharedAxis> axes_of(const SweepFigure& figure,
                                          const std::vector<SweepPanel>& panels,
                                          const PanelGrid& grid) {
    std::vector<double> x;
    std::vector<double> y;
    for (const SweepPanel& panel : panels) {
        for (const SweepCurve& curve : panel.curves) {
            for (const SweepPoint& point : curve.points) {
                x.push_back(point.x);
                y.insert(y.end(), {point.median, point.q25, point.q75});
            }
        }
    }
    if (figure.target) {
        y.push_back(*target_level(figure));
    }
    return {shared_axis("x", figure.log_x, x, grid.panel_width(), figure.x.empty()),
            shared_axis("y", figure.log_y, y, grid.panel_height(), false)};
}

std::string script_of(const ReportInput& input,
                      const SweepFigure& figure,
                      const std::vector<SweepPanel>& panels) {
    Styles styles(input, panels);
    std::vector<LegendEntry> legend = styles.legend();
    if (figure.target) {
        legend.push_back({target_text(figure), target_line, ""});
    }
    const PanelGrid grid = sweep_grid(panels.size(), legend_height(legend));
    const auto [x, y] = axes_of(figure, panels, grid);
    std::string script = script_head(figure.name, grid.height()) + x.script + y.script +
                         (figure.target ? target_script(figure) : "");
    const std::string x_words =
        figure.x.empty() ? axis_words(figure.along) : metric_words(figure.x).text;
    script += fmt::format("set xlabel {} noenhanced\n", gnuplot_string(x_words));
    const LowerEnds lowest{figure.log_x ? std::optional(x.lower) : std::nullopt,
                           figure.log_y ? std::optional(y.lower) : std::nullopt};
    std::size_t series = 0;
    for (std::size_t p = 0; p < panels.size(); ++p) {
        script += grid.place(static_cast<Index>(p));
        script += fmt::format(
            "set title {} noenhanced\nset ylabel {} noenhanced\n",
            gnuplot_string(panels[p].title),
            gnuplot_string(grid.is_first(static_cast<Index>(p)) ? metric_words(figure.y).text
                                                                : ""));
        std::vector<CurveStyle> drawn;
        for (const SweepCurve& curve : panels[p].curves) {
            drawn.push_back(styles.of(curve, series++));
        }
        script += curves_script(figure.name + ".csv", drawn, lowest);
    }
    return script + legend_script(legend, grid.height()) + "unset multiplot\n";
}

/// Points that a logarithmic axis cannot show.
long n_unplaced(const SweepFigure& figure, const std::vector<SweepPanel>& panels) {
    long n = 0;
    for (const SweepPanel& panel : panels) {
        for (const SweepCurve& curve : panel.curves) {
            n += std::count_if(curve.points.begin(), curve.points.end(), [&](const auto& point) {
                return (figure.log_x && point.x <= 0.0) || (figure.log_y && point.median <= 0.0);
            });
        }
    }
    return n;
}

std::string caption_of(const SweepFigure& figure, const std::vector<SweepPanel>& panels) {
    const MetricWords y = metric_words(figure.y);
    std::string caption = "Lines: medians over the replicates, bands: quartiles.";
    caption += y.lower_is_better ? " Lower is better." : "";
    if (is_r2(figure.y)) {
        caption +=
            " 1 − R² is the share of the spread of the true values that is not explained, "
            "on test samples.";
    }
    if (figure.target) {
        caption += fmt::format(" Dashed: {}.", target_text(figure));
    }
    if (const long n = n_unplaced(figure, panels); n > 0) {
        caption += fmt::format(" {} at zero or below {} no place on a logarithmic axis.",
                               plural(n, "point"),
                               n == 1 ? "has" : "have");
    }
    return caption;
}

}  // namespace

PanelGrid sweep_grid(std::size_t n_panels, double foot, double left) {
    const Index columns = n_panels <= 3   ? static_cast<Index>(n_panels)
                          : n_panels == 4 ? 2
                          : n_panels <= 9 ? 3
                                          : 4;
    constexpr std::array aspects{0.45, 0.75, 0.9, 1.0};
    return {static_cast<Index>(n_panels),
            columns,
            aspects.at(static_cast<std::size_t>(columns - 1)),
            foot,
            24.0,
            left};
}

FigurePlan plan_sweep(const ReportInput& input, const SweepFigure& figure) {
    if (!figure.color.empty()) {
        return plan_map(input, figure);
    }
    const std::vector<SweepPanel> panels = sweep_panels(input, figure);
    if (panels.empty()) {
        throw Error(
            fmt::format("page.figures.{}: no arm has the axes of the figure and the metric {}",
                        figure.name,
                        figure.y));
    }
    FigurePlan plan;
    plan.figure = {figure.name, figure.title, caption_of(figure, panels), false};
    plan.data = {{figure.name + ".csv", csv_of(figure, panels)}};
    plan.script = script_of(input, figure, panels);
    return plan;
}

}  // namespace jennopt
