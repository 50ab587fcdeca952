#include "core/format.hpp"
#include "report/figures/sweep.hpp"
#include "report/number_text.hpp"
#include "report/sweep_pairs.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <set>

namespace jennopt {

namespace {

auto all_cells(const std::vector<SweepMap>& maps) {
    return maps | std::views::transform(&SweepMap::cells) | std::views::join;
}

/// Rising values of an axis, each once.
std::vector<double> axis_values(const std::vector<SweepMap>& maps, double SweepPoint::*axis) {
    std::set<double> values;
    for (const Meeting& cell : all_cells(maps)) {
        values.insert(cell.point->*axis);
    }
    return {values.begin(), values.end()};
}

double place_of(const std::vector<double>& values, double value) {
    return static_cast<double>(std::ranges::lower_bound(values, value) - values.begin());
}

PlotAxis map_axis(const std::string& axis, const std::vector<double>& values) {
    PlotAxis result{.label = axis_words(axis),
                    .lower = -0.5,
                    .upper = static_cast<double>(values.size()) - 0.5};
    for (std::size_t i = 0; i < values.size(); ++i) {
        result.ticks.push_back({static_cast<double>(i), place_text(values[i])});
    }
    return result;
}

ColorScale color_scale(const SweepFigure& figure, const std::vector<SweepMap>& maps) {
    std::vector<double> values;
    for (const Meeting& cell : all_cells(maps)) {
        values.push_back(cell.ratio);
    }
    const Spread spread = spread_of(values).value_or(Spread{});
    const bool is_ratio = !figure.against.empty();
    ColorScale scale{
        .label = shown_words(figure.color),
        .logarithmic = spread.min > 0.0 && (is_ratio || spread.max > 10.0 * spread.min),
        .diverging = is_ratio,
        .lower = spread.min,
        .upper = spread.max};
    if (is_ratio) {
        scale.label += fmt::format(": ratio to {}", contender_words(figure.against));
    }
    if (is_ratio && scale.logarithmic) {  // as far to one side as to the other
        scale.upper = std::max({spread.max, 1.0 / spread.min, 1.1});
        scale.lower = 1.0 / scale.upper;
    } else if (scale.upper == scale.lower) {
        scale.upper += scale.logarithmic ? scale.upper : 1.0;
    }
    return scale;
}

/// Whether a number in a cell must be white to be read.
bool is_dark(const ColorScale& scale, double value) {
    const auto number = [&](double v) { return scale.logarithmic ? std::log(v) : v; };
    const double part =
        (number(value) - number(scale.lower)) / (number(scale.upper) - number(scale.lower));
    return scale.diverging ? std::abs(part - 0.5) > 0.28 : part > 0.56;
}

/// "0.45", "(0.98)" where the pairs decide nothing, "0.45 [3/5]" where only 3 of 5 are feasible.
std::string cell_text(const SweepFigure& figure, const Meeting& cell) {
    const bool is_open = !figure.against.empty() && cell.verdict == PairVerdict::undecided;
    std::string text = std::isnan(cell.ratio) ? "" : short_number(cell.ratio, 2);
    if (is_open && !text.empty()) {
        text = fmt::format("({})", text);
    }
    if (cell.lacks_infeasible) {
        text += fmt::format(
            "{}[{}/{}]", text.empty() ? "" : " ", cell.pairs, cell.point->values.size());
    }
    return text;
}

std::string map_caption(const SweepFigure& figure, const SweepData& data) {
    const std::string direction = side_words(figure.color, figure.maximizes).lower;
    std::string caption = fmt::format("Cells: {}, ", shown_words(figure.color));
    if (figure.against.empty()) {
        caption += "median over the replicates.";
        caption += direction == "better" ? " Lower is better." : "";
    } else {
        caption += fmt::format(
            "ratio to {} on the same samples, median over the replicates; below 1 (blue) it is "
            "lower{}. In parentheses where a sign test of the pairs does not decide.",
            contender_words(figure.against),
            direction == "lower" ? "" : ", which is " + direction);
    }
    return caption + (data.infeasible.empty()
                          ? ""
                          : " " + data.infeasible + " [n/m]: n of m replicates are left.");
}

}  // namespace

Plot plot_sweep_map(const SweepFigure& figure, const SweepData& data) {
    constexpr double pixels = 720.0;  // of all cells in a row, about
    const std::vector<SweepMap> maps = maps_of(figure, data);
    const std::vector<double> columns = axis_values(maps, &SweepPoint::at);
    const std::vector<double> rows = axis_values(maps, &SweepPoint::up);
    const double room = pixels / static_cast<double>(static_cast<Index>(columns.size()) *
                                                     panel_columns(maps.size()));
    Plot plot;
    plot.caption = map_caption(figure, data);
    plot.colors = color_scale(figure, maps);
    for (const SweepMap& map : maps) {
        Panel& panel = plot.panels.emplace_back();
        panel.title = map.name;
        panel.x = map_axis(figure.along, columns);
        panel.y = map_axis(figure.y, rows);
        Layer cells{.kind = LayerKind::cells, .name = map.name};
        for (const Meeting& cell : map.cells) {
            const double x = place_of(columns, cell.point->at);
            const double y = place_of(rows, cell.point->up);
            if (!std::isnan(cell.ratio)) {
                cells.x.push_back(x);
                cells.y.push_back(y);
                cells.z.push_back(cell.ratio);
            }
            PlotText text{.text = cell_text(figure, cell), .x = x, .y = y, .centered = true};
            const double width = 0.68 * static_cast<double>(text.text.size() + 1);  // font size 1
            text.size = std::clamp(room / width, 6.0, 13.0);
            text.color = is_dark(*plot.colors, cell.ratio) ? "#ffffff" : text.color;
            panel.texts.push_back(std::move(text));
        }
        panel.layers.push_back(std::move(cells));
    }
    return plot;
}

}  // namespace jennopt
