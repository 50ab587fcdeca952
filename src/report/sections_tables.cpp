#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sections.hpp"
#include "report/validation.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jennopt {

namespace {

/// Who won and what it cost come first: a narrow page shows no more without scrolling.
constexpr std::array key_metrics{metrics::optimum_true_value,
                                 metrics::true_evaluations,
                                 metrics::all_starts_evaluations,
                                 metrics::evaluations_in_all,
                                 metrics::r2_value,
                                 metrics::r2_partials,
                                 metrics::optimum_violation,
                                 metrics::optimum_distance,
                                 metrics::optimum_distance_widths,
                                 metrics::optimum_gradient_norm};
/// What nothing can check is worth as much as the model's accuracy, which comes first.
constexpr std::array table_metrics{metrics::r2_value,
                                   metrics::r2_partials,
                                   metrics::optimum_predicted,
                                   metrics::optimum_true_value};

const std::string cross_validated = "cross-validated ";

/// Values of the objective have its unit; those of a table's rows are of no function.
std::string column_heading(const StudyResults& study, std::string_view metric, std::size_t arm) {
    const bool is_r2 = metric == metrics::r2_value || metric == metrics::r2_partials;
    std::string words =
        (is_r2 && folds_of(study.arms[arm]) > 0 ? cross_validated : "") + metric_words(metric);
    const bool is_true_value = metric == metrics::optimum_true_value;
    if ((!is_true_value && metric != metrics::optimum_predicted) ||
        problem_names(study).size() > 1) {
        return words;
    }
    const ArmResults& results = study.arms[arm];
    const auto objective = static_cast<std::size_t>(results.problem.objective());
    const std::string& unit = results.problem.outputs[objective].unit;
    return (is_true_value && results.arm.config.problem.is_table() ? "value of the row" : words) +
           (unit.empty() ? "" : ", " + unit);
}

/// What stands beside a median of optima of which some are not feasible; "" where all are.
std::string infeasible_text(std::span<const double> claimed, const Spread& raw, double median) {
    const auto n_feasible =
        std::ranges::count_if(claimed, [](double value) { return std::isfinite(value); });
    if (n_feasible == raw.n) {
        return {};
    }
    const std::string share = fmt::format("{} of {}", raw.n - n_feasible, raw.n);
    return n_feasible == 0      ? "value " + short_number(raw.median)
           : std::isinf(median) ? share
                                : share + " infeasible";
}

std::vector<TableCell> metric_cells(const ReportView& view,
                                    std::span<const TableLine> lines,
                                    std::string_view name) {
    std::vector<std::optional<Spread>> spreads;
    std::vector<std::string> remarks;
    for (const TableLine& line : lines) {
        const MetricRow* row = view.table.find(line.arm, line.contender, name);
        spreads.push_back(row == nullptr ? std::nullopt : std::optional(row->spread));
        remarks.emplace_back();
        if (row != nullptr && name == metrics::optimum_true_value) {
            const auto claimed =
                view.table.feasible_values(line.arm,
                                           line.contender,
                                           name,
                                           view.study.arms[line.arm].problem.sense() * INFINITY);
            spreads.back()->median = median_of(claimed).value_or(row->spread.median);
            remarks.back() = infeasible_text(claimed, row->spread, spreads.back()->median);
        }
    }
    const Metric* metric = find_metric(name);
    std::vector<TableCell> cells =
        number_cells(spreads, metric == nullptr ? NumberStyle::general : metric->style);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].detail = remarks[i].empty() ? cells[i].detail : remarks[i];
    }
    return cells;
}

bool has_column(const TableBlock& table, std::string_view metric) {
    return std::ranges::any_of(table.columns, [&](const TableColumn& column) {
        return column.heading == metric_words(metric) ||
               column.heading == cross_validated + metric_words(metric);
    });
}

}  // namespace

std::vector<TableCell> number_cells(std::span<const std::optional<Spread>> spreads,
                                    NumberStyle style) {
    std::vector<double> medians;
    for (const std::optional<Spread>& spread : spreads) {
        medians.push_back(spread ? spread->median : std::nan(""));
    }
    const std::vector<std::string> texts = distinct_numbers(medians, style);
    std::vector<TableCell> cells;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        cells.push_back({.text = texts[i]});
        if (spreads[i]) {
            const std::string lower = number_text(spreads[i]->q25, style);
            const std::string upper = number_text(spreads[i]->q75, style);
            cells.back().detail = lower == upper ? "" : fmt::format("{}, {}", lower, upper);
        }
    }
    return cells;
}

std::vector<TableLine> table_lines(std::size_t arm, const std::vector<std::string>& contenders) {
    std::vector<TableLine> lines;
    for (const std::string& contender : contenders) {
        lines.push_back({arm, contender});
    }
    return lines;
}

