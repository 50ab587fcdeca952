#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/plot_axis.hpp"
#include "report/validation.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <ranges>

namespace jennopt {

namespace {

constexpr std::size_t most_side_by_side = 24;  // arms along one axis
constexpr double least_drawn = 1e-16;          // zero has no place on a logarithmic axis

/// What a figure over the replicates shows.
struct SpreadSubject {
    std::string_view metric;
    Plot plot;               ///< name, title and the beginning of the caption
    std::string axis;        ///< label
    bool of_optima = false;  ///< infeasible and failed optima have no value
};

/// The replicates of one contender in one arm.
struct SpreadGroup {
    std::string contender;
    std::size_t arm = 0;
    double x = 0.0;
    std::vector<double> values;  ///< of feasible points
    Index infeasible = 0;
    Index failed = 0;  ///< optima at which the problem could not be evaluated

    [[nodiscard]] Index lost() const { return infeasible + failed; }
};

using SpreadGroups = std::vector<SpreadGroup>;

SpreadGroups spread_groups(const StudyResults& study,
                           const MetricTable& table,
                           const SpreadSubject& subject) {
    SpreadGroups groups;
    double x = 0.0;
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm, x += 1.0) {
        const ArmResults& results = study.arms[arm];
        const double tolerance = results.arm.config.optimization.constraint_tolerance;
        for (const std::string& name : table.contenders()) {
            SpreadGroup group{.contender = name, .arm = arm, .x = x};
            for (std::size_t r = 0; r < results.replicates.size(); ++r) {
                const auto number = [&](std::string_view metric) {
                    const std::span<const double> values = table.values(arm, name, metric);
                    return r < values.size() ? values[r] : std::nan("");
                };
                const double value = number(subject.metric);
                if (subject.of_optima && number(metrics::optimum_violation) > tolerance) {
                    ++group.infeasible;
                } else if (std::isfinite(value)) {
                    group.values.push_back(shown_value(subject.metric, value));
                } else if (subject.of_optima && std::isfinite(number(metrics::optimum_predicted))) {
                    ++group.failed;
                }
            }
            if (!group.values.empty() || group.lost() > 0) {
                groups.push_back(std::move(group));
                x += 1.0;
            }
        }
    }
    return groups;
}

/// `n` places around x, so that equal points stay apart; the same every time.
std::vector<double> jittered(double x, std::size_t n) {
    std::vector<double> places(n, x);
    for (std::size_t i = 0; n > 1 && i < n; ++i) {
        places[i] += 0.36 * (static_cast<double>((i * 7) % n) / static_cast<double>(n - 1) - 0.5);
    }
    return places;
}

void append_group(Panel& panel, const SpreadGroup& group, const std::string& color, double edge) {
    const std::string name = contender_words(group.contender);
    if (const std::optional<Spread> spread = spread_of(group.values)) {
        panel.layers.push_back({.kind = LayerKind::box,
                                .name = name,
                                .x = {group.x},
                                .y = {spread->median},
                                .lower = {spread->q25},
                                .upper = {spread->q75},
                                .style = {.color = color, .opacity = 0.16}});
    }
    panel.layers.push_back({.name = name,
                            .x = jittered(group.x, group.values.size()),
                            .y = group.values,
                            .style = {.color = color, .size = 0.55}});
    const auto n_lost = static_cast<std::size_t>(group.lost());
    panel.layers.push_back({.name = "infeasible or failed",
                            .x = jittered(group.x, n_lost),
                            .y = std::vector(n_lost, edge),
                            .style = {.color = "#777777", .point = 6, .size = 0.7}});
}

/// "sampling.count=9", "sampling.count=16" become the ticks "9", "16" of an axis "training
/// samples"; in a study of one arm the contenders are the ticks.
void name_groups(PlotAxis& axis, const StudyResults& study, const SpreadGroups& groups) {
    axis.lower = groups.front().x - 0.8;
    axis.upper = groups.back().x + 0.8;
    if (study.arms.size() == 1) {
        for (const SpreadGroup& group : groups) {
            axis.ticks.push_back({group.x, contender_words(group.contender)});
        }
        return;
    }
    axis.label = fmt::format("{}",
                             fmt::join(study.arms.front().arm.choices | std::views::keys |
                                           std::views::transform(axis_words),
                                       ", "));
    for (auto group = groups.begin(); group != groups.end();) {
        const auto end = std::find_if(
            group, groups.end(), [&](const auto& each) { return each.arm != group->arm; });
        const Arm& arm = study.arms[group->arm].arm;
        const std::string text =
            fmt::format("{}", fmt::join(arm.choices | std::views::values, ", "));
        axis.ticks.push_back(
            {0.5 * (group->x + std::prev(end)->x), text.empty() ? arm.label : text});
        group = end;
    }
}

std::vector<double> all_values(const SpreadGroups& groups) {
    std::vector<double> values;
    for (const SpreadGroup& group : groups) {
        values.insert(values.end(), group.values.begin(), group.values.end());
    }
    return values;
}

/// "jenn: 2 of 5 infeasible", for every contender that has such.
std::vector<std::string> lost_parts(const SpreadGroups& groups,
                                    const std::vector<std::string>& names) {
    std::vector<std::string> parts;
    for (const std::string& name : names) {
        SpreadGroup sum;
        Index n = 0;
        for (const SpreadGroup& group : groups) {
            if (group.contender == name) {
                sum.infeasible += group.infeasible;
                sum.failed += group.failed;
                n += group.lost() + std::ssize(group.values);
            }
        }
        for (const auto& [count, what] :
             {std::pair{sum.infeasible, "infeasible"},
              std::pair{sum.failed, "where the problem could not be evaluated"}}) {
            if (count > 0) {
                parts.push_back(
                    fmt::format("{}: {} of {} {}", contender_words(name), count, n, what));
            }
        }
    }
    return parts;
}

/// Every contender in every arm: a point per replicate, median and quartiles. What has no value is
/// drawn at the upper edge and counted in the caption. Nothing where no value can be drawn.
std::optional<Plot> spread_plot(const StudyResults& study,
                                const MetricTable& table,
                                const ContenderColors& colors,
                                const SpreadSubject& subject) {
    SpreadGroups groups = spread_groups(study, table, subject);
    const std::vector<double> values = all_values(groups);
    if (values.empty()) {
        return {};
    }
    Plot plot = subject.plot;
    plot.columns = 1;
    plot.aspect = 0.42;
    Panel& panel = plot.panels.emplace_back();
    panel.y = {.label = subject.axis,
               .logarithmic = is_logarithmic(find_metric(subject.metric)->scale, values)};
    plot.caption += values.size() > groups.size()
                        ? " Each point is one replicate, the bar the median, the box the quartiles."
                        : " Each point is one replicate.";
    if (panel.y.logarithmic && std::ranges::min(values) < least_drawn) {
        plot.caption += " What is below 1e-16 is drawn there.";
        for (SpreadGroup& group : groups) {
            std::ranges::for_each(group.values,
                                  [](double& value) { value = std::max(value, least_drawn); });
        }
    }
    name_groups(panel.x, study, groups);
    const AxisRange range = axis_range(panel.y, all_values(groups), AxisSide::left);
    if (std::ranges::any_of(groups, [](const auto& group) { return group.lost() > 0; })) {
        panel.y.lower = range.lower;  // room for the points that have no value
        panel.y.upper = panel.y.logarithmic
                            ? range.upper * std::pow(range.upper / range.lower, 0.06)
                            : range.upper + 0.06 * (range.upper - range.lower);
    }
    for (const SpreadGroup& group : groups) {
        append_group(panel, group, colors.of(group.contender), range.upper);
    }
    for (const std::string& name : table.contenders()) {
        const LayerStyle style{.color = colors.of(name), .size = 0.7};
        const bool drawn = std::ranges::find(groups, name, &SpreadGroup::contender) != groups.end();
        if (drawn && study.arms.size() > 1) {
            plot.legend.push_back({contender_words(name), LayerKind::points, style});
        }
    }
    if (const auto parts = lost_parts(groups, table.contenders()); !parts.empty()) {
        plot.caption +=
            fmt::format(" Grey rings at the upper edge are optima without a value to draw ({}).",
                        fmt::join(parts, "; "));
    }
    return plot;
}

/// "true drag at the optimum [N]" where all arms have the same problem.
std::string true_value_label(const StudyResults& study) {
    const ProblemInfo& problem = study.arms.front().problem;
    if (problem_names(study).size() > 1 || !has_objective(problem)) {
        return metric_words(metrics::optimum_true_value);
    }
    const Output& output = problem.outputs[static_cast<std::size_t>(problem.objective())];
    return with_unit("true " + output.name + " at the optimum", output.unit);
}

/// The distance where all arms have a known optimum, and units or none.
SpreadSubject optimum_subject(const StudyResults& study) {
    const auto all_known = [&study](bool uniform) {
        return std::ranges::all_of(study.arms, [uniform](const ArmResults& arm) {
            return arm.problem.known_optimum && arm.problem.has_uniform_inputs() == uniform;
        });
    };
    if (!all_known(true) && !all_known(false)) {
        return {metrics::optimum_true_value,
                {.name = "optimum_value",
                 .title = "True value of the optima over the replicates",
                 .caption = fmt::format("True objective where each contender ends; {} is better.",
                                        maximizes(study) ? "higher" : "lower")},
                true_value_label(study),
                true};
    }
    const std::string_view metric =
        all_known(true) ? metrics::optimum_distance : metrics::optimum_distance_widths;
    return {metric,
            {.name = "optimum_distance",
             .title = "Distance of the optima over the replicates",
             .caption = "Distance between the point that each contender puts forward and the "
                        "nearest known global optimum."},
            metric_words(metric),
            true};
}

SpreadSubject accuracy_subject(const ArmResults& arm, std::string_view metric, const char* what) {
    return {metric,
            {.name = fmt::format("accuracy_{}", what),
             .title = fmt::format("Error of predicted {} over the arms", what),
             .caption = fmt::format("Share of the spread of the true {} that is not explained, on "
                                    "{}; lower is better.",
                                    what,
                                    judged_samples(arm))},
            shown_words(metric)};
}

}  // namespace

