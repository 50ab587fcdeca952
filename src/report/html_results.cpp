#include "core/format.hpp"
#include "jennopt/report/html.hpp"
#include "report/gnuplot_text.hpp"
#include "report/html_choice.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace jennopt {

namespace {

struct Column {
    std::string metric;
    std::string heading;
    NumberKind kind = NumberKind::general;
};

std::string name_cell(const ReportInput& input, const std::string& surrogate) {
    return fmt::format(
        "<span class=\"dot\" style=\"background:{}\"></span>{}",
        color_of(input, surrogate),
        surrogate == "truth" ? "<i>search on the truth</i>" : escape_html(surrogate));
}

/// Medians aligned on the decimal point, the quartiles small below.
std::vector<std::string> column_cells(const std::vector<const SummaryRow*>& rows, NumberKind kind) {
    std::vector<double> medians;
    for (const SummaryRow* row : rows) {
        medians.push_back(row != nullptr ? row->median : std::numeric_limits<double>::quiet_NaN());
    }
    std::vector<std::string> cells = aligned_numbers(medians, kind);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (rows[i] == nullptr) {
            cells[i] = "–";
        } else if (rows[i]->q25 != rows[i]->q75) {
            cells[i] += fmt::format("<small>{} … {}</small>",
                                    plain_number(rows[i]->q25, kind),
                                    plain_number(rows[i]->q75, kind));
        }
    }
    return cells;
}

/// A line of a table: a surrogate of an arm.
struct Line {
    std::vector<std::string> start;  // cells before the metrics
    std::span<const SummaryRow> rows;
    std::string arm;
    std::string surrogate;
};

/// One column per metric that any of the lines has.
std::string metric_table(std::vector<std::string> head,
                         const std::vector<Line>& lines,
                         const std::vector<Column>& columns) {
    std::vector<std::vector<std::string>> texts;
    for (const Line& line : lines) {
        texts.push_back(line.start);
    }
    for (const Column& column : columns) {
        std::vector<const SummaryRow*> found;
        for (const Line& line : lines) {
            found.push_back(find_row(line.rows, line.arm, line.surrogate, column.metric));
        }
        if (std::all_of(
                found.begin(), found.end(), [](const auto* row) { return row == nullptr; })) {
            continue;
        }
        head.push_back(column.heading);
        const std::vector<std::string> cells = column_cells(found, column.kind);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            texts[i].push_back(cells[i]);
        }
    }
    std::string table = "<div class=\"scroll\"><table>\n" + table_row(head, "th");
    for (const std::vector<std::string>& text : texts) {
        table += table_row(text);
    }
    return table + "</table></div>\n";
}

/// The table of one arm: one row per surrogate.
std::string metric_table(const ReportInput& input,
                         std::span<const SummaryRow> rows,
                         const std::string& arm,
                         const std::vector<std::string>& names,
                         const std::vector<Column>& columns) {
    std::vector<Line> lines;
    for (const std::string& name : names) {
        lines.push_back({{name_cell(input, name)}, rows_of(rows, arm), arm, name});
    }
    return metric_table({""}, lines, columns);
}

/// All arms in one table, folded up.
std::string all_arms_table(const ReportInput& input,
                           std::span<const SummaryRow> rows,
                           const std::vector<Column>& columns) {
    std::map<std::string, std::string> cells;
    std::vector<Line> lines;
    for (const ReportArm& arm : input.arms) {
        const std::span<const SummaryRow> own = rows_of(rows, arm.arm.label);
        for (const std::string& name : surrogate_names(own)) {
            if (cells.count(name) == 0) {
                cells[name] = name_cell(input, name);
            }
            lines.push_back({{escape_html(arm.arm.label), cells[name]}, own, arm.arm.label, name});
        }
    }
    return fmt::format("<details><summary>All {} arms</summary>\n{}</details>\n",
                       input.arms.size(),
                       metric_table({"arm", ""}, lines, columns));
}

std::string arm_heading(const ReportInput& input, const ReportArm& arm) {
    return input.arms.size() == 1 ? std::string()
                                  : fmt::format("<h3>{}</h3>\n", escape_html(arm.arm.label));
}

}  // namespace

