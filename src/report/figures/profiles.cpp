#include "core/format.hpp"
#include "report/figures/model_values.hpp"
#include "report/plot_axis.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace jennopt {

namespace {

constexpr Index curve_points = 121;  // of each curve
constexpr Index most_panels = 12;

/// The claim that is best on the truth: all profiles go through it, so that they can be compared.
const SurrogateRecord* best_claim(const ReplicateRecord& replicate) {
    const SurrogateRecord* best = nullptr;
    const auto rank = [](const SurrogateRecord& record) {
        const Verdict& verdict = record.optimum.verdict;
        return std::tuple(std::isnan(verdict.true_value), verdict.violation, verdict.true_value);
    };
    for (const SurrogateRecord& record : replicate.surrogates) {
        if (!record.optimum.search.runs.empty() &&
            (best == nullptr || rank(record) < rank(*best))) {
            best = &record;
        }
    }
    return best;
}

/// The models along one input, the others held.
struct Profile {
    Vector x;
    std::vector<ModelValues> models;
    std::vector<double> reference;  ///< the truth, else all models
    std::vector<double> shown;      ///< these and what lies near them
};

double variation(const Profile& profile) {
    const auto [least, most] =
        std::minmax_element(profile.reference.begin(), profile.reference.end());
    return profile.reference.empty() ? 0.0 : *most - *least;
}

/// A surrogate that is far off must not flatten the rest.
void show_nearby(Profile& profile) {
    profile.shown = profile.reference;
    if (profile.reference.empty()) {
        return;
    }
    const auto [least, most] =
        std::minmax_element(profile.reference.begin(), profile.reference.end());
    const double room = 0.4 * variation(profile);
    for (const ModelValues& model : profile.models) {
        for (const double value : model.objective) {
            profile.shown.push_back(std::clamp(value, *least - room, *most + room));
        }
    }
}

Profile profile_along(const ArmView& view, const Vector& x, Index input) {
    const Bounds bounds = view.arm.problem.bounds();
    Matrix X = x.replicate(1, curve_points);
    X.row(input).setLinSpaced(curve_points, bounds.lower(input), bounds.upper(input));
    Profile profile{X.row(input).transpose(), model_values(view, X), {}, {}};
    const bool has_truth = profile.models.front().name == direct_search;
    for (const ModelValues& model : profile.models) {
        if (&model == &profile.models.front() || !has_truth) {
            profile.reference.insert(
                profile.reference.end(), model.objective.begin(), model.objective.end());
        }
    }
    std::erase_if(profile.reference, [](double value) { return !std::isfinite(value); });
    show_nearby(profile);
    return profile;
}

/// One vertical axis shows them all where the flattest varies a fifth as much as the steepest.
bool are_comparable(const std::vector<Profile>& profiles) {
    const auto [flattest, steepest] =
        std::minmax_element(profiles.begin(), profiles.end(), [](const auto& a, const auto& b) {
            return variation(a) < variation(b);
        });
    return variation(*flattest) >= 0.2 * variation(*steepest);
}

/// The true function is broad and pale below the others.
LayerStyle curve_style(const ArmView& view, const std::string& model, std::size_t place) {
    return model == direct_search ? LayerStyle{.color = "#bbbbbb", .width = 4.5}
                                  : LayerStyle{.color = view.colors.of(model),
                                               .width = 1.7,
                                               .dash = static_cast<int>(place % 5) + 1};
}

const LayerStyle training_style{.color = "#222222", .size = 0.5};

Panel panel_along(const ArmView& view, const Profile& profile, Index j, double at) {
    const Input& input = view.arm.problem.inputs[static_cast<std::size_t>(j)];
    Panel panel{.x = {.label = with_unit(input.name, input.unit),
                      .lower = input.lower,
                      .upper = input.upper},
                .y = {.label = objective_label(view.arm.problem)}};
    for (std::size_t s = 0; s < profile.models.size(); ++s) {
        const ModelValues& model = profile.models[s];
        panel.layers.push_back({.kind = LayerKind::line,
                                .name = model_words(model),
                                .x = {profile.x.begin(), profile.x.end()},
                                .y = {model.objective.begin(), model.objective.end()},
                                .style = curve_style(view, model.name, s)});
    }
    if (view.arm.problem.n_x() == 1) {
        const Vector y = training_objective(view);
        const auto x = view.files.training.X.row(0);
        panel.layers.push_back({.name = "training samples",
                                .x = {x.begin(), x.end()},
                                .y = {y.begin(), y.end()},
                                .style = training_style});
    }
    panel.guides.push_back({true, at, {.color = "#888888", .width = 1.0, .dash = 3}});
    return panel;
}

void append_numbers(std::vector<double>& all, const std::vector<double>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

void set_ranges(Plot& plot, const std::vector<Profile>& profiles) {
    std::vector<double> references;
    std::vector<double> all;
    for (const Profile& profile : profiles) {
        append_numbers(references, profile.reference);
        append_numbers(all, profile.shown);
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

std::vector<LegendEntry> legend_of_profiles(const ArmView& view, const Profile& profile) {
    std::vector<LegendEntry> entries;
    for (std::size_t s = 0; s < profile.models.size(); ++s) {
        const ModelValues& model = profile.models[s];
        entries.push_back({model_words(model), LayerKind::line, curve_style(view, model.name, s)});
    }
    if (view.arm.problem.n_x() == 1) {
        entries.push_back({"training sample", LayerKind::points, training_style});
    }
    return entries;
}

}  // namespace

std::vector<Plot> plot_profiles(const ArmView& view) {
    const SurrogateRecord* best = best_claim(view.replicate);
    const ProblemInfo& problem = view.arm.problem;
    if (problem.n_x() == 2 || best == nullptr) {
        return {};
    }
    const Index n_panels = std::min(problem.n_x(), most_panels);
    std::vector<Profile> profiles;
    Plot plot{.name = "profiles" + view.suffix,
              .title = "Profiles through the optimum",
              .columns = n_panels == 4 ? 2 : 3,
              .aspect = n_panels == 1 ? 0.45 : 0.85};
    for (Index j = 0; j < n_panels; ++j) {
        profiles.push_back(profile_along(view, best->optimum.x, j));
        plot.panels.push_back(panel_along(view, profiles.back(), j, best->optimum.x(j)));
    }
    plot.shares_y = are_comparable(profiles);
    plot.legend = legend_of_profiles(view, profiles.front());
    set_ranges(plot, profiles);
    plot.caption = fmt::format(
        "The objective along {}, through the optimum that {} found in replicate {}{} (dotted "
        "line).{}{}",
        n_panels == 1 ? "the input" : "each input, the others held",
        best->name,
        view.replicate.replicate,
        view.where,
        n_panels == 1   ? ""
        : plot.shares_y ? " All panels have one vertical axis: the steeper a curve, the more that "
                          "input matters."
                        : " Each panel has a vertical axis of its own: read the range, not the "
                          "steepness, to see how much an input matters.",
        problem.n_x() > most_panels
            ? fmt::format(" The first {} of {} inputs are shown.", most_panels, problem.n_x())
            : "");
    return {plot};
}

}  // namespace jennopt
