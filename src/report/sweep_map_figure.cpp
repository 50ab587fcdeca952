#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/csv.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/axis_script.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"
#include "report/number_text.hpp"
#include "report/sweep_curves.hpp"
#include "report/sweep_pairs.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace jennopt {

namespace {

constexpr double foot = 64.0;  // of the colour scale

/// From a value to the number that the palette colours.
struct Colors {
    bool is_ratio = false;
    bool logarithmic = false;
    double lower = 0.0;
    double upper = 1.0;

    [[nodiscard]] double number(double value) const {
        return logarithmic ? std::log10(std::max(value, 1e-300)) : value;
    }

    /// Whether a number in a cell must be white to be read.
    [[nodiscard]] bool is_dark(double value) const {
        const double part = (number(value) - lower) / (upper - lower);
        return is_ratio ? std::abs(part - 0.5) > 0.28 : part > 0.56;
    }
};

Colors colors_of(const SweepFigure& figure, const std::vector<SweepMap>& maps) {
    std::vector<double> values;
    for (const SweepMap& map : maps) {
        for (const SweepCell& cell : map.cells) {
            values.push_back(cell.value);
        }
    }
    Colors colors;
    colors.is_ratio = !figure.against.empty();
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    colors.logarithmic = colors.is_ratio || (*least > 0.0 && *most > 10.0 * *least);
    colors.lower = colors.number(*least);
    colors.upper = colors.number(*most);
    if (colors.is_ratio) {  // as far to one side as to the other: white is 1
        colors.upper = std::max({std::abs(colors.lower), std::abs(colors.upper), 0.05});
        colors.lower = -colors.upper;
    } else if (colors.upper == colors.lower) {
        colors.upper += 1.0;
    }
    return colors;
}

/// "1/10", "1", "10": a ratio as one says it.
std::string ratio_tick(double value) {
    return value < 1.0 ? "1/" + tick_text(std::round(10.0 / value) / 10.0) : tick_text(value);
}

std::string color_ticks(const Colors& colors) {
    std::string ticks;
    const auto add = [&](double at, const std::string& text) {
        ticks += fmt::format("{}'{}' {:.8g}", ticks.empty() ? "" : ", ", text, at);
    };
    if (!colors.logarithmic) {
        const double step = tick_step(colors.lower, colors.upper);
        for (double k = std::ceil(colors.lower / step); k * step <= colors.upper; k += 1.0) {
            add(k * step, tick_text(k * step));
        }
        return ticks;
    }
    const double span = colors.upper - colors.lower;
    const double step = std::max(1.0, std::ceil(span / 8.0));
    for (double e = std::floor(colors.lower); e <= std::ceil(colors.upper); e += 1.0) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double at = e + std::log10(factor);
            const bool wanted = span < 2.2 || (factor == 1.0 && std::fmod(e, step) == 0.0);
            if (wanted && at >= colors.lower - 1e-9 && at <= colors.upper + 1e-9) {
                const double value = factor * std::pow(10.0, e);
                add(at, colors.is_ratio ? ratio_tick(value) : tick_text(value));
            }
        }
    }
    return ticks;
}

std::string colors_script(const SweepFigure& figure, const Colors& colors, double height) {
    const std::string words = metric_words(figure.color).text;
    return fmt::format(
        "set palette defined ({})\nset cbrange [{:.8g}:{:.8g}]\nset cbtics ({}) enhanced\n"
        "set colorbox horizontal user origin screen 0.28, screen {:.5f} size screen 0.44, screen "
        "{:.5f} noborder\n"
        "set cblabel {} noenhanced offset 0,0.5\n",
        colors.is_ratio ? "-3 '#00476f', -2 '#0072B2', -1 '#8cc0e0', 0 '#f7f7f5', 1 '#f3b488', 2 "
                          "'#D55E00', 3 '#8a3d00'"
                        : "0 '#f4f8fb', 1 '#cfe1ef', 2 '#96bfdc', 3 '#5796c3', 4 '#2a6a9e', 5 "
                          "'#12436d'",
        colors.lower,
        colors.upper,
        color_ticks(colors),
        48.0 / height,
        11.0 / height,
        gnuplot_string(colors.is_ratio ? fmt::format("{}: ratio to {}", words, figure.against)
                                       : words));
}

std::string title_of(const std::vector<SweepMap>& maps, const SweepMap& map) {
    std::set<std::string> surrogates;
    for (const SweepMap& each : maps) {
        surrogates.insert(each.surrogate);
    }
    std::string title = map.title;
    for (const std::string& part :
         {surrogates.size() > 1 || title.empty() ? map.surrogate : std::string(), map.others}) {
        title += (title.empty() || part.empty() ? "" : ", ") + part;
    }
    return title;
}

std::string csv_of(const SweepFigure& figure,
                   const std::vector<SweepMap>& maps,
                   const Colors& colors) {
    std::string csv = fmt::format(
        "panel,column,row,color,value,wins,losses,ties,surrogate,{},{},"
        "title,others\n",
        csv_cell(figure.along),
        csv_cell(figure.y));
    for (std::size_t p = 0; p < maps.size(); ++p) {
        for (const SweepCell& cell : maps[p].cells) {
            const Pairing pairs =
                cell.against.empty() ? Pairing{} : count_wins(cell.values, cell.against);
            csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n",
                               p,
                               cell.column,
                               cell.row,
                               colors.number(cell.value),
                               cell.value,
                               pairs.wins,
                               pairs.losses,
                               pairs.ties,
                               csv_cell(maps[p].surrogate),
                               csv_cell(maps[p].columns[cell.column]),
                               csv_cell(maps[p].rows[cell.row]),
                               csv_cell(maps[p].title),
                               csv_cell(maps[p].others));
        }
    }
    return csv;
}

