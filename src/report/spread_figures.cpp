#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/data/csv.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace jennopt {

namespace {

constexpr double least_drawn = 1e-16;  // zero has no place on a logarithmic axis

/// A metric as the figure shows it.
struct Shown {
    std::string metric;
    std::string name;  // of the figure
    std::string title;
    std::string axis;
    std::string caption;
    std::function<double(double)> transform;
    bool with_truth = true;
};

struct Group {
    std::string arm;
    std::string surrogate;
    std::size_t place = 0;  // of the surrogate among all of them
    double x = 0.0;
    std::vector<double> values;
};

/// "sampling.count=9", "sampling.count=16" read as ticks "9", "16" under a common "sampling.count".
struct ArmTicks {
    std::string axis;
    std::vector<std::string> ticks;
};

ArmTicks arm_ticks(const ReportInput& input) {
    ArmTicks result;
    const std::string& first = input.arms.front().arm.label;
    const std::size_t equal = first.find('=');
    const std::string key = equal == std::string::npos ? "" : first.substr(0, equal + 1);
    const bool common =
        !key.empty() && std::all_of(input.arms.begin(), input.arms.end(), [&key](const auto& arm) {
            return arm.arm.label.rfind(key, 0) == 0 &&
                   arm.arm.label.find('=', key.size()) == std::string::npos;
        });
    result.axis = common ? key.substr(0, key.size() - 1) : "";
    for (const ReportArm& arm : input.arms) {
        result.ticks.push_back(common ? arm.arm.label.substr(key.size()) : arm.arm.label);
    }
    return result;
}

std::vector<Group> groups_of(const ReportInput& input,
                             const std::vector<Metric>& metrics,
                             const Shown& shown) {
    std::vector<std::string> names = surrogate_names(input);
    if (shown.with_truth) {
        names.emplace_back("truth");
    }
    std::vector<Group> groups;
    const double width = static_cast<double>(names.size()) + 1.0;
    for (std::size_t a = 0; a < input.arms.size(); ++a) {
        for (std::size_t s = 0; s < names.size(); ++s) {
            const std::string& arm = input.arms[a].arm.label;
            const Metric* metric = find_metric(metrics, arm, names[s], shown.metric);
            if (metric == nullptr) {
                continue;
            }
            Group group{
                arm, names[s], s, static_cast<double>(a) * width + static_cast<double>(s), {}};
            for (const double value : metric->values) {
                if (std::isfinite(value)) {
                    group.values.push_back(shown.transform(value));
                }
            }
            groups.push_back(std::move(group));
        }
    }
    return groups;
}

/// Points side by side so that equal ones stay apart; the same every time.
double jitter(std::size_t i, std::size_t n) {
    return n < 2 ? 0.0
                 : 0.36 * (static_cast<double>((i * 7) % n) / static_cast<double>(n - 1) - 0.5);
}

std::string csv_of(const std::vector<Group>& groups) {
    std::string csv = "series,arm,surrogate,is_median,x,value,q25,q75\n";
    for (const Group& group : groups) {
        const std::string start =
            fmt::format("{},{},{}", group.place, csv_cell(group.arm), csv_cell(group.surrogate));
        for (std::size_t i = 0; i < group.values.size(); ++i) {
            csv += fmt::format(
                "{},0,{},{},,\n", start, group.x + jitter(i, group.values.size()), group.values[i]);
        }
        csv += fmt::format("{},1,{},{},{},{}\n",
                           start,
                           group.x,
                           quantile(group.values, 0.5),
                           quantile(group.values, 0.25),
                           quantile(group.values, 0.75));
    }
    return csv;
}

/// Whole decades around values that span more than one, round numbers otherwise or where some are
/// negative.
std::string range_script(const std::vector<Group>& groups) {
    double least = 1e300;
    double most = -1e300;
    for (const Group& group : groups) {
        for (const double value : group.values) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    }
    if (least > 0.0 && most > 10.0 * least) {
        const double lower = std::floor(std::log10(least) - 0.05);
        const double upper = std::ceil(std::log10(most) + 0.05);
        return fmt::format("set logscale y\nset format y '10^{{%L}}'\nset yrange [1e{}:1e{}]\n",
                           static_cast<int>(lower),
                           static_cast<int>(upper));
    }
    return "set yrange [*:*]\nset offsets 0, 0, graph 0.05, graph 0.05\n";
}

std::string ticks_script(const ReportInput& input, const std::vector<Group>& groups) {
    const ArmTicks arms = arm_ticks(input);
    std::string ticks;
    const auto add = [&ticks](const std::string& label, double x) {
        ticks += fmt::format("{}{} {}", ticks.empty() ? "" : ", ", gnuplot_string(label), x);
    };
    if (input.arms.size() == 1) {
        for (const Group& group : groups) {
            add(group.surrogate, group.x);
        }
        return fmt::format("set xtics ({}) noenhanced\n", ticks);
    }
    for (std::size_t a = 0; a < input.arms.size(); ++a) {
        double sum = 0.0;
        double n = 0.0;
        for (const Group& group : groups) {
            if (group.arm == input.arms[a].arm.label) {
                sum += group.x;
                n += 1.0;
            }
        }
        if (n > 0.0) {
            add(arms.ticks[a], sum / n);
        }
    }
    return fmt::format("set xtics ({}) noenhanced{}\nset xlabel {} noenhanced\n",
                       ticks,
                       arms.axis.empty() && input.arms.size() > 2 ? " rotate by -20" : "",
                       gnuplot_string(arms.axis));
}

std::vector<std::string> drawn_surrogates(const std::vector<Group>& groups) {
    std::vector<std::string> names;
    std::size_t last = 0;
    for (const Group& group : groups) {
        last = std::max(last, group.place);
    }
    for (std::size_t s = 0; s <= last; ++s) {
        const auto found = std::find_if(
            groups.begin(), groups.end(), [s](const Group& group) { return group.place == s; });
        names.push_back(found == groups.end() ? "" : found->surrogate);
    }
    return names;
}

std::string script_of(const ReportInput& input,
                      const std::vector<Group>& groups,
                      const Shown& shown) {
    const bool grouped = input.arms.size() > 1;
    const PanelGrid grid(1, 1, 0.34, grouped ? 30.0 : 0.0, 24.0);
    std::string script = script_head(shown.name, grid.height());
    script += grid.place(0) + range_script(groups) + ticks_script(input, groups);
    script += fmt::format("set ylabel {} noenhanced\nset xrange [{}:{}]\nunset mxtics\n",
                          gnuplot_string(shown.axis),
                          groups.front().x - 0.8,
                          groups.back().x + 0.8);
    std::string plots;
    std::vector<LegendEntry> legend;
    const std::vector<std::string> names = drawn_surrogates(groups);
    for (std::size_t s = 0; s < names.size(); ++s) {
        if (names[s].empty()) {
            continue;
        }
        const std::string color = color_of(input, names[s]);
        const auto using_rows = [&](int median) {
            return fmt::format(
                "'{}.csv' skip 1 using (column(1) == {} && column(4) == {} ? column(5) : NaN)",
                shown.name,
                s,
                median);
        };
        plots += fmt::format(
            "{}{}:6:(column(5) - 0.3):(column(5) + 0.3):7:8 with boxxyerror fillstyle transparent "
            "solid "
            "0.16 noborder linecolor '{}', \\\n     ",
            plots.empty() ? "plot " : ", \\\n     ",
            using_rows(1),
            color);
        plots += fmt::format(
            "{}:6:(0.3) with xerrorbars pointtype -1 linewidth 2.2 linecolor '{}', \\\n    "
            " ",
            using_rows(1),
            color);
        plots += fmt::format(
            "{}:6 with points pointtype 7 pointsize 0.55 linecolor '{}'", using_rows(0), color);
        legend.push_back(
            {names[s], "", fmt::format("pointtype 7 pointsize 0.7 linecolor '{}'", color)});
    }
    script += "set errorbars 0\n" + plots + "\n";
    script += grouped ? legend_script(legend, grid.height()) : "";
    return script + "unset multiplot\n";
}

std::string objective_axis(const ProblemInfo& problem) {
    const Output& output = problem.outputs[static_cast<std::size_t>(problem.objective())];
    return with_unit("true " + output.name + " at the optimum", output.unit);
}

Shown optimum_shown(const ReportInput& input) {
    const std::string how =
        " Each point is one replicate, the bar its median, the box its quartiles.";
    if (std::all_of(input.arms.begin(), input.arms.end(), [](const ReportArm& arm) {
            return arm.problem.known_optimum && arm.problem.has_uniform_inputs();
        })) {
        return {"optimum_distance",
                "optimum_distance",
                "Distance of the optima over the replicates",
                "distance to the known optimum",
                "Distance in input space between the optimum each model claims and the nearest "
                "known global "
                "optimum; lower is better. \"truth\" is the same search on the true function." +
                    how + " Distances below 1e-16 are drawn there.",
                [](double value) { return std::max(value, least_drawn); },
                true};
    }
    const std::string axis = objective_axis(input.arms.front().problem);
    const bool one_axis =
        std::all_of(input.arms.begin(), input.arms.end(), [&axis](const ReportArm& arm) {
            return objective_axis(arm.problem) == axis;
        });
    return {"optimum_true_value",
            "optimum_value",
            "True value of the optima over the replicates",
            one_axis ? axis : "true value at the optimum",
            "True objective at the optimum each model claims; lower is better. \"truth\" is the "
            "same search on the "
            "true function." +
                how,
            [](double value) { return value; },
            true};
}

}  // namespace

