#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/data/csv.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

struct Curve {
    std::vector<double> iterations;
    std::vector<double> losses;
};

Curve curve_of(const SurrogateRecord& record) {
    Curve curve;
    for (const TrainingProgress& progress : record.history) {
        const double loss = progress.loss.total();
        if (progress.iteration >= 1 && loss > 0.0 && std::isfinite(loss)) {
            curve.iterations.push_back(static_cast<double>(progress.iteration));
            curve.losses.push_back(loss);
        }
    }
    return curve;
}

std::vector<Curve> curves_of(const ReportArm& arm, const std::string& surrogate) {
    std::vector<Curve> curves;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name == surrogate) {
                if (Curve curve = curve_of(record); !curve.losses.empty()) {
                    curves.push_back(std::move(curve));
                }
            }
        }
    }
    return curves;
}

/// The loss that had been reached by then; a finished training keeps its last.
double loss_at(const Curve& curve, double iteration) {
    const auto above =
        std::upper_bound(curve.iterations.begin(), curve.iterations.end(), iteration);
    const auto place = std::max<std::ptrdiff_t>(0, above - curve.iterations.begin() - 1);
    return curve.losses[static_cast<std::size_t>(place)];
}

Curve median_curve(const std::vector<Curve>& curves) {
    double last = 1.0;
    for (const Curve& curve : curves) {
        last = std::max(last, curve.iterations.back());
    }
    constexpr int n_points = 160;
    Curve median;
    for (int i = 0; i < n_points; ++i) {
        const double iteration =
            std::round(std::pow(last, static_cast<double>(i) / (n_points - 1)));
        if (!median.iterations.empty() && iteration <= median.iterations.back()) {
            continue;
        }
        std::vector<double> losses;
        for (const Curve& curve : curves) {
            losses.push_back(loss_at(curve, iteration));
        }
        median.iterations.push_back(iteration);
        median.losses.push_back(quantile(losses, 0.5));
    }
    return median;
}

/// A blank line after each curve keeps gnuplot from joining two of them.
void append_curve(std::string& csv,
                  std::size_t panel,
                  const std::string& name,
                  const std::string& kind,
                  bool is_median,
                  const Curve& curve) {
    for (std::size_t i = 0; i < curve.losses.size(); ++i) {
        csv += fmt::format("{},{},{},{},{},{}\n",
                           panel,
                           csv_cell(name),
                           kind,
                           is_median ? 1 : 0,
                           curve.iterations[i],
                           curve.losses[i]);
    }
    csv += '\n';
}

std::string panel_script(const ArmView& view,
                         const std::string& name,
                         const std::string& surrogate,
                         std::size_t panel) {
    const std::string color = color_of(view.input, surrogate);
    std::string script =
        fmt::format("set title {} noenhanced textcolor '{}'\n", gnuplot_string(surrogate), color);
    script += panel % 3 == 0 ? "set ylabel 'loss'\n" : "set ylabel ''\n";
    script += fmt::format(
        "plot '{0}.csv' skip 1 using (column(1) == {1} && column(4) == 0 ? column(5) : NaN):6 with "
        "lines linecolor '{2}' linewidth 0.6, \\\n"
        "     '{0}.csv' skip 1 using (column(1) == {1} && column(4) == 1 ? column(5) : NaN):6 with "
        "lines linecolor '{2}' linewidth 2.6\n",
        name,
        panel,
        color);
    return script;
}

}  // namespace

std::vector<FigurePlan> plan_training(const ArmView& view) {
    FigurePlan plan;
    plan.figure.name = "training" + view.suffix;
    plan.figure.title = "Training";
    plan.figure.caption = fmt::format(
        "Loss on the training samples against the trainer's iteration{}: one thin line per "
        "replicate, the median of all in bold (a training that has stopped keeps its last loss). "
        "Heights compare within a panel only: the losses of different surrogates weigh values "
        "and partials differently.",
        view.where);
    std::string csv = "panel,surrogate,replicate,is_median,iteration,loss\n";
    std::vector<std::string> names;
    double least = 1e300;
    double most = 0.0;
    double longest = 1.0;
    for (const std::string& surrogate : surrogate_names(view.arm)) {
        const std::vector<Curve> curves = curves_of(view.arm, surrogate);
        if (curves.empty()) {
            continue;
        }
        for (std::size_t r = 0; r < curves.size(); ++r) {
            append_curve(csv, names.size(), surrogate, fmt::format("{}", r), false, curves[r]);
            longest = std::max(longest, curves[r].iterations.back());
            least = std::min(least,
                             *std::min_element(curves[r].losses.begin(), curves[r].losses.end()));
            most =
                std::max(most, *std::max_element(curves[r].losses.begin(), curves[r].losses.end()));
        }
        append_curve(csv, names.size(), surrogate, "median", true, median_curve(curves));
        names.push_back(surrogate);
    }
    if (names.empty()) {
        return {};
    }
    const PanelGrid grid(static_cast<Index>(names.size()), 3, 0.85, 0.0, 20.0);
    plan.script = script_head(plan.figure.name, grid.height());
    plan.script += fmt::format(
        "set logscale xy\nset format y '10^{{%L}}'\nset format x '10^{{%L}}'\n"
        "set yrange [{}:{}]\nset xlabel 'iteration'\nset xrange [1:{}]\n",
        std::pow(10.0, std::floor(std::log10(least))),
        std::pow(10.0, std::ceil(std::log10(most))),
        std::max(longest, 10.0));
    for (std::size_t p = 0; p < names.size(); ++p) {
        plan.script += grid.place(static_cast<Index>(p));
        plan.script += panel_script(view, plan.figure.name, names[p], p);
    }
    plan.script += "unset multiplot\n";
    plan.data = {{plan.figure.name + ".csv", csv}};
    return {plan};
}

}  // namespace jennopt
