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
        const Eigen::ArrayXd actual = view.files.judged().Y.row(k).transpose();
        all.push_back({view.arm.problem.outputs[static_cast<std::size_t>(k)].name,
                       actual,
                       predicted.Y.row(k).transpose(),
                       moments_of(actual).deviation});
    }
    return all;
}

/// In units of the spread of output and input, as their R2.
std::vector<ScatterSeries> partial_series(const ArmView& view, const Dataset& predicted) {
    const Dataset& test = view.files.judged();
    std::vector<ScatterSeries> all;
    Index k = 0;
    for (const ScatterSeries& output : value_series(view, predicted)) {
        for (std::size_t j = 0; j < test.J.size(); ++j) {
            const std::string& name = view.arm.problem.inputs[j].name;
            const double input = moments_of(test.X.row(static_cast<Index>(j))).deviation;
            all.push_back({fmt::format("d_{}_d_{}", output.quantity, name),
                           test.J[j].row(k).transpose(),
                           predicted.J[j].row(k).transpose(),
                           input > 0.0 ? output.unit / input : 0.0});
        }
        ++k;
    }
    return all;
}

/// Shifts every quantity by its mean and divides it by the unit that R2 measures it in, so that
/// all fit one frame and scatter as their pooled R2 does; those without a spread are left out.
/// @return how many those are
std::size_t standardize(std::vector<ScatterSeries>& all) {
    const std::size_t n_constant =
        std::erase_if(all, [](const ScatterSeries& series) { return !(series.unit > 0.0); });
    for (ScatterSeries& series : all) {
        const double mean = moments_of(series.actual).mean;
        series.actual = (series.actual - mean) / series.unit;
        series.predicted = (series.predicted - mean) / series.unit;
    }
    return n_constant;
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

/// What the two figures differ in.
struct ScatterSubject {
    std::string name;
    std::string what;
    std::string quantity;  ///< of the axes where there is one only
    double Accuracy::*r2;
    std::vector<ScatterSeries> (*series)(const ArmView&, const Dataset&);
};

/// Without points.
Panel scatter_panel(const std::string& surrogate,
                    double r2,
                    const AxisRange& frame,
                    const std::string& quantity,
                    const std::string& r2_name,
                    const std::string& color) {
    const std::vector<double> ends{frame.lower, frame.upper};
    return {.title = surrogate,
            .title_color = color,
            .x = {.label = "actual " + quantity, .lower = frame.lower, .upper = frame.upper},
            .y = {.label = "predicted " + quantity, .lower = frame.lower, .upper = frame.upper},
            .layers = {{.kind = LayerKind::line,
                        .name = "diagonal",
                        .x = ends,
                        .y = ends,
                        .style = {.color = "#888888", .width = 1.0}}},
            .texts = {
                {.text = r2_name + " = " + r2_number(r2), .x = 0.05, .y = 0.93, .in_panel = true}}};
}

/// What the panels of a figure show together.
struct ScatterPoints {
    bool several = false;  ///< quantities in one panel
    std::size_t n_constant = 0;
    Index drawn = 0;
    Index beyond = 0;  ///< a frame
};

std::string scatter_caption(const ArmView& view,
                            const ScatterSubject& subject,
                            const ScatterPoints& points) {
    const Index folds = view.replicate.folds;
    std::string caption = fmt::format(
        "Predicted against actual {} on the {} {} samples of replicate {}{}, {}. A perfect "
        "surrogate puts every point on the diagonal.{}",
        subject.what,
        view.files.judged().m(),
        folds > 0 ? "training" : "test",
        view.replicate.replicate,
        view.where,
        folds > 0 ? fmt::format("each predicted by surrogates made without it ({} folds)", folds)
                  : "which no surrogate was trained on",
        points.several
            ? " Each quantity is shifted by its mean and divided by the unit that R2 measures "
              "it in, so that all fit one frame."
            : "");
    if (points.n_constant > 0) {
        caption += fmt::format(" {} left out.",
                               points.n_constant == 1
                                   ? "One constant quantity is"
                                   : fmt::format("{} constant quantities are", points.n_constant));
    }
    if (points.beyond > 0) {
        caption +=
            fmt::format(" Of {} points {} beyond a frame, drawn as rings on its edge.",
                        points.drawn,
                        points.beyond == 1 ? "1 lies" : fmt::format("{} lie", points.beyond));
    }
    return caption;
}

/// Without panels where nothing has a spread.
Plot scatter_plot(const ArmView& view,
                  const ScatterSubject& subject,
                  const std::vector<Dataset>& predicted) {
    Plot plot{.name = subject.name + view.suffix,
              .title = fmt::format("Actual by predicted: {}", subject.what),
              .columns = predicted.size() == 4 ? 2 : 3,
              .aspect = 1.0,
              .shares_x = true,
              .shares_y = true};
    AxisRange frame;
    ScatterPoints points;
    for (std::size_t i = 0; i < predicted.size(); ++i) {
        std::vector<ScatterSeries> all = subject.series(view, predicted[i]);
        points.several = all.size() > 1;
        points.n_constant = points.several ? standardize(all) : 0;
        if (all.empty() || !all.front().actual.isFinite().any()) {
            return {};
        }
        if (!all.front().predicted.isFinite().any()) {
            continue;  // a single sample, which cannot be held back
        }
        frame = plot.panels.empty() ? frame_of(all) : frame;
        const SurrogateRecord& record = view.replicate.surrogates[i];
        const std::string& color = view.colors.of(record.name);
        Panel& panel = plot.panels.emplace_back(
            scatter_panel(record.name,
                          record.accuracy.*subject.r2,
                          frame,
                          points.several ? "(standardized)" : subject.quantity,
                          view.replicate.folds > 0 ? "cross-validated R2" : "R2",
                          color));
        points.beyond += append_points(panel, all, frame, color);
        for (const Layer& layer : panel.layers) {
            points.drawn += layer.kind == LayerKind::points ? std::ssize(layer.x) : 0;
        }
    }
    plot.caption = scatter_caption(view, subject, points);
    return plot;
}

}  // namespace

std::vector<Plot> plot_scatter(const ArmView& view) {
    std::vector<Dataset> predicted;
    for (const TrainedModel& model : view.files.models) {
        predicted.push_back(predictions(model, view.files));
    }
    const Output& output = view.arm.problem.outputs.front();
    const std::string value = with_unit(output.name, output.unit);
    const std::string partial =
        fmt::format("d{}/d{}", output.name, view.arm.problem.inputs[0].name);
    std::vector<Plot> plots;
    for (const ScatterSubject& subject :
         {ScatterSubject{"values", "values", value, &Accuracy::r2_value, value_series},
          ScatterSubject{"partials",
                         "partial derivatives",
                         partial,
                         &Accuracy::r2_partials,
                         partial_series}}) {
        plots.push_back(scatter_plot(view, subject, predicted));
    }
    std::erase_if(plots, [](const Plot& plot) { return plot.panels.empty(); });
    return plots;
}

}  // namespace jennopt
