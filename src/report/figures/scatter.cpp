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

/// What the two figures differ in.
struct ScatterWords {
    std::string name;
    std::string what;
    std::string quantity;  ///< of the axes where there is one only
};

/// Of the finite numbers; the deviation is 0 where they differ by rounding only.
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

/// Of each output, in the unit of its spread.
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
    const ProblemInfo& problem = view.arm.problem;
    const Dataset& test = view.files.test;
    std::vector<ScatterSeries> all;
    for (const ScatterSeries& output : value_series(view, predicted)) {
        const auto k = static_cast<Index>(all.size() / test.J.size());
        for (std::size_t j = 0; j < test.J.size(); ++j) {
            const auto x = test.X.row(static_cast<Index>(j)).transpose();
            const double input = moments_of(x).deviation;
            all.push_back({fmt::format("d_{}_d_{}", output.quantity, problem.inputs[j].name),
                           test.J[j].row(k).transpose(),
                           predicted.J[j].row(k).transpose(),
                           input > 0.0 ? output.unit / input : 0.0});
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

/// Every n-th sample is drawn, so that a panel has about most_points.
Index step_of(const std::vector<ScatterSeries>& all) {
    const Index most = std::max<Index>(1, most_points / std::ssize(all));
    return std::max<Index>(1, (all.front().actual.size() + most - 1) / most);
}

/// The actual numbers with a margin.
AxisRange frame_of(const std::vector<ScatterSeries>& all) {
    std::vector<double> values;
    for (const ScatterSeries& series : all) {
        for (Index t = 0; t < series.actual.size(); t += step_of(all)) {
            values.push_back(series.actual(t));
        }
    }
    const AxisRange frame = axis_range({}, values, AxisSide::bottom);
    const double margin = 0.06 * (frame.upper - frame.lower);
    return {frame.lower - margin, frame.upper + margin};
}

/// Those beyond the frame become rings on its edge.
/// @return how many those are
Index append_points(Panel& panel,
                    const std::vector<ScatterSeries>& all,
                    const AxisRange& frame,
                    const std::string& color) {
    Layer edge{.name = "beyond the frame", .style = {.color = color, .point = 6, .size = 0.5}};
    for (const ScatterSeries& series : all) {
        Layer layer{.name = series.quantity, .style = {.color = color, .size = 0.32}};
        for (Index t = 0; t < series.actual.size(); t += step_of(all)) {
            if (std::isfinite(series.actual(t)) && std::isfinite(series.predicted(t))) {
                const double inside = std::clamp(series.predicted(t), frame.lower, frame.upper);
                Layer& where = inside == series.predicted(t) ? layer : edge;
                where.x.push_back(series.actual(t));
                where.y.push_back(inside);
            }
        }
        panel.layers.push_back(std::move(layer));
    }
    panel.layers.push_back(std::move(edge));
    return std::ssize(panel.layers.back().x);
}

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
    for (ScatterPanel& each : panels) {
        if (n_all > 1) {
            standardize(each.series);
        }
        const std::string& color = view.colors.of(each.surrogate);
        frame = plot.panels.empty() ? frame_of(each.series) : frame;
        plot.panels.push_back(
            scatter_panel(each, frame, n_all > 1 ? "(standardized)" : words.quantity, color));
        Panel& panel = plot.panels.back();
        beyond += append_points(panel, each.series, frame, color);
        for (const Layer& layer : panel.layers) {
            drawn += layer.kind == LayerKind::points ? std::ssize(layer.x) : 0;
        }
    }
    plot.caption = scatter_caption(view, words.what, n_all, n_all - panels.front().series.size());
    if (beyond > 0) {
        plot.caption += fmt::format(" Of {} points {} beyond a frame, drawn as rings on its edge.",
                                    drawn,
                                    beyond == 1 ? "1 lies" : fmt::format("{} lie", beyond));
    }
    return plot;
}

bool has_spread(const std::vector<ScatterPanel>& panels) {
    return !panels.empty() && std::ranges::any_of(panels.front().series, [&](const auto& series) {
        return series.actual.isFinite().any() &&
               (panels.front().series.size() == 1 || series.unit > 0.0);
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
    const ScatterWords value{"values", "values", with_unit(first.name, first.unit)};
    const ScatterWords partial{"partials",
                               "partial derivatives",
                               "d" + first.name + "/d" + view.arm.problem.inputs[0].name};
    for (auto& [panels, words] : {std::pair{&values, &value}, std::pair{&partials, &partial}}) {
        if (has_spread(*panels)) {
            plots.push_back(scatter_plot(view, *panels, *words));
        }
    }
    return plots;
}

}  // namespace jennopt