std::vector<FigurePlan> plan_spread(const ReportInput& input) {
    const std::vector<Metric> metrics = collect_metrics(input);
    std::vector<Shown> all{optimum_shown(input)};
    if (input.arms.size() > 1) {
        for (const auto& [metric, what] :
             {std::pair{"r2_value", "values"}, std::pair{"r2_partials", "partials"}}) {
            all.push_back(
                {metric,
                 fmt::format("accuracy_{}", what),
                 fmt::format("Error of predicted {} over the arms", what),
                 fmt::format("1 − R² of {}", what),
                 fmt::format("Share of the spread of the true {} that is not explained, on "
                             "test samples; lower is better. Each point is one replicate, "
                             "the bar its median, the box its quartiles.",
                             what),
                 [](double r2) { return std::max(1.0 - r2, least_drawn); },
                 false});
        }
    }
    std::vector<FigurePlan> plans;
    for (const Shown& shown : all) {
        const std::vector<Group> groups = groups_of(input, metrics, shown);
        if (groups.empty()) {
            continue;
        }
        FigurePlan plan;
        plan.figure = {shown.name, shown.title, shown.caption, false};
        plan.data = {{shown.name + ".csv", csv_of(groups)}};
        plan.script = script_of(input, groups, shown);
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace jennopt
