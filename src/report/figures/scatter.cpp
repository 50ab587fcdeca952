#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/number_text.hpp"
#include "report/plot_axis.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr Index most_points = 900;  // per panel, so that a page of many arms stays small

/// Actual and predicted numbers of an output, or of one of its partials.
struct ScatterSeries {
    std::string quantity;
    Eigen::ArrayXd actual;
    Eigen::ArrayXd predicted;
    double unit = 1.0;  ///< what R2 measures it in
};

struct ScatterPanel {
    std::string surrogate;
    double r2 = 0.0;
    std::vector<ScatterSeries> series;
};

/// Mean and standard deviation of the finite numbers; the latter is 0 where they differ by rounding
/// only.
struct Moments {
    double mean = 0.0;
    double deviation = 0.0;
};

Moments moments_of(const Eigen::ArrayXd& values) {
    const Eigen::Array<bool, Eigen::Dynamic, 1> known = values.isFinite();
    const auto n = static_cast<double>(std::max<Index>(1, known.count()));
    const double mean = known.select(values, 0.0).sum() / n;
    const Eigen::ArrayXd off = known.select(values - mean, 0.0);
    const bool constant =
        values.size() == 0 ||
        off.abs().maxCoeff() <= 1e-12 * known.select(values.abs(), 0.0).maxCoeff();
    return {mean, constant ? 0.0 : std::sqrt(off.square().sum() / n)};
}

std::vector<ScatterSeries> value_series(const ArmView& view, const Dataset& predicted) {
    std::vector<ScatterSeries> all;
    for (Index k = 0; k < view.arm.problem.n_y(); ++k) {
        const Eigen::ArrayXd actual = view.files.test.Y.row(k).transpose();
        all.push_back({view.arm.problem.outputs[static_cast<std::size_t>(k)].name,
                       actual,
                       predicted.Y.row(k).transpose(),
                       moments_of(actual).deviation});
    }
    return all;
}

/// In units of the spread of output and input, as their R2.
std::vector<ScatterSeries> partial_series(const ArmView& view, const Dataset& predicted) {
    std::vector<ScatterSeries> all;
    const ProblemInfo& problem = view.arm.problem;
    const Dataset& test = view.files.test;
    for (Index k = 0; k < problem.n_y(); ++k) {
        const double output = moments_of(test.Y.row(k).transpose()).deviation;
        for (std::size_t j = 0; j < test.J.size(); ++j) {
            const double input =
                moments_of(test.X.row(static_cast<Index>(j)).transpose()).deviation;
            all.push_back({fmt::format("d_{}_d_{}",
                                       problem.outputs[static_cast<std::size_t>(k)].name,
                                       problem.inputs[j].name),
                           test.J[j].row(k).transpose(),
                           predicted.J[j].row(k).transpose(),
                           input > 0.0 ? output / input : 0.0});
        }
    }
    return all;
}

/// Shifts every quantity by its mean and divides it by the unit that R2 measures it in, so that
/// all fit one frame and scatter as their pooled R2 says; those without a spread are left out.
void standardize(std::vector<ScatterSeries>& all) {
    std::erase_if(all, [](const ScatterSeries& series) { return !(series.unit > 0.0); });
    for (ScatterSeries& series : all) {
        const double mean = moments_of(series.actual).mean;
        series.actual = (series.actual - mean) / series.unit;
        series.predicted = (series.predicted - mean) / series.unit;
    }
}

/// Every n-th sample of all quantities, so that a panel has about most_points.
std::vector<ScatterSeries> thinned(std::vector<ScatterSeries> all) {
    const Index m = all.front().actual.size();
    const Index most = std::max<Index>(1, most_points / static_cast<Index>(all.size()));
    const Index step = std::max<Index>(1, (m + most - 1) / most);
    for (ScatterSeries& series : all) {
        const auto kept = Eigen::seqN(0, (m + step - 1) / step, step);
        series.actual = Eigen::ArrayXd(series.actual(kept));
        series.predicted = Eigen::ArrayXd(series.predicted(kept));
    }
    return all;
}

/// The actual numbers with a margin.
AxisRange frame_of(const std::vector<ScatterSeries>& all) {
    std::vector<double> values;
    for (const ScatterSeries& series : all) {
        values.insert(values.end(), series.actual.begin(), series.actual.end());
    }
    AxisRange frame = axis_range({}, values, AxisSide::bottom);
    const double margin = 0.06 * (frame.upper - frame.lower);
    return {frame.lower - margin, frame.upper + margin};
}

struct ScatterCount {
    Index drawn = 0;
    Index beyond = 0;
};

/// Those beyond the frame become rings on its edge.
ScatterCount append_points(Panel& panel,
                           const std::vector<ScatterSeries>& all,
                           const AxisRange& frame,
                           const std::string& color) {
    ScatterCount count;
    Layer edge{.name = "beyond the frame", .style = {.color = color, .point = 6, .size = 0.5}};
    for (const ScatterSeries& series : all) {
        Layer layer{.name = series.quantity, .style = {.color = color, .size = 0.32}};
        for (Index t = 0; t < series.actual.size(); ++t) {
            if (!std::isfinite(series.actual(t)) || !std::isfinite(series.predicted(t))) {
                continue;
            }
            const double inside = std::clamp(series.predicted(t), frame.lower, frame.upper);
            Layer& where = inside == series.predicted(t) ? layer : edge;
            where.x.push_back(series.actual(t));
            where.y.push_back(inside);
            ++count.drawn;
        }
        panel.layers.push_back(std::move(layer));
    }
    count.beyond = static_cast<Index>(edge.x.size());
    panel.layers.push_back(std::move(edge));
    return count;
}

