#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/data/csv.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr Index most_points = 600;  // per panel, so that a page of many arms stays small

/// Actual and predicted numbers of one quantity: an output, or one of its partials.
struct Series {
    std::string quantity;
    Vector actual;
    Vector predicted;
    double center = 0.0;  // of what is drawn: (value - center) / spread
    double spread = 1.0;
};

std::vector<Index> thinned(Index m, Index n_series) {
    const Index most = std::max<Index>(1, most_points / n_series);
    const Index step = std::max<Index>(1, (m + most - 1) / most);
    std::vector<Index> samples;
    for (Index t = 0; t < m; t += step) {
        samples.push_back(t);
    }
    return samples;
}

void standardize(Series& series) {
    double sum = 0.0;
    double squares = 0.0;
    double n = 0.0;
    for (const double value : series.actual) {
        if (std::isfinite(value)) {
            sum += value;
            squares += value * value;
            n += 1.0;
        }
    }
    if (n > 0.0) {
        series.center = sum / n;
        series.spread = std::sqrt(std::max(0.0, squares / n - series.center * series.center));
    }
    series.spread = series.spread > 0.0 ? series.spread : 1.0;
}

std::vector<Series> value_series(const ArmView& view, const Dataset& predicted) {
    std::vector<Series> all;
    const ProblemInfo& problem = view.arm.problem;
    for (Index k = 0; k < problem.n_y(); ++k) {
        all.push_back({problem.outputs[static_cast<std::size_t>(k)].name,
                       view.files.test.Y.row(k).transpose(),
                       predicted.Y.row(k).transpose()});
    }
    return all;
}

std::vector<Series> partial_series(const ArmView& view, const Dataset& predicted) {
    std::vector<Series> all;
    const ProblemInfo& problem = view.arm.problem;
    for (Index k = 0; k < problem.n_y(); ++k) {
        for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
            all.push_back({fmt::format("d_{}_d_{}",
                                       problem.outputs[static_cast<std::size_t>(k)].name,
                                       problem.inputs[j].name),
                           view.files.test.J[j].row(k).transpose(),
                           predicted.J[j].row(k).transpose()});
        }
    }
    return all;
}

struct Panel {
    std::string name;
    double r2 = 0.0;
    std::vector<Series> series;
};

struct Range {
    double lower = 0.0;
    double upper = 1.0;
};

/// Of what is drawn: the actual numbers with a margin.
Range range_of(const std::vector<Series>& all) {
    Range range{1e300, -1e300};
    for (const Series& series : all) {
        for (const double value : series.actual) {
            if (std::isfinite(value)) {
                range.lower = std::min(range.lower, (value - series.center) / series.spread);
                range.upper = std::max(range.upper, (value - series.center) / series.spread);
            }
        }
    }
    if (!(range.upper > range.lower)) {
        return {range.lower - 1.0, range.lower + 1.0};
    }
    const double margin = 0.12 * (range.upper - range.lower);
    return {range.lower - margin, range.upper + margin};
}

std::string csv_of(const std::vector<Panel>& panels) {
    std::string csv = "panel,surrogate,quantity,actual,predicted,actual_drawn,predicted_drawn\n";
    for (std::size_t p = 0; p < panels.size(); ++p) {
        for (const Series& series : panels[p].series) {
            for (const Index t :
                 thinned(series.actual.size(), static_cast<Index>(panels[p].series.size()))) {
                csv += fmt::format("{},{},{},{},{},{},{}\n",
                                   p,
                                   csv_cell(panels[p].name),
                                   csv_cell(series.quantity),
                                   csv_cell(series.actual(t)),
                                   csv_cell(series.predicted(t)),
                                   csv_cell((series.actual(t) - series.center) / series.spread),
                                   csv_cell((series.predicted(t) - series.center) / series.spread));
            }
        }
    }
    return csv;
}

