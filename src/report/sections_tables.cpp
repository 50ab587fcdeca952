#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sections_parts.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

/// Who won and what it cost come first: a narrow page shows no more without scrolling.
constexpr std::array key_metrics{metrics::optimum_true_value,
                                 metrics::true_evaluations,
                                 metrics::all_starts_evaluations,
                                 metrics::r2_value,
                                 metrics::r2_partials,
                                 metrics::optimum_violation,
                                 metrics::optimum_distance,
                                 metrics::optimum_distance_widths,
                                 metrics::optimum_gradient_norm};
constexpr std::array table_metrics{metrics::optimum_predicted,
                                   metrics::optimum_true_value,
                                   metrics::r2_value,
                                   metrics::r2_partials};

bool is_table_arm(const StudyResults& study, std::size_t arm) {
    return study.arms[arm].arm.config.problem.is_table();
}

/// Values of the objective have its unit; those of a table's rows are of no function.
std::string column_heading(const StudyResults& study,
                           std::string_view metric,
                           std::span<const TableLine> lines) {
    const ArmResults& arm = study.arms[lines.front().arm];
    const bool is_objective =
        metric == metrics::optimum_true_value || metric == metrics::optimum_predicted;
    if (!is_objective || problem_names(study).size() > 1) {
        return metric_words(metric);
    }
    const std::string words =
        is_table_arm(study, lines.front().arm) && metric == metrics::optimum_true_value
            ? "value of the row"
            : metric_words(metric);
    const auto objective = static_cast<std::size_t>(arm.problem.objective());
    const std::string& unit = arm.problem.outputs[objective].unit;
    return unit.empty() ? words : fmt::format("{}, {}", words, unit);
}

/// The true values of a contender's optima, infinite where they are not feasible.
std::vector<double> claimed_values(const ReportView& view, const TableLine& line) {
    const auto values = view.table.values(line.arm, line.contender, metrics::optimum_true_value);
    const auto violations = view.table.values(line.arm, line.contender, metrics::optimum_violation);
    const double tolerance = view.study.arms[line.arm].arm.config.optimization.constraint_tolerance;
    std::vector<double> claimed(values.begin(), values.end());
    for (std::size_t r = 0; r < std::min(claimed.size(), violations.size()); ++r) {
        if (violations[r] > tolerance) {
            claimed[r] = std::numeric_limits<double>::infinity();
        }
    }
    return claimed;
}

/// What stands beside a median of optima of which some are not feasible; "" where all are.
std::string infeasible_text(std::span<const double> claimed, const Spread& raw, double median) {
    const auto n_feasible = std::count_if(
        claimed.begin(), claimed.end(), [](double value) { return std::isfinite(value); });
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
            const std::vector<double> claimed = claimed_values(view, line);
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

std::span<const std::string_view> key_columns(const StudyResults& study, std::size_t arm) {
    return is_table_arm(study, arm) ? std::span<const std::string_view>(table_metrics)
                                    : std::span<const std::string_view>(key_metrics);
}

bool has_column(const TableBlock& table, std::string_view metric) {
    return std::any_of(table.columns.begin(), table.columns.end(), [metric](const auto& column) {
        return column.heading == metric_words(metric);
    });
}

}  // namespace

std::vector<TableCell> number_cells(std::span<const std::optional<Spread>> spreads,
                                    NumberStyle style) {
    std::vector<double> medians;
    for (const std::optional<Spread>& spread : spreads) {
        medians.push_back(spread ? spread->median : std::numeric_limits<double>::quiet_NaN());
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
    TableBlock block;
    block.rows.resize(lines.size());
    if (shows_arms) {
        block.columns.push_back({"arm", false});
    }
    block.columns.push_back({"", false});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (shows_arms) {
            block.rows[i].push_back({.text = view.study.arms[lines[i].arm].arm.label});
        }
        block.rows[i].push_back({.text = contender_words(lines[i].contender),
                                 .color = view.colors.of(lines[i].contender)});
    }
    for (const std::string_view metric : metrics) {
        const bool is_there = std::any_of(lines.begin(), lines.end(), [&](const TableLine& line) {
            return view.table.find(line.arm, line.contender, metric) != nullptr;
        });
        if (!is_there) {
            continue;
        }
        block.columns.push_back({column_heading(view.study, metric, lines)});
        const std::vector<TableCell> cells = metric_cells(view, lines, metric);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            block.rows[i].push_back(cells[i]);
        }
    }
    return block;
}

TableBlock key_table(const ReportView& view, std::size_t arm) {
    return metric_table(
        view, table_lines(arm, view.table.contenders(arm)), key_columns(view.study, arm));
}

TableBlock key_table(const ReportView& view) {
    std::vector<TableLine> lines;
    for (std::size_t arm = 0; arm < view.study.arms.size(); ++arm) {
        for (TableLine& line : table_lines(arm, view.table.contenders(arm))) {
            lines.push_back(std::move(line));
        }
    }
    return metric_table(view, lines, key_columns(view.study, 0), true);
}

std::string key_table_note(const ReportView& view, const TableBlock& table) {
    const bool has_spread = std::any_of(view.study.arms.begin(),
                                        view.study.arms.end(),
                                        [](const auto& arm) { return arm.replicates.size() > 1; });
    std::string note;
    if (has_spread) {
        note += "Medians over the replicates with their lower and upper quartile. ";
    }
    if (has_column(table, metrics::r2_value)) {
        note +=
            "R2 is 1 for a perfect surrogate and 0 for one that predicts the mean, on samples "
            "it was not trained on; 1 - 3.6e-09 stands for 0.9999999964. ";
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
    return note.substr(0, note.find_last_not_of(' ') + 1);
}

std::vector<Block> metrics_section(const ReportView& view) {
    constexpr int digits = 6;
    TableBlock table{{{"arm", false}, {"surrogate", false}, {"metric", false}}, {}};
    for (const char* heading : {"median", "q25", "q75", "min", "max", "n"}) {
        table.columns.push_back({heading});
    }
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
