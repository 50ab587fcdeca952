#include "report/convergence.hpp"

#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/plot_axis.hpp"
#include "report/race.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// What the ordinate shows of sense * value: the value, or how far it is from the known optimum.
struct Ordinate {
    double sense;
    std::optional<double> known;
    double least = 1e-16;  ///< shown of a gap: zero has no place on a logarithmic axis

    [[nodiscard]] double operator()(double value) const {
        return known ? std::max(value - sense * *known, least) : sense * value;
    }
};

/// A curve as stairs: it changes where an evaluation is finished. Nothing before the first feasible
/// point.
void append_stairs(Layer& layer,
                   const Convergence& runs,
                   const Ordinate& shown,
                   std::size_t length) {
    const bool is_band = layer.kind == LayerKind::band;
    const auto append = [&](double x, std::size_t i) {
        layer.x.push_back(x);
        if (is_band) {
            const auto [lower, upper] = std::minmax({shown(runs.q25[i]), shown(runs.q75[i])});
            layer.lower.push_back(lower);
            layer.upper.push_back(upper);
        } else {
            layer.y.push_back(shown(runs.median[i]));
        }
    };
    const auto is_level = [&](std::size_t i) {
        return is_band ? runs.q25[i] == runs.q25[i - 1] && runs.q75[i] == runs.q75[i - 1]
                       : runs.median[i] == runs.median[i - 1];
    };
    const std::size_t end = std::min(length, runs.median.size());
    for (std::size_t i = 0; i < end; ++i) {
        const bool is_inside = !layer.x.empty() && i + 1 < end && is_level(i);
        if (is_inside || !std::isfinite(is_band ? runs.q75[i] : runs.median[i])) {
            continue;
        }
        const auto x = static_cast<double>(i + 1);
        if (!layer.x.empty()) {
            append(x, i - 1);
        }
        append(x, i);
    }
}

}  // namespace

Panel convergence_panel(const ArmResults& arm, const ContenderColors& colors) {
    Panel panel{.x = {.label = "true evaluations", .lower = 0.0},
                .y = {.label = "best feasible value"}};
    Ordinate shown{.sense = arm.problem.sense(), .known = optimum_of(arm)};
    if (shown.known) {
        panel.y.label = shown.sense > 0.0 ? "best value above the known optimum"
                                          : "best value below the known optimum";
    }
    const std::optional<double> target = target_of(arm);
    if (target) {
        constexpr double enough = 1e-3;  // of the gap that counts as found: all beyond is found
        shown.least = enough * (*target - shown.sense * *shown.known);
    }
    std::vector<std::string> contenders = optimizer_names(arm);
    const auto length = static_cast<std::size_t>(arm.arm.config.budget);
    contenders.emplace_back(direct_search);
    std::vector<double> drawn;
    for (const std::string& name : contenders) {
        const std::vector<BestSoFar> runs = best_so_far(arm, name);
        if (runs.empty()) {
            continue;
        }
        const Convergence curve = convergence_of(runs);
        Layer band{.kind = LayerKind::band,
                   .name = contender_words(name),
                   .style = {.color = colors.of(name), .opacity = 0.15}};
        Layer line{.kind = LayerKind::line,
                   .name = contender_words(name),
                   .style = {.color = colors.of(name), .width = 2.0}};
        append_stairs(band, curve, shown, length);
        append_stairs(line, curve, shown, length);
        drawn.insert(drawn.end(), line.y.begin(), line.y.end());
        if (runs.size() > 1 && !band.x.empty()) {
            panel.layers.insert(panel.layers.begin(), std::move(band));
        }
        if (!line.x.empty()) {
            panel.layers.push_back(std::move(line));
        }
    }
    if (target && !panel.layers.empty()) {
        panel.layers.push_back({.kind = LayerKind::line,
                                .name = "found",
                                .x = {0.0, static_cast<double>(length)},
                                .y = std::vector(2, shown(*target)),
                                .style = {.color = "#777777", .width = 1.0, .dash = 2}});
    }
    panel.y.logarithmic = shown.known.has_value() || is_logarithmic(Scale::linear, drawn);
    return panel;
}

std::vector<Plot> plot_convergence(const StudyResults& study,
                                   const MetricTable& /*table*/,
                                   const ContenderColors& colors,
                                   std::vector<std::string>& /*notes*/) {
    constexpr std::size_t most_panels = 24;
    Plot plot{.name = "convergence",
              .title = "Best feasible value so far",
              .caption =
                  "Best feasible value that each optimizer knows after so many true "
                  "evaluations: median over the replicates, shaded between the quartiles.",
              .aspect = 0.8};
    std::vector<std::string> shown;
    for (const ArmResults& arm : study.arms) {
        if (plot.panels.size() == most_panels || optimizer_names(arm).empty()) {
            continue;
        }
        Panel panel = convergence_panel(arm, colors);
        if (panel.layers.empty()) {
            continue;
        }
        if (study.arms.size() > 1) {
            panel.title = target_of(arm) ? course_name(arm) : arm.arm.label;
        }
        for (const Layer& layer : panel.layers) {
            if (layer.kind == LayerKind::line &&
                std::ranges::count(plot.legend, layer.name, &LegendEntry::text) == 0) {
                plot.legend.push_back({layer.name, LayerKind::line, layer.style});
            }
        }
        plot.panels.push_back(std::move(panel));
    }
    if (plot.panels.empty()) {
        return {};
    }
    plot.columns = plot.panels.size() == 1 ? 1 : plot.panels.size() == 4 ? 2 : 3;
    if (plot.columns == 1) {
        plot.aspect = 0.5;
    }
    return {plot};
}

}  // namespace jennopt
