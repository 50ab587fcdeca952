#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/plot_axis.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr Index n_side = 65;  // cells along each input

const LayerStyle line_style{.color = "#203850", .width = 0.7, .opacity = 0.67};
const LayerStyle border_style{.color = "#B3202A", .width = 2.0, .dash = 2};
const LayerStyle sample_style{.color = "#404040", .size = 0.3};
const LayerStyle known_style{.color = "#111111", .width = 2.0, .point = 3, .size = 1.2};

/// Middles of equal cells that fill the bounds.
Matrix grid_points(const Bounds& bounds) {
    Matrix X(2, n_side * n_side);
    for (Index t = 0; t < X.cols(); ++t) {
        const Index row = t / n_side;
        const Vector cell{{static_cast<double>(t % n_side), static_cast<double>(row)}};
        X.col(t) = bounds.from_unit((cell.array() + 0.5).matrix() / static_cast<double>(n_side));
    }
    return X;
}

/// Points as they are drawn: an image has equal cells, so a logarithmic input is drawn by its
/// logarithm on a linear axis.
Matrix drawn(const ProblemInfo& problem, Matrix X) {
    for (const Index j : problem.bounds().logarithmic) {
        X.row(j) = X.row(j).array().log10();
    }
    return X;
}

PlotAxis axis_of(const Input& input) {
    PlotAxis axis{
        .label = with_unit(input.name, input.unit), .lower = input.lower, .upper = input.upper};
    if (input.scale == InputScale::log) {
        axis.lower = std::log10(input.lower);
        axis.upper = std::log10(input.upper);
        const std::vector<double> numbers = round_numbers({input.lower, input.upper}, true, 6);
        const std::vector<std::string> texts = tick_texts(numbers, true);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            axis.ticks.push_back({std::log10(numbers[i]), texts[i]});
        }
    }
    return axis;
}

Layer& add_points(Panel& panel,
                  const std::string& name,
                  const Matrix& X,
                  const LayerStyle& style,
                  LayerKind kind = LayerKind::points) {
    return panel.layers.emplace_back(Layer{.kind = kind,
                                           .name = name,
                                           .x = list_of(X.row(0).transpose()),
                                           .y = list_of(X.row(1).transpose()),
                                           .style = style});
}

/// By its decades where the objective spans several, from the least that is not an exception.
ColorScale colors_for(const Vector& objective, const std::string& label) {
    std::vector<double> there = list_of(objective);
    std::erase_if(there, [](double value) { return !std::isfinite(value); });
    ColorScale scale{.label = label, .logarithmic = is_logarithmic(Scale::linear, there)};
    if (!there.empty()) {
        scale.lower = std::ranges::min(there);
        scale.upper = std::ranges::max(there);
        scale.upper += scale.upper > scale.lower ? 0.0 : 1.0;
    }
    if (scale.logarithmic) {
        scale.lower = std::pow(10.0, std::floor(std::log10(quantile(there, 0.01))));
    }
    return scale;
}

void append_found(Panel& panel,
                  const ProblemInfo& problem,
                  const OptimumRecord& optimum,
                  const std::string& color) {
    const Matrix path = drawn(problem, optimum.search.path);
    const Matrix found = drawn(problem, optimum.x);
    const LayerStyle below{.color = "#ffffff", .width = 2.8, .size = 0.95};
    const LayerStyle above{.color = color, .width = 1.2, .size = 0.7};
    const LayerStyle steps{.color = color, .width = 1.2, .size = 0.22};
    add_points(panel, "path", path, below, LayerKind::line);
    add_points(panel, "path", path, steps, LayerKind::line_points);
    add_points(panel, "optimum found", found, below);
    add_points(panel, "optimum found", found, above);
}

Panel panel_of(const ArmView& view,
               const ModelValues& model,
               const Matrix& X,
               const std::vector<double>& levels) {
    const ProblemInfo& problem = view.arm.problem;
    const std::string& color = view.colors.of(model.name);
    Panel panel{.title = model_words(model),
                .title_color = color,
                .x = axis_of(problem.inputs[0]),
                .y = axis_of(problem.inputs[1])};
    const Matrix cells = drawn(problem, X);
    add_points(panel, "objective", cells, {}, LayerKind::image).z = list_of(model.objective);
    panel.layers.push_back(
        {.kind = LayerKind::contour, .name = "levels", .levels = levels, .style = line_style});
    if (model.violation.size() > 0) {
        Layer& border =
            add_points(panel, "largest constraint", cells, border_style, LayerKind::contour);
        border.z = list_of(model.violation);
        border.levels = {0.0};
    }
    if (model.name != direct_search) {
        add_points(panel, "training samples", drawn(problem, view.files.training.X), sample_style);
    }
    if (problem.known_optimum) {
        add_points(panel, "known optimum", drawn(problem, problem.known_optimum->X), known_style);
    }
    if (model.optimum != nullptr) {
        append_found(panel, problem, *model.optimum, color);
    }
    return panel;
}

std::vector<LegendEntry> legend_of(const ArmView& view, const std::vector<ModelValues>& models) {
    const LayerStyle found_style{.color = "#666666", .width = 1.5, .size = 0.7};
    std::vector<LegendEntry> entries{{"training sample", LayerKind::points, sample_style}};
    if (std::ranges::any_of(models, [](const auto& model) { return model.optimum != nullptr; })) {
        entries.push_back(
            {"optimum found, path of its search", LayerKind::line_points, found_style});
    }
    if (view.arm.problem.known_optimum) {
        entries.push_back({"known optimum", LayerKind::points, known_style});
    }
    if (models.front().violation.size() > 0) {
        entries.push_back({"edge of the feasible region", LayerKind::line, border_style});
    }
    return entries;
}

}  // namespace

std::vector<Plot> plot_contours(const ArmView& view) {
    const ProblemInfo& problem = view.arm.problem;
    if (problem.n_x() != 2 || !has_objective(problem)) {
        return {};
    }
    const Matrix X = grid_points(problem.bounds());
    const std::vector<ModelValues> models = model_values(view, X);
    const bool has_truth = models.front().name == direct_search;
    Plot plot{.name = "contours" + view.suffix,
              .title = has_truth
                           ? "The objective: the true function and what the surrogates make of it"
                           : "The objective as each surrogate predicts it",
              .columns = models.size() == 4 ? 2 : 3,
              .aspect = 1.0,
              .shares_x = true,
              .shares_y = true,
              .legend = legend_of(view, models)};
    plot.colors = colors_for(has_truth ? models.front().objective : training_objective(view),
                             objective_label(problem));
    const std::vector<double> levels =
        round_numbers({plot.colors->lower, plot.colors->upper}, plot.colors->logarithmic, 14);
    for (const ModelValues& model : models) {
        plot.panels.push_back(panel_of(view, model, X, levels));
    }
    const bool goes_below = std::ranges::any_of(models, [&plot](const ModelValues& model) {
        return (model.objective.array() < plot.colors->lower).any();
    });
    plot.caption = fmt::format(
        "The objective over both inputs in replicate {}{}, with the same colours and levels in "
        "every panel.{}{}",
        view.replicate.replicate,
        view.where,
        has_truth ? " A good surrogate looks like the true function where it matters, around the "
                    "optimum."
                  : "",
        goes_below ? " What lies below the scale is white." : "");
    return {plot};
}

}  // namespace jennopt
