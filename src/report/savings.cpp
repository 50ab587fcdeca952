#include "report/savings.hpp"

#include "core/format.hpp"
#include "report/gnuplot_text.hpp"
#include "report/number_text.hpp"
#include "report/sweep_curves.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jennopt {

namespace {

constexpr double law_factor = 0.8;  // of 1 + n_x

SampleNeed need_of(const ReportInput& study, const SweepCurve& curve, double level) {
    SampleNeed need{.surrogate = curve.surrogate,
                    .reach = first_reach(curve, level),
                    .most = curve.points.back().x};
    for (const ReportArm& arm : study.arms) {
        for (const SurrogateConfig& config : arm.arm.config.surrogates) {
            need.is_jenn = need.is_jenn ||
                           (config.name == curve.surrogate && config.kind == SurrogateKind::jenn);
        }
    }
    return need;
}

const ProblemInfo& problem_of(const ReportInput& study, const SweepCurve& curve) {
    const auto arm = std::find_if(study.arms.begin(), study.arms.end(), [&](const auto& each) {
        return each.arm.label == curve.points.front().arm;
    });
    return arm->problem;
}

std::optional<ProblemNeeds> needs_of(const ReportInput& study,
                                     const SweepFigure& figure,
                                     const SweepPanel& panel) {
    const auto plain =
        std::find_if(panel.curves.begin(), panel.curves.end(), [&](const auto& each) {
            return each.surrogate == figure.against;
        });
    if (plain == panel.curves.end()) {
        return std::nullopt;
    }
    const double level = as_shown(figure.y, *figure.target);
    const ProblemInfo& problem = problem_of(study, *plain);
    ProblemNeeds needs{.problem = problem.name,
                       .n_x = problem.n_x(),
                       .n_y = problem.n_y(),
                       .target = *figure.target,
                       .plain = need_of(study, *plain, level)};
    for (const SweepCurve& curve : panel.curves) {
        if (&curve != &*plain) {
            needs.others.push_back(need_of(study, curve, level));
        }
    }
    return needs;
}

std::string need_text(const SampleNeed& need) {
    if (!need.reach) {
        return fmt::format("> {}", place_text(need.most));
    }
    return fmt::format("{}{}", need.reach->at_first ? "≤ " : "", place_text(need.reach->x));
}

std::string cell_of(const ProblemNeeds& row, const std::string& surrogate) {
    const auto need = std::find_if(row.others.begin(), row.others.end(), [&](const auto& each) {
        return each.surrogate == surrogate;
    });
    if (need == row.others.end()) {
        return "–";
    }
    const auto ratio = need_ratio(row.plain, *need);
    return need_text(*need) +
           (ratio ? fmt::format(" ({}{:.2g} x)", ratio->at_least ? "> " : "", ratio->factor) : "");
}

std::vector<std::string> others_of(const std::vector<ProblemNeeds>& needs) {
    std::vector<std::string> names;
    for (const ProblemNeeds& row : needs) {
        for (const SampleNeed& need : row.others) {
            if (std::find(names.begin(), names.end(), need.surrogate) == names.end()) {
                names.push_back(need.surrogate);
            }
        }
    }
    return names;
}

/// Columns: series, surrogate, 1 + n_x, ratio, whether it is a lower bound, problem.
std::string csv_of(const std::vector<ProblemNeeds>& needs, const std::vector<std::string>& series) {
    std::string csv = "series,surrogate,inputs_and_one,ratio,at_least,problem\n";
    for (const ProblemNeeds& row : needs) {
        for (const SampleNeed& need : row.others) {
            const auto ratio = need_ratio(row.plain, need);
            const auto place = std::find(series.begin(), series.end(), need.surrogate);
            if (ratio && place != series.end()) {
                csv += fmt::format("{},{},{},{},{},{}\n",
                                   place - series.begin(),
                                   need.surrogate,
                                   row.n_x + 1,
                                   ratio->factor,
                                   ratio->at_least ? 1 : 0,
                                   row.problem);
            }
        }
    }
    return csv;
}

}  // namespace

std::optional<NeedRatio> need_ratio(const SampleNeed& plain, const SampleNeed& own) {
    if (!own.reach || (plain.reach && plain.reach->at_first)) {
        return std::nullopt;
    }
    const double other = plain.reach ? plain.reach->x : plain.most;
    return NeedRatio{other / own.reach->x, !plain.reach || own.reach->at_first};
}

