#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/data/csv.hpp"
#include "report/gnuplot_text.hpp"
#include "report/model_values.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr Index n_points = 121;  // of each curve
constexpr Index most_panels = 12;

/// The claim that is best on the truth: all profiles go through it, so that they can be compared.
const SurrogateRecord* best_claim(const ArmView& view) {
    const SurrogateRecord* best = nullptr;
    for (const SurrogateRecord& record : view.replicate.surrogates) {
        if (record.optimum.search.runs.empty()) {
            continue;
        }
        const auto worse = [](const SurrogateRecord& a, const SurrogateRecord& b) {
            const Verdict& v = a.optimum.verdict;
            const Verdict& w = b.optimum.verdict;
            return v.violation > w.violation ||
                   (v.violation == w.violation && v.true_value > w.true_value);
        };
        if (best == nullptr || worse(*best, record)) {
            best = &record;
        }
    }
    return best;
}

Matrix line_through(const Vector& x, Index input, const Bounds& bounds) {
    Matrix X = x.replicate(1, n_points);
    for (Index t = 0; t < n_points; ++t) {
        const double part = static_cast<double>(t) / static_cast<double>(n_points - 1);
        X(input, t) = bounds.lower(input) + part * (bounds.upper(input) - bounds.lower(input));
    }
    return X;
}

struct Profiles {
    std::string csv;
    std::vector<double> reference;  // what the common scale is chosen from
    std::vector<std::string> names;
};

Profiles make_profiles(const ArmView& view, const Vector& x, Index n_panels) {
    Profiles profiles;
    profiles.csv = "panel,input,series,model,x,objective\n";
    const Bounds bounds = view.arm.problem.bounds();
    for (Index j = 0; j < n_panels; ++j) {
        const Matrix X = line_through(x, j, bounds);
        const std::vector<ModelValues> models = model_values(view, X);
        const std::string& input = view.arm.problem.inputs[static_cast<std::size_t>(j)].name;
        profiles.names.clear();
        for (std::size_t s = 0; s < models.size(); ++s) {
            profiles.names.push_back(models[s].name);
            for (Index t = 0; t < n_points; ++t) {
                profiles.csv += fmt::format("{},{},{},{},{:.8g},{:.8g}\n",
                                            j,
                                            csv_cell(input),
                                            s,
                                            csv_cell(models[s].name),
                                            X(j, t),
                                            models[s].objective(t));
            }
            profiles.csv += '\n';
            if (s == 0 || models.front().name != "truth") {
                profiles.reference.insert(profiles.reference.end(),
                                          models[s].objective.begin(),
                                          models[s].objective.end());
            }
        }
    }
    return profiles;
}

std::string samples_csv(const ArmView& view) {
    std::string csv = "x,objective\n";
    const Vector y = training_objective(view);
    for (Index t = 0; t < y.size(); ++t) {
        csv += fmt::format("{},{}\n", view.files.training.X(0, t), y(t));
    }
    return csv;
}

/// The truth is broad and pale below the others.
std::string line_style(const ArmView& view, const std::string& model, std::size_t series) {
    return model == "truth" ? std::string("linewidth 4.5 linecolor '#bbbbbb'")
                            : fmt::format("linewidth 1.7 dashtype {} linecolor '{}'",
                                          series % 5 + 1,
                                          color_of(view.input, model));
}

std::vector<LegendEntry> legend_of(const ArmView& view, const Profiles& profiles) {
    std::vector<LegendEntry> entries;
    for (std::size_t s = 0; s < profiles.names.size(); ++s) {
        entries.push_back({profiles.names[s], line_style(view, profiles.names[s], s), ""});
    }
    if (view.arm.problem.n_x() == 1) {
        entries.push_back({"training sample", "", "pointtype 7 pointsize 0.5 linecolor '#222222'"});
    }
    return entries;
}

