#include "report/figures/spread.hpp"

#include "core/format.hpp"
#include "report/plot_axis.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr double least_drawn = 1e-16;  // zero has no place on a logarithmic axis

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

SpreadGroup read_group(const StudyResults& study,
                       const MetricTable& table,
                       const SpreadSubject& subject,
                       std::size_t arm,
                       const std::string& contender) {
    SpreadGroup group{.contender = contender, .arm = arm};
    const std::span<const double> values = table.values(arm, contender, subject.metric);
    const std::span<const double> violations =
        table.values(arm, contender, metrics::optimum_violation);
    const std::span<const double> predicted =
        table.values(arm, contender, metrics::optimum_predicted);
    const double tolerance = study.arms[arm].arm.config.optimization.constraint_tolerance;
    for (std::size_t r = 0; r < std::max(values.size(), predicted.size()); ++r) {
        const bool there = r < values.size() && std::isfinite(values[r]);
        if (subject.of_optima && r < violations.size() && violations[r] > tolerance) {
            ++group.infeasible;
        } else if (there) {
            group.values.push_back(shown_value(subject.metric, values[r]));
        } else if (subject.of_optima && r < predicted.size() && std::isfinite(predicted[r])) {
            ++group.failed;
        }
    }
    return group;
}

std::vector<SpreadGroup> spread_groups(const StudyResults& study,
                                       const MetricTable& table,
                                       const SpreadSubject& subject) {
    const std::vector<std::string> names = table.contenders();
    std::vector<SpreadGroup> groups;
    double x = 0.0;
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
        for (const std::string& name : names) {
            SpreadGroup group = read_group(study, table, subject, arm, name);
            if (group.values.empty() && group.lost() == 0) {
                continue;
            }
            group.x = x;
            x += 1.0;
            groups.push_back(std::move(group));
        }
        x += 1.0;
    }
    return groups;
}

/// Points side by side so that equal ones stay apart; the same every time.
double jitter(std::size_t i, std::size_t n) {
    return n < 2 ? 0.0
                 : 0.36 * (static_cast<double>((i * 7) % n) / static_cast<double>(n - 1) - 0.5);
}

void append_group(Panel& panel, const SpreadGroup& group, const std::string& color, double edge) {
    Layer box{.kind = LayerKind::box, .style = {.color = color, .opacity = 0.16}};
    Layer points{.style = {.color = color, .size = 0.55}};
    Layer lost{.name = "infeasible or failed",
               .style = {.color = "#777777", .point = 6, .size = 0.7}};
    box.name = points.name = contender_words(group.contender);
    if (const std::optional<Spread> spread = spread_of(group.values)) {
        box.x = {group.x};
        box.y = {spread->median};
        box.lower = {spread->q25};
        box.upper = {spread->q75};
    }
    for (std::size_t i = 0; i < group.values.size(); ++i) {
        points.x.push_back(group.x + jitter(i, group.values.size()));
        points.y.push_back(group.values[i]);
    }
    for (Index i = 0; i < group.lost(); ++i) {
        lost.x.push_back(
            group.x + jitter(static_cast<std::size_t>(i), static_cast<std::size_t>(group.lost())));
        lost.y.push_back(edge);
    }
    for (Layer* layer : {&box, &points, &lost}) {
        panel.layers.push_back(std::move(*layer));
    }
}

/// "training samples, lambda" of an arm's axes.
std::string axes_text(const Arm& arm) {
    std::vector<std::string> axes;
    for (const auto& choice : arm.choices) {
        axes.push_back(axis_words(choice.first));
    }
    return fmt::format("{}", fmt::join(axes, ", "));
}

/// "9, 0.1" of what an arm chose, its label where that is not known.
std::string choices_text(const Arm& arm) {
    std::vector<std::string> values;
    for (const auto& choice : arm.choices) {
        values.push_back(choice.second);
    }
    return values.empty() ? arm.label : fmt::format("{}", fmt::join(values, ", "));
}

/// "sampling.count=9", "sampling.count=16" become the ticks "9", "16" of an axis "training
/// samples"; in a study of one arm the contenders are the ticks.
void name_groups(PlotAxis& axis,
                 const StudyResults& study,
                 const std::vector<SpreadGroup>& groups) {
    axis.lower = groups.front().x - 0.8;
    axis.upper = groups.back().x + 0.8;
    if (study.arms.size() == 1) {
        for (const SpreadGroup& group : groups) {
            axis.ticks.push_back({group.x, contender_words(group.contender)});
        }
        return;
    }
    axis.label = axes_text(study.arms.front().arm);
    for (auto group = groups.begin(); group != groups.end();) {
        const auto end = std::find_if(
            group, groups.end(), [&](const auto& each) { return each.arm != group->arm; });
        axis.ticks.push_back(
            {0.5 * (group->x + std::prev(end)->x), choices_text(study.arms[group->arm].arm)});
        group = end;
    }
}

