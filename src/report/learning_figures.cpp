#include "core/format.hpp"
#include "jennopt/data/csv.hpp"
#include "report/curve_script.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"
#include "report/learning_curves.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace jennopt {

namespace {

/// The savings that the figure marks, each with the place of its curve.
std::vector<std::pair<std::size_t, Saving>> marked(const ReportInput& input,
                                                   const LearningSweep& sweep) {
    std::vector<std::pair<std::size_t, Saving>> marks;
    const LearningCurve* plain = baseline(input, sweep);
    for (std::size_t s = 0; plain != nullptr && s < sweep.curves.size(); ++s) {
        if (&sweep.curves[s] != plain) {
            if (const auto found = saving(sweep.curves[s], *plain)) {
                marks.emplace_back(s, *found);
            }
        }
    }
    return marks;
}

std::string csv_of(const LearningSweep& sweep) {
    std::string csv = "series,surrogate,samples,median,q25,q75\n";
    for (std::size_t s = 0; s < sweep.curves.size(); ++s) {
        for (const CurvePoint& point : sweep.curves[s].points) {
            csv += fmt::format("{},{},{},{},{},{}\n",
                               s,
                               csv_cell(sweep.curves[s].surrogate),
                               point.samples,
                               point.median,
                               point.q25,
                               point.q75);
        }
    }
    return csv;
}

std::string axes_script(const LearningSweep& sweep) {
    std::set<double> counts;
    double least = 1e300;
    double most = 0.0;
    for (const LearningCurve& curve : sweep.curves) {
        for (const CurvePoint& point : curve.points) {
            counts.insert(point.samples);
            least = std::min(least, point.q25);
            most = std::max(most, point.q75);
        }
    }
    std::string ticks;
    for (const double count : counts) {
        ticks += fmt::format("{}'{:.0f}' {}", ticks.empty() ? "" : ", ", count, count);
    }
    const auto decade = [](double exponent) { return static_cast<int>(exponent); };
    return fmt::format(
        "set logscale xy\nset format y '10^{{%L}}'\nset xrange [{}:{}]\nset yrange [1e{}:1e{}]\n"
        "set xtics ({})\nunset mxtics\nset xlabel 'training samples'\nset ylabel '1 − R² of "
        "values'\n",
        0.9 * *counts.begin(),
        1.1 * *counts.rbegin(),
        decade(std::floor(std::log10(least) - 0.02)),
        decade(std::ceil(std::log10(most) + 0.02)),
        ticks);
}

std::string mark_script(const Saving& mark, const std::string& color) {
    const double middle = std::sqrt(mark.own_samples * mark.other_samples);
    const bool fewer = mark.factor >= 1.0;
    return fmt::format(
        "set arrow from first {0},{1} to first {2},{1} heads size screen 0.008,25 front linewidth "
        "1.4 linecolor '{3}'\n"
        "set label '{4} {5}' at first {6},{1} center offset 0,0.6 front textcolor '{3}'\n",
        mark.own_samples,
        mark.error,
        mark.other_samples,
        color,
        ratio_text(fewer ? mark.factor : 1.0 / mark.factor),
        fewer ? "fewer" : "more",
        middle);
}

std::string script_of(const ReportInput& input,
                      const LearningSweep& sweep,
                      const std::string& name) {
    const PanelGrid grid(1, 1, 0.45, 30.0, 24.0);
    std::string script = script_head(name, grid.height()) + grid.place(0) + axes_script(sweep);
    for (const auto& [s, mark] : marked(input, sweep)) {
        script += mark_script(mark, color_of(input, sweep.curves[s].surrogate));
    }
    std::vector<CurveStyle> styles;
    std::vector<LegendEntry> legend;
    for (const LearningCurve& curve : sweep.curves) {
        styles.push_back({color_of(input, curve.surrogate), styles.size()});
        legend.push_back(legend_entry(curve.surrogate, styles.back()));
    }
    script += curves_script(name + ".csv", styles);
    return script + legend_script(legend, grid.height()) + "unset multiplot\n";
}

}  // namespace

std::vector<FigurePlan> plan_learning(const ReportInput& input) {
    std::vector<FigurePlan> plans;
    for (const LearningSweep& sweep : learning_sweeps(input)) {
        const std::string name =
            plans.empty() ? std::string("learning") : fmt::format("learning_{}", plans.size() + 1);
        FigurePlan plan;
        plan.figure = {name,
                       "Error by number of training samples" +
                           (sweep.label.empty() ? "" : fmt::format(" ({})", sweep.label)),
                       "Share of the spread of the true values that is not explained, on test "
                       "samples; lower is better. Line: median over the replicates, band: "
                       "quartiles. The arrow says how many times fewer samples reach the same "
                       "error, at the level of the median saving.",
                       false};
        plan.data = {{name + ".csv", csv_of(sweep)}};
        plan.script = script_of(input, sweep, name);
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace jennopt