std::string key_table_html(const ReportInput& input, std::span<const SummaryRow> rows) {
    const std::vector<Column> columns{{"r2_value", "R² of<br>values", NumberKind::r2},
                                      {"r2_partials", "R² of<br>partials", NumberKind::r2},
                                      {"optimum_predicted", "predicted<br>optimum"},
                                      {"optimum_true_value", "true value<br>there"},
                                      {"optimum_distance", "distance to<br>known one"},
                                      {"optimum_violation", "violation<br>there"},
                                      {"optimum_gradient_norm", "gradient<br>norm there"},
                                      {"true_evaluations", "true<br>evals", NumberKind::count}};
    std::string html;
    if (has_many_arms(input)) {
        std::vector<Column> all = columns;
        all.push_back({"train_seconds", "training, s"});
        html = all_arms_table(input, rows, all);
    }
    for (std::size_t i = 0; i < input.arms.size() && !has_many_arms(input); ++i) {
        const ReportArm& arm = input.arms[i];
        const std::vector<std::string> names = surrogate_names(rows_of(rows, arm.arm.label));
        if (!names.empty()) {
            html +=
                arm_heading(input, arm) + metric_table(input, rows, arm.arm.label, names, columns);
        }
    }
    return html +
           "<p class=\"meta\">Medians over the replicates; lower and upper quartile in small "
           "print. R² is 1 for a "
           "perfect surrogate and 0 for one that knows the mean only, on samples it was not "
           "trained on. The "
           "gradient norm, projected on the bounds and in the unit box, is 0 at a true "
           "optimum.</p>\n";
}

std::string polishing_html(const ReportInput& input, std::span<const SummaryRow> rows) {
    std::string tables;
    for (const ReportArm& arm : input.arms) {
        std::vector<std::string> names;
        for (const std::string& name : surrogate_names(arm)) {
            if (find_row(rows, arm.arm.label, name, "polish_kept") != nullptr) {
                names.push_back(name);
            }
        }
        if (names.empty()) {
            continue;
        }
        tables += arm_heading(input, arm);
        tables += metric_table(input,
                               rows,
                               arm.arm.label,
                               names,
                               {{"polish_kept", "share kept"},
                                {"near_error_before", "error near the<br>candidate, before"},
                                {"near_error_after", "after"},
                                {"global_error_before", "error on all<br>samples, before"},
                                {"global_error_after", "after"}});
    }
    if (tables.empty()) {
        return {};
    }
    return "<h2>Polishing</h2>\n<p>Polishing continues training so that flat or low places, where "
           "optima are, weigh more. "
           "With the guard on it is kept only if the error near the candidate optimum falls and "
           "the error on all "
           "training samples "
           "rises by no more than the stated bound; otherwise the surrogate stays as it was. "
           "Errors are root mean "
           "squares over values and partials, of a plain network over values alone, in normalized "
           "units.</p>\n" +
           tables;
}

std::string training_html(const ReportInput& input, std::span<const SummaryRow> rows) {
    std::string html =
        "<h2>Training</h2>\n<p>Times are measured on the machine that ran the study; compare them "
        "with "
        "each other only.</p>\n";
    for (const ReportArm& arm : input.arms) {
        const std::vector<std::string> names = surrogate_names(arm);
        if (names.empty()) {
            continue;
        }
        html += arm_heading(input, arm);
        html += metric_table(input,
                             rows,
                             arm.arm.label,
                             names,
                             {{"train_iterations", "iterations", NumberKind::count},
                              {"lambda", "λ"},
                              {"gamma", "γ"},
                              {"final_loss", "final loss"},
                              {"loss_best_start", "loss of the<br>best start"},
                              {"loss_worst_start", "of the<br>worst"},
                              {"spread_coverage_value", "values within<br>2 spreads"},
                              {"spread_rank_value", "rank correlation<br>of spread, error"},
                              {"train_seconds", "training, s"},
                              {"search_seconds", "search, s"},
                              {"rmse_value", "RMSE of values"},
                              {"rmse_partials", "RMSE of partials"},
                              {"true_cost", "true cost,<br>in values"}});
        for (const std::string& name : names) {
            html += fmt::format(
                "<p class=\"meta\" style=\"margin:0\">{}: trainer and why it stopped: {}</p>\n",
                escape_html(name),
                counted_texts(arm, name, [](const SurrogateRecord& record) {
                    return record.trainer + ", " + record.termination;
                }));
            html += choice_html(arm, name);
        }
    }
    return html;
}

std::string metrics_html(std::span<const SummaryRow> rows) {
    std::string html =
        "<h2>All metrics</h2>\n<details><summary>Every metric of every surrogate (the same numbers "
        "as summary.csv)</summary>\n<div class=\"scroll\"><table>\n";
    html +=
        table_row({"arm", "surrogate", "metric", "median", "q25", "q75", "min", "max", "n"}, "th");
    for (const SummaryRow& row : rows) {
        const std::vector<double> five{row.median, row.q25, row.q75, row.min, row.max};
        std::vector<std::string> cells{
            escape_html(row.arm), escape_html(row.surrogate), escape_html(row.metric)};
        for (std::string& cell : aligned_numbers(five, NumberKind::general)) {
            cells.push_back(std::move(cell));
        }
        cells.push_back(fmt::format("{}", row.n));
        html += table_row(cells);
    }
    return html +
           "</table></div>\n<p class=\"meta\">Quartiles by linear interpolation between order "
           "statistics (type "
           "7).</p></details>\n";
}

}  // namespace jennopt