std::vector<double> all_values(const std::vector<SpreadGroup>& groups) {
    std::vector<double> values;
    for (const SpreadGroup& group : groups) {
        values.insert(values.end(), group.values.begin(), group.values.end());
    }
    return values;
}

/// Room above the values for the points that have none, and where these stand.
double make_room(PlotAxis& axis, const std::vector<SpreadGroup>& groups) {
    const AxisRange range = axis_range(axis, all_values(groups), AxisSide::left);
    const bool any_lost = std::any_of(
        groups.begin(), groups.end(), [](const auto& group) { return group.lost() > 0; });
    if (any_lost) {
        axis.lower = range.lower;
        axis.upper = axis.logarithmic ? range.upper * std::pow(range.upper / range.lower, 0.06)
                                      : range.upper + 0.06 * (range.upper - range.lower);
    }
    return range.upper;
}

/// "2 of 5 optima of jenn are infeasible", for every contender that has such.
std::string lost_sentence(const std::vector<SpreadGroup>& groups,
                          const std::vector<std::string>& names) {
    std::vector<std::string> parts;
    for (const std::string& name : names) {
        SpreadGroup sum;
        Index n = 0;
        for (const SpreadGroup& group : groups) {
            if (group.contender == name) {
                sum.infeasible += group.infeasible;
                sum.failed += group.failed;
                n += group.lost() + static_cast<Index>(group.values.size());
            }
        }
        if (sum.infeasible > 0) {
            parts.push_back(
                fmt::format("{}: {} of {} infeasible", contender_words(name), sum.infeasible, n));
        }
        if (sum.failed > 0) {
            parts.push_back(fmt::format("{}: {} of {} where the problem could not be evaluated",
                                        contender_words(name),
                                        sum.failed,
                                        n));
        }
    }
    return parts.empty() ? ""
                         : fmt::format(
                               " Grey rings at the upper edge are optima without a value to draw "
                               "({}).",
                               fmt::join(parts, "; "));
}

/// Zero has no place on a logarithmic axis. @return whether that was needed
bool clamp_values(std::vector<SpreadGroup>& groups) {
    bool clamped = false;
    for (SpreadGroup& group : groups) {
        for (double& value : group.values) {
            clamped = clamped || value < least_drawn;
            value = std::max(value, least_drawn);
        }
    }
    return clamped;
}

}  // namespace

std::vector<Plot> spread_plot(const StudyResults& study,
                              const MetricTable& table,
                              const ContenderColors& colors,
                              SpreadSubject subject) {
    std::vector<SpreadGroup> groups = spread_groups(study, table, subject);
    const std::vector<double> values = all_values(groups);
    if (values.empty()) {
        return {};
    }
    Plot plot = std::move(subject.plot);
    plot.columns = 1;
    plot.aspect = 0.42;
    Panel panel{.y = {.label = subject.axis}};
    panel.y.logarithmic = is_logarithmic(find_metric(subject.metric)->scale, values);
    plot.caption += values.size() > groups.size()
                        ? " Each point is one replicate, the bar the median, the box the quartiles."
                        : " Each point is one replicate.";
    if (panel.y.logarithmic && clamp_values(groups)) {
        plot.caption += " What is below 1e-16 is drawn there.";
    }
    name_groups(panel.x, study, groups);
    const double edge = make_room(panel.y, groups);
    for (const SpreadGroup& group : groups) {
        append_group(panel, group, colors.of(group.contender), edge);
    }
    const std::vector<std::string> names = table.contenders();
    for (const std::string& name : names) {
        const bool is_drawn = std::any_of(groups.begin(), groups.end(), [&](const auto& group) {
            return group.contender == name;
        });
        if (is_drawn && study.arms.size() > 1) {
            plot.legend.push_back({contender_words(name),
                                   LayerKind::points,
                                   {.color = colors.of(name), .size = 0.7}});
        }
    }
    plot.panels.push_back(std::move(panel));
    plot.caption += lost_sentence(groups, names);
    return {plot};
}

}  // namespace jennopt