/// What the two figures differ in.
struct ScatterWords {
    std::string name;
    std::string what;
    std::string quantity;  ///< of the axes where there is one only
};

std::string scatter_caption(const ArmView& view,
                            const std::string& what,
                            std::size_t n_all,
                            std::size_t n_constant) {
    std::string caption = fmt::format(
        "Predicted against actual {} on the {} test samples of replicate {}{}, which no surrogate "
        "was trained on. A perfect surrogate puts every point on the diagonal.",
        what,
        view.files.test.m(),
        view.replicate.replicate,
        view.where);
    if (n_all > 1) {
        caption +=
            " Each quantity is shifted by its mean and divided by the unit that R2 measures it in, "
            "so that all fit one frame.";
    }
    if (n_all > 1 && n_constant > 0) {
        caption +=
            fmt::format(" {} left out.",
                        n_constant == 1 ? "One constant quantity is"
                                        : fmt::format("{} constant quantities are", n_constant));
    }
    return caption;
}

Panel scatter_panel(const ScatterPanel& panel,
                    const AxisRange& frame,
                    const std::string& quantity,
                    const std::string& color) {
    const auto axis = [&](const std::string& side) {
        return PlotAxis{.label = side + " " + quantity, .lower = frame.lower, .upper = frame.upper};
    };
    return {
        .title = panel.surrogate,
        .title_color = color,
        .x = axis("actual"),
        .y = axis("predicted"),
        .layers = {{.kind = LayerKind::line,
                    .name = "diagonal",
                    .x = {frame.lower, frame.upper},
                    .y = {frame.lower, frame.upper},
                    .style = {.color = "#888888", .width = 1.0}}},
        .texts = {{.text = "R2 = " + r2_number(panel.r2), .x = 0.05, .y = 0.93, .in_panel = true}}};
}

Plot scatter_plot(const ArmView& view,
                  std::vector<ScatterPanel> panels,
                  const ScatterWords& words) {
    const std::size_t n_all = panels.front().series.size();
    Plot plot{.name = words.name + view.suffix,
              .title = fmt::format("Actual by predicted: {}", words.what),
              .columns = panels.size() == 4 ? 2 : 3,
              .aspect = 1.0,
              .shares_x = true,
              .shares_y = true};
    AxisRange frame;
    Index drawn = 0;
    Index beyond = 0;
    for (ScatterPanel& panel : panels) {
        if (n_all > 1) {
            standardize(panel.series);
        }
        const std::string& color = view.colors.of(panel.surrogate);
        const std::vector<ScatterSeries> points = thinned(panel.series);
        frame = plot.panels.empty() ? frame_of(points) : frame;
        plot.panels.push_back(
            scatter_panel(panel, frame, n_all > 1 ? "(standardized)" : words.quantity, color));
        const ScatterCount count = append_points(plot.panels.back(), points, frame, color);
        drawn += count.drawn;
        beyond += count.beyond;
    }
    plot.caption = scatter_caption(view, words.what, n_all, n_all - panels.front().series.size());
    if (beyond > 0) {
        plot.caption += fmt::format(" Of {} points {} beyond a frame, drawn as rings on its edge.",
                                    drawn,
                                    beyond == 1 ? "1 lies" : fmt::format("{} lie", beyond));
    }
    return plot;
}

bool has_spread(const std::vector<ScatterSeries>& all) {
    return std::any_of(all.begin(), all.end(), [&all](const ScatterSeries& series) {
        return series.actual.isFinite().any() && (all.size() == 1 || series.unit > 0.0);
    });
}

}  // namespace

std::vector<Plot> plot_scatter(const ArmView& view) {
    std::vector<ScatterPanel> values;
    std::vector<ScatterPanel> partials;
    for (std::size_t i = 0; i < view.files.models.size(); ++i) {
        const TrainedModel& model = view.files.models[i];
        const Accuracy& accuracy = view.replicate.surrogates[i].accuracy;
        const Dataset predicted = predict(model.surrogate, view.files.test.X, true);
        values.push_back({model.name, accuracy.r2_value, value_series(view, predicted)});
        partials.push_back({model.name, accuracy.r2_partials, partial_series(view, predicted)});
    }
    std::vector<Plot> plots;
    const Output& first = view.arm.problem.outputs.front();
    if (!values.empty() && has_spread(values.front().series)) {
        plots.push_back(scatter_plot(
            view, std::move(values), {"values", "values", with_unit(first.name, first.unit)}));
    }
    if (!partials.empty() && has_spread(partials.front().series)) {
        const std::string partial = "d" + first.name + "/d" + view.arm.problem.inputs[0].name;
        plots.push_back(
            scatter_plot(view, std::move(partials), {"partials", "partial derivatives", partial}));
    }
    return plots;
}

}  // namespace jennopt