std::string script_of(const ArmView& view,
                      const std::vector<Panel>& panels,
                      const std::string& name,
                      const std::string& quantity) {
    const PanelGrid grid(static_cast<Index>(panels.size()), 3, 1.0, 0.0, 20.0);
    const Range range = range_of(panels.front().series);
    std::string script = script_head(name, grid.height());
    script += fmt::format(
        "lower = {}\nupper = {}\nclamp(y) = y < lower ? lower : (y > upper ? upper : y)\n"
        "set xrange [lower:upper]\nset yrange [lower:upper]\n"
        "set xtics {}\n",
        range.lower,
        range.upper,
        tick_step(range.lower, range.upper));
    for (std::size_t p = 0; p < panels.size(); ++p) {
        script += grid.place(static_cast<Index>(p));
        script += fmt::format("set title {} noenhanced textcolor '{}'\n",
                              gnuplot_string(panels[p].name),
                              color_of(view.input, panels[p].name));
        script += fmt::format("set xlabel {} noenhanced\n", gnuplot_string("actual " + quantity));
        script += p % 3 == 0 ? fmt::format("set ylabel {} noenhanced\n",
                                           gnuplot_string("predicted " + quantity))
                             : std::string("set ylabel ''\n");
        script += fmt::format("set label 1 {} at graph 0.05,0.93 noenhanced textcolor '#222222'\n",
                              gnuplot_string("R² = " + r2_number(panels[p].r2)));
        script += fmt::format(
            "plot x with lines linecolor '#888888' linewidth 1, \\\n"
            "     '{}.csv' skip 1 using (column(1) == {} ? column(6) : NaN):(clamp(column(7))) "
            "with points pointtype 7 pointsize 0.32 linecolor '{}'\n",
            name,
            p,
            color_of(view.input, panels[p].name));
    }
    return script + "unset multiplot\n";
}

FigurePlan make_plan(const ArmView& view,
                     std::vector<Panel> panels,
                     const std::string& stem,
                     const std::string& what,
                     const std::string& unit_label) {
    const bool several = panels.front().series.size() > 1;
    for (Panel& panel : panels) {
        if (several) {
            std::for_each(panel.series.begin(), panel.series.end(), standardize);
        }
    }
    FigurePlan plan;
    plan.figure.name = stem + view.suffix;
    plan.figure.title = fmt::format("Actual by predicted: {}", what);
    plan.figure.caption = fmt::format(
        "Predicted against actual {} on the {} test samples of replicate {}{}, which no surrogate "
        "was trained on. A perfect surrogate puts every point on the diagonal. {}Points on the "
        "upper "
        "or lower edge of a frame lie beyond it.",
        what,
        view.files.test.m(),
        view.replicate.replicate,
        view.where,
        several ? "Each quantity is shifted by its mean and divided by its standard deviation, so "
                  "that all fit one frame. "
                : "");
    plan.data = {{plan.figure.name + ".csv", csv_of(panels)}};
    plan.script = script_of(
        view, panels, plan.figure.name, several ? std::string("(standardized)") : unit_label);
    return plan;
}

bool any_finite(const std::vector<Series>& all) {
    return std::any_of(all.begin(), all.end(), [](const Series& series) {
        return series.actual.array().isFinite().any();
    });
}

}  // namespace

std::vector<FigurePlan> plan_scatter(const ArmView& view) {
    std::vector<Panel> values;
    std::vector<Panel> partials;
    for (std::size_t i = 0; i < view.files.models.size(); ++i) {
        const TrainedModel& model = view.files.models[i];
        const Accuracy& accuracy = view.replicate.surrogates[i].accuracy;
        const Dataset predicted = predict(model.surrogate, view.files.test.X, true);
        values.push_back({model.name, accuracy.r2_value, value_series(view, predicted)});
        partials.push_back({model.name, accuracy.r2_partials, partial_series(view, predicted)});
    }
    std::vector<FigurePlan> plans;
    if (values.empty()) {
        return plans;
    }
    const Output& first = view.arm.problem.outputs.front();
    plans.push_back(
        make_plan(view, std::move(values), "values", "values", with_unit(first.name, first.unit)));
    if (any_finite(partials.front().series)) {
        plans.push_back(make_plan(view,
                                  std::move(partials),
                                  "partials",
                                  "partial derivatives",
                                  "d" + first.name + "/d" + view.arm.problem.inputs[0].name));
    }
    return plans;
}

}  // namespace jennopt
