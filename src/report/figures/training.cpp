#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// The loss by iteration, a line for each replicate.
std::vector<Layer> loss_curves(const ArmView& view, const std::string& surrogate) {
    std::vector<Layer> curves;
    for (const ReplicateRecord& replicate : view.arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, surrogate);
        Layer curve{.kind = LayerKind::line,
                    .name = "replicate",
                    .style = {.color = view.colors.of(surrogate), .width = 0.6}};
        for (std::size_t i = 0; record != nullptr && i < record->history.size(); ++i) {
            const TrainingProgress& progress = record->history[i];
            const double loss = progress.loss.total();
            if (progress.iteration >= 1 && loss > 0.0 && std::isfinite(loss)) {
                curve.x.push_back(static_cast<double>(progress.iteration));
                curve.y.push_back(loss);
            }
        }
        if (!curve.x.empty()) {
            curves.push_back(std::move(curve));
        }
    }
    return curves;
}

/// Of the losses that had been reached by then; a finished training keeps its last.
Layer median_curve(const std::vector<Layer>& curves) {
    double last = 1.0;
    for (const Layer& curve : curves) {
        last = std::max(last, curve.x.back());
    }
    constexpr int n_points = 160;
    Layer median{.kind = LayerKind::line, .name = "median", .style = curves.front().style};
    for (int i = 0; i < n_points; ++i) {
        const double iteration =
            std::round(std::pow(last, static_cast<double>(i) / (n_points - 1)));
        if (!median.x.empty() && iteration <= median.x.back()) {
            continue;
        }
        std::vector<double> losses;
        for (const Layer& curve : curves) {
            const auto above = std::ranges::upper_bound(curve.x, iteration) - curve.x.begin();
            losses.push_back(curve.y[static_cast<std::size_t>(std::max<long>(1, above) - 1)]);
        }
        median.x.push_back(iteration);
        median.y.push_back(quantile(losses, 0.5));
    }
    return median;
}

}  // namespace

std::vector<Plot> plot_training(const ArmView& view) {
    Plot plot{.name = "training" + view.suffix,
              .title = "Training",
              .aspect = 0.9,
              .shares_x = true,
              .shares_y = true};
    bool several = false;
    for (const std::string& surrogate : surrogate_names(view.arm)) {
        std::vector<Layer> curves = loss_curves(view, surrogate);
        if (curves.empty()) {
            continue;
        }
        if (curves.size() > 1) {
            curves.push_back(median_curve(curves));
            several = true;
        }
        curves.back().style.width = 2.6;
        plot.panels.push_back({.title = surrogate,
                               .title_color = view.colors.of(surrogate),
                               .x = {.label = "iteration", .logarithmic = true, .lower = 1.0},
                               .y = {.label = "loss", .logarithmic = true},
                               .layers = std::move(curves)});
    }
    if (plot.panels.empty()) {
        return {};
    }
    plot.columns = plot.panels.size() == 4 ? 2 : 3;
    plot.caption = fmt::format(
        "Loss on the training samples by iteration of the training{}{}.{}",
        view.where,
        several ? ": one thin line per replicate, the median of all in bold (a training that has "
                  "stopped keeps its last loss)"
                : "",
        plot.panels.size() > 1 ? " Heights compare within a panel only: the losses of different "
                                 "surrogates weigh values and partials differently."
                               : "");
    return {plot};
}

}  // namespace jennopt
