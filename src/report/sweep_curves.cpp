#include "report/sweep_curves.hpp"

#include "core/format.hpp"
#include "report/validation.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace jennopt {

namespace {

/// NaN where the arm has no number there.
double number_chosen(const Arm& arm, std::string_view axis) {
    const std::string_view text = chosen_of(arm, axis);
    double value = 0.0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && problem == std::errc() && stop == text.data() + text.size()
               ? value
               : std::numeric_limits<double>::quiet_NaN();
}

/// An arm that a figure is about.
struct SweepMember {
    SweepPoint point;  // without values
    std::string panel;
    std::string others;
};

/// The arms that chose of every axis which the figure names.
std::vector<SweepMember> choosing_arms(const StudyResults& study, const SweepFigure& figure) {
    const std::string& up = figure.color.empty() ? figure.along : figure.y;
    const bool has_panels = !figure.panels.empty();
    std::vector<SweepMember> members;
    for (std::size_t i = 0; i < study.arms.size(); ++i) {
        const Arm& arm = study.arms[i].arm;
        const double at = number_chosen(arm, figure.along);
        const SweepPoint point{.arm = i, .at = at, .up = number_chosen(arm, up), .x = at};
        const std::string_view panel = chosen_of(arm, figure.panels);
        if (std::isfinite(at + point.up) && !(has_panels && panel.empty())) {
            members.push_back({point, has_panels ? choice_words(figure.panels, panel) : "", ""});
        }
    }
    return members;
}

/// With what they chose of the axes that the figure does not name, where they differ.
std::vector<SweepMember> sweep_members(const StudyResults& study, const SweepFigure& figure) {
    const std::string& up = figure.color.empty() ? figure.along : figure.y;
    std::vector<SweepMember> members = choosing_arms(study, figure);
    const auto choices_of = [&study](const SweepMember& member) -> const auto& {
        return study.arms[member.point.arm].arm.choices;
    };
    std::set<std::string_view> axes;
    for (const SweepMember& member : members) {
        for (const auto& [axis, value] : choices_of(member)) {
            axes.insert(axis);
        }
    }
    std::map<std::string_view, std::set<std::string_view>> values;
    for (const std::string_view axis : axes) {
        for (const SweepMember& member : members) {
            values[axis].insert(chosen_of(study.arms[member.point.arm].arm, axis));
        }
    }
    for (SweepMember& member : members) {
        for (const auto& [axis, value] : choices_of(member)) {
            const bool is_named = axis == figure.along || axis == up || axis == figure.panels;
            if (!is_named && values[axis].size() > 1) {
                member.others += (member.others.empty() ? "" : ", ") + choice_words(axis, value);
            }
        }
    }
    return members;
}

/// Those that the figure lists, else all surrogates, optimizers and, unless it is a map, the direct
/// search and the best sample; always the one compared with.
std::vector<std::string> drawn_contenders(const StudyResults& study, const SweepFigure& figure) {
    std::vector<std::string> names = surrogate_names(study);
    for (const std::string& optimizer : optimizer_names(study)) {
        names.push_back(optimizer);
    }
    names.emplace_back(direct_search);
    names.emplace_back(best_sample);
    std::erase_if(names, [&](const std::string& name) {
        const bool is_other = name == direct_search || name == best_sample;
        const bool drawn = figure.surrogates.empty()
                               ? figure.color.empty() || !is_other
                               : std::ranges::count(figure.surrogates, name) > 0;
        return !drawn && name != figure.against;
    });
    return names;
}

/// Nothing where the table lacks a value that the point needs.
std::optional<SweepPoint> point_of_member(const MetricTable& table,
                                          const SweepFigure& figure,
                                          const SweepMember& member,
                                          const std::string& contender) {
    SweepPoint point = member.point;
    const std::string& metric = shown_metric(figure);
    const auto shown = [&](std::string_view of) {
        auto values = table.feasible_values(point.arm, contender, of, std::nan(""));
        std::ranges::transform(
            values, values.begin(), [of](double value) { return shown_value(of, value); });
        return values;
    };
    point.values = shown(metric);
    const auto x = spread_of(shown(figure.x));
    if (point.values.empty() || (!figure.x.empty() && !x)) {
        return std::nullopt;
    }
    point.x = x ? x->median : point.x;
    point.spread = spread_of(point.values).value_or(Spread{.median = std::nan("")});
    point.infeasible = table.find(point.arm, contender, metric)->spread.n - point.spread.n;
    return point;
}

bool counts_samples(const StudyResults& study,
                    const SweepFigure& figure,
                    const std::vector<SweepMember>& members) {
    const auto is_count = [&](const SweepMember& member) {
        const ArmResults& arm = study.arms[member.point.arm];
        const std::vector<SamplingOptions>& plans = arm.arm.config.sampling;
        const bool has_count = !plans.empty() && plans.front().count > 0;  // else all rows
        return has_count &&
               member.point.at == static_cast<double>(sample_count(plans, arm.problem.n_x()));
    };
    return figure.x.empty() &&
           (figure.along == "sampling.count" || std::ranges::all_of(members, is_count));
}

/// An abscissa keeps a place for zero: no noise is a choice like any other.
AxisScales scales_of(const SweepFigure& figure, const std::vector<SweepCurve>& curves) {
    const auto has_logarithm = [](std::string_view name) {
        const Metric* metric = find_metric(name);
        return metric != nullptr && metric->scale != Scale::linear;
    };
    const bool all_positive = std::ranges::all_of(curves, [](const SweepCurve& curve) {
        return std::ranges::min(curve.points, {}, &SweepPoint::x).x > 0.0;
    });
    return {figure.log_x.value_or(has_logarithm(figure.x) && all_positive),
            figure.log_y.value_or(has_logarithm(figure.y))};
}

}  // namespace

