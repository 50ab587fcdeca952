#include "core/format.hpp"
#include "jennopt/report/html.hpp"
#include "report/gnuplot_text.hpp"
#include "report/html_text.hpp"

#include <algorithm>

namespace jennopt {

namespace {

std::string role_text(OutputRole role) {
    switch (role) {
        case OutputRole::objective:
            return "objective, minimized";
        case OutputRole::constraint:
            return "constraint, feasible where ≤ 0";
        case OutputRole::quantity:
            return "quantity of interest";
    }
    return {};
}

std::string point_text(const ConstVectorRef& x) {
    std::string text;
    for (const double value : x) {
        text += (text.empty() ? "" : ", ") + setting_text(value);
    }
    return "(" + text + ")";
}

std::string known_optimum_html(const KnownOptimum& known) {
    constexpr Index most_points = 4;
    std::string points;
    for (Index i = 0; i < std::min(known.X.cols(), most_points); ++i) {
        points += (i > 0 ? ", " : "") + point_text(known.X.col(i));
    }
    if (known.X.cols() > most_points) {
        points += fmt::format(" and {} more", known.X.cols() - most_points);
    }
    return fmt::format("<p>Known global minimum: {} at {}{}.</p>\n",
                       setting_text(known.value),
                       points,
                       known.source.empty() ? "" : fmt::format(" ({})", escape_html(known.source)));
}

std::string inputs_table(const ProblemInfo& problem) {
    std::string html = "<div class=\"scroll\"><table>\n" +
                       table_row({"input", "unit", "lower bound", "upper bound"}, "th");
    for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
        html +=
            table_row({escape_html(problem.inputs[j].name),
                       escape_html(problem.inputs[j].unit.empty() ? "–" : problem.inputs[j].unit),
                       setting_text(problem.inputs[j].lower),
                       setting_text(problem.inputs[j].upper)});
    }
    return html + "</table></div>\n";
}

/// Name, formula, inputs and outputs.
std::string description_html(const ProblemInfo& problem) {
    std::string html = fmt::format(
        "<p><b>{}</b>: {}.{}</p>\n",
        escape_html(problem.name),
        escape_html(problem.summary),
        problem.source.empty() ? "" : fmt::format(" Source: {}.", escape_html(problem.source)));
    if (!problem.formula.empty()) {
        html += fmt::format("<pre>{}</pre>\n", escape_html(problem.formula));
    }
    html += inputs_table(problem);
    html += "<p>Outputs: ";
    for (std::size_t k = 0; k < problem.outputs.size(); ++k) {
        html +=
            fmt::format("{}<b>{}</b> ({})",
                        k > 0 ? ", " : "",
                        escape_html(with_unit(problem.outputs[k].name, problem.outputs[k].unit)),
                        role_text(problem.outputs[k].role));
    }
    return html;
}

std::string partials_html(const ProblemInfo& problem) {
    return problem.has_partials ? fmt::format(
                                      ". All partial derivatives at a point are priced at {} times "
                                      "its values.</p>\n",
                                      setting_text(problem.gradient_price))
                                : std::string(". The problem gives no partial derivatives.</p>\n");
}

/// A problem with the arms that are about it.
struct Described {
    std::string description;
    std::string known;
    const ProblemInfo* problem;
    std::vector<std::string> arms;
};

std::vector<Described> describe_all(const ReportInput& input) {
    std::vector<Described> all;
    for (const ReportArm& arm : input.arms) {
        const std::string description = description_html(arm.problem);
        const std::string known =
            arm.problem.known_optimum ? known_optimum_html(*arm.problem.known_optimum) : "";
        const auto same = std::find_if(all.begin(), all.end(), [&](const Described& other) {
            return other.description == description && other.known == known;
        });
        if (same == all.end()) {
            all.push_back({description, known, &arm.problem, {arm.arm.label}});
        } else {
            same->arms.push_back(arm.arm.label);
        }
    }
    return all;
}

}  // namespace

std::string problem_html(const ReportInput& input) {
    const std::vector<Described> all = describe_all(input);
    std::string html = all.size() == 1 ? "<h2>The problem</h2>\n" : "<h2>The problems</h2>\n";
    for (const auto& [description, known, problem, arms] : all) {
        if (all.size() > 1) {
            html +=
                fmt::format("<h3>{}</h3>\n", escape_html(fmt::format("{}", fmt::join(arms, "; "))));
        }
        html += description + partials_html(*problem) + known;
    }
    return html;
}

}  // namespace jennopt