std::vector<ProblemNeeds> problem_needs(const std::vector<ReportInput>& studies) {
    std::vector<ProblemNeeds> all;
    for (const ReportInput& study : studies) {
        for (const SweepFigure& figure : study.page.figures) {
            if (!figure.target || figure.y != "r2_value" || figure.against.empty()) {
                continue;
            }
            for (const SweepPanel& panel : sweep_panels(study, figure)) {
                if (auto needs = needs_of(study, figure, panel)) {
                    all.push_back(std::move(*needs));
                }
            }
        }
    }
    std::stable_sort(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.n_x < b.n_x; });
    return all;
}

std::string needs_table(const std::vector<ProblemNeeds>& needs) {
    const std::vector<std::string> names = others_of(needs);
    std::string head = "| problem | inputs | outputs | R² | plain NN |";
    std::string rule = "|---|---|---|---|---|";
    for (const std::string& name : names) {
        head += fmt::format(" {} |", name);
        rule += "---|";
    }
    std::string text = fmt::format("{} 0.8 (1 + n_x) |\n{}---|\n", head, rule);
    for (const ProblemNeeds& row : needs) {
        text += fmt::format("| {} | {} | {} | {:g} | {} |",
                            row.problem,
                            row.n_x,
                            row.n_y,
                            row.target,
                            need_text(row.plain));
        for (const std::string& name : names) {
            text += fmt::format(" {} |", cell_of(row, name));
        }
        text += fmt::format(" {:.2g} |\n", law_factor * static_cast<double>(1 + row.n_x));
    }
    return text + "\n";
}

FigurePlan plan_needs(const std::vector<ProblemNeeds>& needs) {
    std::vector<std::string> series;
    for (const ProblemNeeds& row : needs) {
        for (const SampleNeed& need : row.others) {
            if (need.is_jenn &&
                std::find(series.begin(), series.end(), need.surrogate) == series.end()) {
                series.push_back(need.surrogate);
            }
        }
    }
    FigurePlan plan;
    plan.figure = {"samples_needed",
                   "How many times fewer samples a JENN needs than a plain network",
                   "For the R² of the table, by the medians of the replicates. Disc: both were "
                   "bracketed; triangle: a lower bound. Line: 0.8 (1 + n_x).",
                   false};
    plan.data = {{plan.figure.name + ".csv", csv_of(needs, series)}};
    constexpr std::array colors{"#0072b2", "#d55e00", "#009e73", "#cc79a7"};
    const PanelGrid grid(1, 1, 0.5, 30.0, 24.0);
    plan.script =
        script_head(plan.figure.name, grid.height()) + grid.place(0) +
        "set logscale xy\nset xrange [1.7:30]\nset yrange [0.5:30]\nset ytics (0.5, 1, 2, 5, 10, 20)\nset xlabel '1 + number of inputs'\n"
        "set ylabel 'times fewer samples'\nset xtics (2, 3, 4, 5, 6, 7, 8, 9, 11, 17, 21)\n"
        "unset mxtics\n";
    std::string curves =
        fmt::format("{} * x with lines linewidth 1.5 dashtype 2 linecolor '#555555'", law_factor);
    std::vector<LegendEntry> legend{
        {"0.8 (1 + n_x)", "linewidth 1.5 dashtype 2 linecolor '#555555'", ""}};
    for (std::size_t s = 0; s < series.size(); ++s) {
        const char* color = colors[s % colors.size()];
        for (const auto& [bound, point] : {std::pair{0, 7}, std::pair{1, 9}}) {
            curves += fmt::format(
                ", \\\n     '{}.csv' skip 1 using (column(1) == {} && column(5) == {} ? column(3) "
                ": "
                "NaN):4 with points pointtype {} pointsize 1 linecolor '{}'",
                plan.figure.name,
                s,
                bound,
                point,
                color);
        }
        legend.push_back(
            {series[s], "", fmt::format("pointtype 7 pointsize 1 linecolor '{}'", color)});
    }
    plan.script +=
        "plot " + curves + "\n" + legend_script(legend, grid.height()) + "unset multiplot\n";
    return plan;
}

}  // namespace jennopt