SweepData sweep_data(const StudyResults& study,
                     const MetricTable& table,
                     const SweepFigure& figure) {
    const std::vector<SweepMember> members = sweep_members(study, figure);
    SweepData found;
    std::map<std::string, std::size_t> panels;
    std::map<std::array<std::string, 3>, std::size_t> curves;
    Index infeasible = 0;
    Index optima = 0;
    for (const std::string& contender : drawn_contenders(study, figure)) {
        for (const SweepMember& member : members) {
            auto point = point_of_member(table, figure, member, contender);
            infeasible += point ? point->infeasible : 0;
            optima += point ? point->spread.n + point->infeasible : 0;
            if (!point || (point->spread.n == 0 && figure.color.empty())) {
                continue;
            }
            const auto [panel, is_new_panel] =
                panels.try_emplace(member.panel, found.panels.size());
            if (is_new_panel) {
                found.panels.push_back(member.panel);
            }
            const auto [curve, is_new_curve] =
                curves.try_emplace({member.panel, contender, member.others}, found.curves.size());
            if (is_new_curve) {
                found.curves.push_back({contender, member.others, {}, panel->second});
            }
            found.curves[curve->second].points.push_back(std::move(*point));
        }
    }
    std::ranges::stable_sort(found.curves, {}, &SweepCurve::panel);
    for (SweepCurve& curve : found.curves) {
        std::ranges::stable_sort(curve.points, {}, &SweepPoint::at);
    }
    if (infeasible > 0) {
        found.infeasible =
            fmt::format("Infeasible optima are left out: {} of {}.", infeasible, optima);
    }
    if (found.panels.empty()) {
        found.fault =
            "no arm with its axes has a feasible value of " + metric_words(shown_metric(figure));
    }
    found.scales = scales_of(figure, found.curves);
    if (shown_words(figure.y) != metric_words(figure.y)) {
        found.worst_level = 1.0;
    }
    found.judged = judged_samples(study.arms.front());
    found.over_samples = counts_samples(study, figure, members);
    return found;
}

std::string curve_name(const SweepCurve& curve, const std::string& panel) {
    const std::string details =
        panel + (panel.empty() || curve.others.empty() ? "" : ", ") + curve.others;
    return contender_words(curve.contender) +
           (details.empty() ? "" : fmt::format(" ({})", details));
}

}  // namespace jennopt