std::vector<Plot> plot_spreads(const StudyResults& study,
                               const MetricTable& table,
                               const ContenderColors& colors,
                               std::vector<std::string>& notes) {
    const std::size_t n_arms = study.arms.size();
    if (n_arms > most_side_by_side) {
        notes.push_back(fmt::format(
            "Optima and accuracy side by side are drawn for at most {} arms.", most_side_by_side));
        return {};
    }
    std::vector<SpreadSubject> subjects;
    if (!study.arms.front().arm.config.problem.is_table()) {  // whose optima have no true value
        subjects.push_back(optimum_subject(study));
    }
    if (n_arms > 1) {
        subjects.push_back(accuracy_subject(study.arms.front(), metrics::r2_value, "values"));
        subjects.push_back(accuracy_subject(study.arms.front(), metrics::r2_partials, "partials"));
    }
    const bool any_claim = std::ranges::any_of(table.rows(), [](const MetricRow& row) {
        return row.metric == metrics::optimum_predicted;
    });
    std::vector<Plot> plots;
    for (const SpreadSubject& subject : subjects) {
        if (const auto plot = spread_plot(study, table, colors, subject)) {
            plots.push_back(*plot);
        } else if (subject.of_optima && any_claim) {
            notes.emplace_back("Optima are not drawn: no feasible one has a value.");
        }
    }
    return plots;
}

}  // namespace jennopt
