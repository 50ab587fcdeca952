#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

struct LossCurve {
    std::vector<double> iterations;
    std::vector<double> losses;
};

std::vector<LossCurve> loss_curves(const ArmResults& arm, const std::string& surrogate) {
    std::vector<LossCurve> curves;
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, surrogate);
        LossCurve curve;
        for (std::size_t i = 0; record != nullptr && i < record->history.size(); ++i) {
            const TrainingProgress& progress = record->history[i];
            const double loss = progress.loss.total();
            if (progress.iteration >= 1 && loss > 0.0 && std::isfinite(loss)) {
                curve.iterations.push_back(static_cast<double>(progress.iteration));
                curve.losses.push_back(loss);
            }
        }
        if (!curve.losses.empty()) {
            curves.push_back(std::move(curve));
        }
    }
    return curves;
}

/// The loss that had been reached by then; a finished training keeps its last.
double loss_at(const LossCurve& curve, double iteration) {
    const auto above =
        std::upper_bound(curve.iterations.begin(), curve.iterations.end(), iteration);
    const auto place = std::max<std::ptrdiff_t>(0, above - curve.iterations.begin() - 1);
    return curve.losses[static_cast<std::size_t>(place)];
}

LossCurve median_curve(const std::vector<LossCurve>& curves) {
    double last = 1.0;
    for (const LossCurve& curve : curves) {
        last = std::max(last, curve.iterations.back());
    }
    constexpr int n_points = 160;
    LossCurve median;
    for (int i = 0; i < n_points; ++i) {
        const double iteration =
            std::round(std::pow(last, static_cast<double>(i) / (n_points - 1)));
        if (!median.iterations.empty() && iteration <= median.iterations.back()) {
            continue;
        }
        std::vector<double> losses;
        for (const LossCurve& curve : curves) {
            losses.push_back(loss_at(curve, iteration));
        }
        median.iterations.push_back(iteration);
        median.losses.push_back(quantile(losses, 0.5));
    }
    return median;
}

Layer loss_layer(const std::string& name,
                 const LossCurve& curve,
                 const std::string& color,
                 double width) {
    return {.kind = LayerKind::line,
            .name = name,
            .x = curve.iterations,
            .y = curve.losses,
            .style = {.color = color, .width = width}};
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
        const std::vector<LossCurve> curves = loss_curves(view.arm, surrogate);
        if (curves.empty()) {
            continue;
        }
        const std::string& color = view.colors.of(surrogate);
        Panel panel{.title = surrogate,
                    .title_color = color,
                    .x = {.label = "iteration", .logarithmic = true, .lower = 1.0},
                    .y = {.label = "loss", .logarithmic = true}};
        for (std::size_t r = 0; curves.size() > 1 && r < curves.size(); ++r) {
            panel.layers.push_back(loss_layer("replicate", curves[r], color, 0.6));
        }
        panel.layers.push_back(loss_layer(curves.size() > 1 ? "median" : "replicate",
                                          curves.size() > 1 ? median_curve(curves) : curves.front(),
                                          color,
                                          2.6));
        several = several || curves.size() > 1;
        plot.panels.push_back(std::move(panel));
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