std::string panel_script(
    const ArmView& view, const std::string& name, const Profiles& profiles, Index j, double at) {
    const Input& input = view.arm.problem.inputs[static_cast<std::size_t>(j)];
    std::string script = fmt::format(
        "set xlabel {} noenhanced\nset xrange [{}:{}]\nset xtics {}\n"
        "set arrow 1 from {},graph 0 to {},graph 1 nohead linecolor '#999999' linewidth 1 dashtype "
        "3\n",
        gnuplot_string(with_unit(input.name, input.unit)),
        input.lower,
        input.upper,
        tick_step(input.lower, input.upper),
        at,
        at);
    for (std::size_t s = 0; s < profiles.names.size(); ++s) {
        script += fmt::format(
            "{}'{}.csv' skip 1 using (column(1) == {} && column(3) == {} ? column(5) : NaN):6 with "
            "lines "
            "{}",
            s == 0 ? "plot " : ", \\\n     ",
            name,
            j,
            s,
            line_style(view, profiles.names[s], s));
    }
    if (view.arm.problem.n_x() == 1) {
        script += fmt::format(
            ", \\\n     '{}_points.csv' skip 1 using 1:2 with points pointtype 7 pointsize 0.5 "
            "linecolor '#222222'",
            name);
    }
    return script + "\n";
}

std::string objective_label(const ProblemInfo& problem) {
    const Output& output = problem.outputs[static_cast<std::size_t>(problem.objective())];
    return with_unit(output.name, output.unit);
}

}  // namespace

std::vector<FigurePlan> plan_profiles(const ArmView& view) {
    const SurrogateRecord* best = best_claim(view);
    const ProblemInfo& problem = view.arm.problem;
    if (problem.n_x() == 2 || best == nullptr) {
        return {};
    }
    const Index n_panels = std::min(problem.n_x(), most_panels);
    const Profiles profiles = make_profiles(view, best->optimum.x, n_panels);
    const ValueScale scale = choose_scale(profiles.reference);

    FigurePlan plan;
    plan.figure.name = "profiles" + view.suffix;
    plan.figure.title = "Profiles through the optimum";
    plan.figure.caption = fmt::format(
        "The objective along each input, the others held at the optimum that {} found in replicate "
        "{}{} "
        "(dotted line): the steeper a curve, the more that input matters. Same vertical axis in "
        "every panel.{}",
        best->name,
        view.replicate.replicate,
        view.where,
        problem.n_x() > most_panels
            ? fmt::format(" The first {} of {} inputs are shown.", most_panels, problem.n_x())
            : "");
    plan.data = {{plan.figure.name + ".csv", profiles.csv}};
    if (problem.n_x() == 1) {
        plan.data.push_back({plan.figure.name + "_points.csv", samples_csv(view)});
    }

    const PanelGrid grid(n_panels, 3, n_panels == 1 ? 0.45 : 0.8, 30.0, 20.0);
    const double margin = 0.06 * (scale.upper - scale.lower);
    plan.script = script_head(plan.figure.name, grid.height());
    plan.script +=
        scale.logarithmic
            ? fmt::format("set logscale y\nset format y '10^{{%L}}'\nset yrange [{}:{}]\n",
                          scale.lower,
                          std::pow(10.0, std::ceil(std::log10(scale.upper))))
            : fmt::format("set yrange [{}:{}]\n", scale.lower - margin, scale.upper + margin);
    for (Index j = 0; j < n_panels; ++j) {
        plan.script += grid.place(j);
        plan.script += j % 3 == 0 ? fmt::format("set ylabel {} noenhanced\n",
                                                gnuplot_string(objective_label(problem)))
                                  : std::string("set ylabel ''\n");
        plan.script += panel_script(view, plan.figure.name, profiles, j, best->optimum.x(j));
    }
    plan.script += legend_script(legend_of(view, profiles), grid.height());
    plan.script += "unset multiplot\n";
    return {plan};
}

}  // namespace jennopt