/// A number in each cell, in parentheses where the pairs decide nothing.
std::string numbers_script(const SweepMap& map, const Colors& colors, double cell_width) {
    std::string script = "unset label\n";
    for (const SweepCell& cell : map.cells) {
        std::string text = short_number(cell.value, 2);
        if (!cell.against.empty() &&
            verdict_of(cell.values, cell.against) == PairVerdict::undecided) {
            text = "(" + text + ")";
        }
        const double size =
            std::clamp(cell_width / (0.68 * static_cast<double>(text.size() + 1)), 6.0, 13.0);
        script += fmt::format(
            "set label {} at {},{} center front noenhanced font ',{:.1f}' textcolor '{}'\n",
            gnuplot_string(text),
            cell.column,
            cell.row,
            size,
            colors.is_dark(cell.value) ? "#ffffff" : "#222222");
    }
    return script;
}

/// Numbers as on other axes, words as they are.
std::string name_text(const std::string& name) {
    const std::optional<double> value = number_of(name);
    return value ? tick_text(*value) : name;
}

double widest(const std::vector<std::string>& names) {
    double pixels = 0.0;
    for (const std::string& name : names) {
        pixels = std::max(pixels, text_pixels(name_text(name)));
    }
    return pixels;
}

/// Names along an axis, as many as have room.
std::string names_script(const std::string& axis,
                         const std::vector<std::string>& names,
                         double pixels) {
    const double room = pixels / static_cast<double>(names.size());
    const double need = axis == "x" ? widest(names) + 7.0 : 16.0;
    const auto step = static_cast<std::size_t>(std::max(1.0, std::ceil(need / room)));
    std::string ticks;
    for (std::size_t i = 0; i < names.size(); i += step) {
        const bool is_word = !number_of(names[i]);
        ticks +=
            fmt::format("{}{} {}",
                        ticks.empty() ? "" : ", ",
                        gnuplot_string(is_word ? without_markup(names[i]) : name_text(names[i])),
                        i);
    }
    return fmt::format(
        "set {0}range [-0.5:{1}.5]\nset {0}tics ({2}) enhanced\n", axis, names.size() - 1, ticks);
}

std::string script_of(const SweepFigure& figure,
                      const std::vector<SweepMap>& maps,
                      const Colors& colors) {
    const std::vector<std::string>& columns = maps.front().columns;
    const std::vector<std::string>& rows = maps.front().rows;
    const PanelGrid grid = sweep_grid(maps.size(), foot, widest(rows) + 40.0);
    std::string script = script_head(figure.name, grid.height());
    script += "set border 0\nunset grid\nset tics scale 0\nset style fill solid 1.0 noborder\n";
    script += names_script("x", columns, grid.panel_width()) +
              colors_script(figure, colors, grid.height());
    script += fmt::format("set xlabel {} noenhanced\n", gnuplot_string(axis_words(figure.along)));
    for (std::size_t p = 0; p < maps.size(); ++p) {
        const bool first = grid.is_first(static_cast<Index>(p));
        script += grid.place(static_cast<Index>(p));
        script += fmt::format("set title {} noenhanced\nset ylabel {} noenhanced\n",
                              gnuplot_string(title_of(maps, maps[p])),
                              gnuplot_string(first ? axis_words(figure.y) : ""));
        script += first ? names_script("y", rows, grid.panel_height()) : "set ytics ('' 0)\n";
        script += numbers_script(
            maps[p], colors, grid.panel_width() / static_cast<double>(columns.size()));
        script += fmt::format(
            "plot '{}.csv' skip 1 using (column(1) == {} ? column(2) : NaN):3:(column(2) - "
            "0.49):(column(2) + 0.49):(column(3) - 0.48):(column(3) + 0.48):4 with boxxyerror "
            "linecolor palette\nunset colorbox\n",
            figure.name,
            p);
    }
    return script + "unset multiplot\n";
}

std::string caption_of(const SweepFigure& figure) {
    const MetricWords words = metric_words(figure.color);
    const std::string metric = words.text;
    if (figure.against.empty()) {
        return fmt::format("Cells: {}, median over the replicates.{}",
                           metric,
                           words.lower_is_better ? " Lower is better." : "");
    }
    return fmt::format(
        "Cells: {}, ratio to {} on the same samples, median over the replicates; below 1 "
        "(blue) it is lower{}. In parentheses where a sign test of the pairs does not decide "
        "(p > 0.05).",
        metric,
        figure.against,
        words.lower_is_better ? ", which is better" : "");
}

}  // namespace

FigurePlan plan_map(const ReportInput& input, const SweepFigure& figure) {
    const std::vector<SweepMap> maps = sweep_maps(input, figure);
    if (maps.empty()) {
        throw Error(
            fmt::format("page.figures.{}: no arm has the axes of the figure and the metric {}",
                        figure.name,
                        figure.color));
    }
    const Colors colors = colors_of(figure, maps);
    FigurePlan plan;
    plan.figure = {figure.name, figure.title, caption_of(figure), false};
    plan.data = {{figure.name + ".csv", csv_of(figure, maps, colors)}};
    plan.script = script_of(figure, maps, colors);
    return plan;
}

}  // namespace jennopt
