#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/plot_axis.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace jennopt {

namespace {

constexpr Index curve_points = 121;  // of each curve
constexpr Index most_panels = 12;

const LayerStyle training_style{.color = "#222222", .size = 0.5};

/// The claim that is best on the truth: all profiles go through it, so that they can be compared.
const SurrogateRecord* best_claim(const ReplicateRecord& replicate, double sense) {
    const auto rank = [sense](const SurrogateRecord& record) {
        const Verdict& verdict = record.optimum.verdict;
        return std::tuple(record.optimum.search.runs.empty(),
                          std::isnan(verdict.true_value),
                          verdict.violation,
                          sense * verdict.true_value);
    };
    const auto best = std::ranges::min_element(replicate.surrogates, {}, rank);
    return best == replicate.surrogates.end() || best->optimum.search.runs.empty() ? nullptr
                                                                                   : &*best;
}

/// The models along one input, the others held.
struct Profile {
    Vector x;
    std::vector<ModelValues> models;
    std::vector<double> reference;  ///< the truth, else all models
    std::vector<double> shown;      ///< these and what lies near them
    double variation = 0.0;         ///< of the reference
};

Profile profile_along(const ArmView& view, const Vector& x, Index input) {
    const Bounds bounds = view.arm.problem.bounds();
    Matrix X = x.replicate(1, curve_points);
    Vector u = bounds.to_unit(x);
    for (Index t = 0; t < curve_points; ++t) {
        u(input) = static_cast<double>(t) / static_cast<double>(curve_points - 1);
        X(input, t) = bounds.from_unit(u)(input);
    }
    Profile profile{.x = X.row(input).transpose(), .models = model_values(view, X)};
    const bool has_truth = profile.models.front().name == direct_search;
    std::vector<double>& reference = profile.reference;
    for (const ModelValues& model :
         std::span(profile.models).first(has_truth ? 1 : profile.models.size())) {
        reference.insert(reference.end(), model.objective.begin(), model.objective.end());
    }
    std::erase_if(reference, [](double value) { return !std::isfinite(value); });
    profile.shown = reference;
    if (reference.empty()) {
        return profile;
    }
    const auto [least, most] = std::ranges::minmax(reference);
    profile.variation = most - least;
    const double room = 0.4 * profile.variation;  // what is far off must not flatten the rest
    for (const ModelValues& model : profile.models) {
        for (const double value : model.objective) {
            profile.shown.push_back(std::clamp(value, least - room, most + room));
        }
    }
    return profile;
}

/// The true function is broad and pale below the others.
LayerStyle curve_style(const ArmView& view, const std::string& model, std::size_t place) {
    return model == direct_search ? LayerStyle{.color = "#bbbbbb", .width = 4.5}
                                  : LayerStyle{.color = view.colors.of(model),
                                               .width = 1.7,
                                               .dash = static_cast<int>(place % 5) + 1};
}

Panel panel_along(const ArmView& view, const Profile& profile, Index j, double at) {
    const Input& input = view.arm.problem.inputs[static_cast<std::size_t>(j)];
    Panel panel{.x = {.label = with_unit(input.name, input.unit),
                      .logarithmic = input.scale == InputScale::log,
                      .lower = input.lower,
                      .upper = input.upper},
                .y = {.label = objective_label(view.arm.problem)}};
    for (const ModelValues& model : profile.models) {
        panel.layers.push_back({.kind = LayerKind::line,
                                .name = model_words(model),
                                .x = list_of(profile.x),
                                .y = list_of(model.objective),
                                .style = curve_style(view, model.name, panel.layers.size())});
    }
    if (view.arm.problem.n_x() == 1) {
        panel.layers.push_back({.name = "training sample",
                                .x = list_of(view.files.training.X.row(0).transpose()),
                                .y = list_of(training_objective(view)),
                                .style = training_style});
    }
    panel.verticals = {at};
    return panel;
}

/// One vertical axis for all panels where the flattest varies a fifth as much as the steepest.
void set_ranges(Plot& plot, const std::vector<Profile>& profiles) {
    const auto [flattest, steepest] =
        std::ranges::minmax_element(profiles, {}, &Profile::variation);
    plot.shares_y = flattest->variation >= 0.2 * steepest->variation;
    std::vector<double> references;
    std::vector<double> all;
    for (const Profile& profile : profiles) {
        std::ranges::copy(profile.reference, std::back_inserter(references));
        std::ranges::copy(profile.shown, std::back_inserter(all));
    }
    const bool logarithmic = is_logarithmic(Scale::linear, references);
    for (std::size_t j = 0; j < profiles.size(); ++j) {
        PlotAxis& axis = plot.panels[j].y;
        axis.logarithmic = logarithmic;
        const std::vector<double>& own = logarithmic ? profiles[j].reference : profiles[j].shown;
        const std::vector<double>& common = logarithmic ? references : all;
        const AxisRange range = axis_range(axis, plot.shares_y ? common : own, AxisSide::left);
        axis.lower = range.lower;
        axis.upper = range.upper;
    }
}

}  // namespace

std::vector<Plot> plot_profiles(const ArmView& view) {
    const Index n_x = view.arm.problem.n_x();
    const SurrogateRecord* best = has_objective(view.arm.problem)
                                      ? best_claim(view.replicate, view.arm.problem.sense())
                                      : nullptr;
    if (n_x == 2 || best == nullptr) {
        return {};
    }
    const Index n_panels = std::min(n_x, most_panels);
    std::vector<Profile> profiles;
    Plot plot{.name = "profiles" + view.suffix,
              .title = "Profiles through the optimum",
              .columns = n_panels == 4 ? 2 : 3,
              .aspect = n_panels == 1 ? 0.45 : 0.85};
    for (Index j = 0; j < n_panels; ++j) {
        profiles.push_back(profile_along(view, best->optimum.x, j));
        plot.panels.push_back(panel_along(view, profiles.back(), j, best->optimum.x(j)));
    }
    set_ranges(plot, profiles);
    for (const Layer& layer : plot.panels.front().layers) {
        plot.legend.push_back({layer.name, layer.kind, layer.style});
    }
    plot.caption = fmt::format(
        "The objective along {}, through the optimum that {} found in replicate {}{} (dotted "
        "line).{}",
        n_x == 1 ? "the input" : "each input, the others held",
        best->name,
        view.replicate.replicate,
        view.where,
        n_x == 1        ? ""
        : plot.shares_y ? " All panels have one vertical axis: the steeper a curve, the more that "
                          "input matters."
                        : " Each panel has a vertical axis of its own: read the range, not the "
                          "steepness, to see how much an input matters.");
    if (n_x > most_panels) {
        plot.caption += fmt::format(" The first {} of {} inputs are shown.", most_panels, n_x);
    }
    return {plot};
}

}  // namespace jennopt