TableBlock metric_table(const ReportView& view,
                        std::span<const TableLine> lines,
                        std::span<const std::string_view> metrics,
                        bool shows_arms) {
    TableBlock block{{{"", false}}, {}};
    for (const TableLine& line : lines) {
        block.rows.push_back(
            {{.text = contender_words(line.contender), .color = view.colors.of(line.contender)}});
        if (shows_arms) {
            block.rows.back().insert(block.rows.back().begin(),
                                     {.text = view.study.arms[line.arm].arm.label});
        }
    }
    if (shows_arms) {
        block.columns.insert(block.columns.begin(), {"arm", false});
    }
    for (const std::string_view metric : metrics) {
        const bool is_there = std::ranges::any_of(lines, [&](const TableLine& line) {
            return view.table.find(line.arm, line.contender, metric) != nullptr;
        });
        if (is_there) {
            block.columns.push_back({column_heading(view.study, metric, lines.front().arm)});
            const std::vector<TableCell> cells = metric_cells(view, lines, metric);
            for (std::size_t i = 0; i < lines.size(); ++i) {
                block.rows[i].push_back(cells[i]);
            }
        }
    }
    return block;
}

TableBlock key_table(const ReportView& view, std::size_t first, std::size_t n_arms) {
    std::vector<TableLine> lines;
    for (std::size_t arm = first; arm < first + n_arms; ++arm) {
        std::ranges::move(table_lines(arm, view.table.contenders(arm)), std::back_inserter(lines));
    }
    const bool is_table = view.study.arms[first].arm.config.problem.is_table();
    const auto columns = is_table ? std::span<const std::string_view>(table_metrics)
                                  : std::span<const std::string_view>(key_metrics);
    return metric_table(view, lines, columns, n_arms > 1);
}

std::string key_table_note(const ReportView& view, const TableBlock& table) {
    std::string note;
    if (std::ranges::any_of(view.study.arms,
                            [](const auto& arm) { return arm.replicates.size() > 1; })) {
        note += "Medians over the replicates with their lower and upper quartile. ";
    }
    if (has_column(table, metrics::r2_value)) {
        note +=
            "R2 is 1 for a perfect surrogate and 0 for one that predicts the mean, on samples "
            "it was not trained on; 1 - 3.6e-09 stands for 0.9999999964. ";
        if (const Index folds = folds_of(view.study.arms.front()); folds > 0) {
            note += fmt::format(
                "It is cross-validated ({} folds): every training sample is predicted by a "
                "surrogate that was made in the same way without it. ",
                folds);
        }
    }
    if (has_column(table, metrics::optimum_violation)) {
        note += "A violation is over its limit's magnitude, where the limit is not 0. ";
    }
    if (has_column(table, metrics::optimum_gradient_norm)) {
        note +=
            "The gradient norm, projected on the bounds and in the unit box, is 0 at a true "
            "optimum. ";
    }
    if (has_column(table, metrics::all_starts_evaluations)) {
        note +=
            "True evaluations of the direct search are those of the run that found its "
            "optimum, from its start. ";
    }
    if (has_column(table, metrics::evaluations_in_all)) {
        note += "True evaluations of an optimizer are those until it had its best design. ";
    }
    return note.substr(0, note.find_last_not_of(' ') + 1);
}

std::vector<Block> metrics_section(const ReportView& view) {
    constexpr int digits = 6;
    TableBlock table{{{"arm", false},
                      {"surrogate", false},
                      {"metric", false},
                      {"median"},
                      {"q25"},
                      {"q75"},
                      {"min"},
                      {"max"},
                      {"n"}},
                     {}};
    for (const MetricRow& row : view.table.rows()) {
        const Metric* metric = find_metric(row.metric);
        const NumberStyle style = metric == nullptr ? NumberStyle::general : metric->style;
        const Spread& s = row.spread;
        std::vector<TableCell> cells{{.text = view.study.arms[row.arm].arm.label},
                                     {.text = row.contender},
                                     {.text = row.metric}};
        for (const double value : {s.median, s.q25, s.q75, s.min, s.max}) {
            cells.push_back({.text = number_text(value, style, digits)});
        }
        cells.push_back({.text = count_text(static_cast<double>(s.n))});
        table.rows.push_back(std::move(cells));
    }
    return {{Heading{"All metrics"}},
            {Fold{"Every metric of every surrogate (the same numbers as summary.csv; metrics.csv "
                  "has every replicate)",
                  {{std::move(table)},
                   {Paragraph{"Quartiles by linear interpolation between order statistics (type "
                              "7).",
                              true}}}}}};
}

}  // namespace jennopt
