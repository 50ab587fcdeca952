#include "report/sweep_curves.hpp"

#include "core/format.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

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
    std::size_t arm = 0;
    double at = 0.0;
    double up = 0.0;
    std::string panel;
    std::string others;
};

/// The arms that chose of every axis which the figure names.
std::vector<SweepMember> sweep_members(const StudyResults& study, const SweepFigure& figure) {
    const std::string& up = figure.color.empty() ? figure.along : figure.y;
    std::vector<SweepMember> members;
    std::map<std::string_view, std::set<std::string_view>> values;  // of the other axes
    for (std::size_t i = 0; i < study.arms.size(); ++i) {
        const Arm& arm = study.arms[i].arm;
        SweepMember member{i, number_chosen(arm, figure.along), number_chosen(arm, up), "", ""};
        const std::string_view panel = chosen_of(arm, figure.panels);
        if (std::isfinite(member.at) && std::isfinite(member.up) &&
            (figure.panels.empty() || !panel.empty())) {
            member.panel = figure.panels.empty() ? "" : choice_words(figure.panels, panel);
            members.push_back(std::move(member));
            for (const auto& [axis, value] : arm.choices) {
                if (axis != figure.along && axis != up && axis != figure.panels) {
                    (void)values[axis];
                }
            }
        }
    }
    for (auto& [axis, chosen] : values) {
        for (const SweepMember& member : members) {
            chosen.insert(chosen_of(study.arms[member.arm].arm, axis));
        }
    }
    for (SweepMember& member : members) {
        for (const auto& [axis, value] : study.arms[member.arm].arm.choices) {
            if (values[axis].size() > 1) {
                member.others += (member.others.empty() ? "" : ", ") + choice_words(axis, value);
            }
        }
    }
    return members;
}

/// A metric by replicate as figures show it, without infeasible optima, which are counted.
std::vector<double> shown_values(const StudyResults& study,
                                 const MetricTable& table,
                                 std::size_t arm,
                                 std::string_view contender,
                                 std::string_view metric,
                                 Index& infeasible) {
    std::vector<double> values;
    for (const double value : table.values(arm, contender, metric)) {
        values.push_back(shown_value(metric, value));
    }
    if (!metric.starts_with("optimum_") || metric == metrics::optimum_violation) {
        return values;
    }
    const double tolerance = study.arms[arm].arm.config.optimization.constraint_tolerance;
    const auto violations = table.values(arm, contender, metrics::optimum_violation);
    for (std::size_t r = 0; r < std::min(violations.size(), values.size()); ++r) {
        if (violations[r] > tolerance && std::isfinite(values[r])) {
            values[r] = std::nan("");
            ++infeasible;
        }
    }
    return values;
}

/// Those that the figure lists, else all surrogates and, unless it is a map, the direct search and
/// the best sample; always the one compared with.
std::vector<std::string> drawn_contenders(const StudyResults& study, const SweepFigure& figure) {
    const bool is_map = !figure.color.empty();
    std::vector<std::string> names = surrogate_names(study);
    names.emplace_back(direct_search);
    names.emplace_back(best_sample);
    const auto& listed = figure.surrogates;
    std::erase_if(names, [&](const std::string& name) {
        const bool drawn = listed.empty()
                               ? !is_map || (name != direct_search && name != best_sample)
                               : std::find(listed.begin(), listed.end(), name) != listed.end();
        return !drawn && name != figure.against;
    });
    return names;
}

/// Nothing where the table lacks a value that the point needs.
std::optional<SweepPoint> point_of_member(const StudyResults& study,
                                          const MetricTable& table,
                                          const SweepFigure& figure,
                                          const SweepMember& member,
                                          const std::string& contender) {
    SweepPoint point{.arm = member.arm, .at = member.at, .up = member.up, .x = member.at};
    point.values =
        shown_values(study, table, member.arm, contender, shown_metric(figure), point.infeasible);
    point.spread = spread_of(point.values).value_or(Spread{.median = std::nan("")});
    if (!figure.x.empty()) {
        Index uncounted = 0;
        const auto x =
            spread_of(shown_values(study, table, member.arm, contender, figure.x, uncounted));
        point.x = x ? x->median : std::nan("");
    }
    return point.values.empty() || std::isnan(point.x) ? std::nullopt
                                                       : std::optional(std::move(point));
}

bool counts_samples(const StudyResults& study,
                    const SweepFigure& figure,
                    const std::vector<SweepMember>& members) {
    return figure.x.empty() &&
           (figure.along == "sampling.count" ||
            std::all_of(members.begin(), members.end(), [&](const SweepMember& member) {
                const ArmResults& arm = study.arms[member.arm];
                return member.at == static_cast<double>(
                                        sample_count(arm.arm.config.sampling, arm.problem.n_x()));
            }));
}

bool has_logarithmic_scale(std::string_view name) {
    const Metric* metric = find_metric(name);
    return metric != nullptr && metric->scale != Scale::linear;
}

/// An abscissa keeps a place for zero: no noise is a choice like any other.
AxisScales scales_of(const SweepFigure& figure, const std::vector<SweepPanel>& panels) {
    bool all_positive = true;
    for (const SweepPanel& panel : panels) {
        for (const SweepCurve& curve : panel.curves) {
            all_positive &= std::ranges::min(curve.points, {}, &SweepPoint::x).x > 0.0;
        }
    }
    return {figure.log_x.value_or(has_logarithmic_scale(figure.x) && all_positive),
            figure.log_y.value_or(has_logarithmic_scale(figure.y))};
}

}  // namespace

SweepData sweep_data(const StudyResults& study,
                     const MetricTable& table,
                     const SweepFigure& figure) {
    const std::vector<SweepMember> members = sweep_members(study, figure);
    SweepData found;
    std::map<std::string, std::size_t> panel_places;
    std::map<std::tuple<std::size_t, std::string, std::string>, std::size_t> curve_places;
    Index infeasible = 0;
    Index optima = 0;
    for (const std::string& contender : drawn_contenders(study, figure)) {
        for (const SweepMember& member : members) {
            auto point = point_of_member(study, table, figure, member, contender);
            if (!point) {
                continue;
            }
            infeasible += point->infeasible;
            optima += point->spread.n + point->infeasible;
            if (point->spread.n == 0 && figure.color.empty()) {
                continue;
            }
            const std::size_t p =
                panel_places.try_emplace(member.panel, found.panels.size()).first->second;
            if (p == found.panels.size()) {
                found.panels.push_back({member.panel, {}});
            }
            auto& curves = found.panels[p].curves;
            const auto key = std::tuple(p, contender, member.others);
            const std::size_t c = curve_places.try_emplace(key, curves.size()).first->second;
            if (c == curves.size()) {
                curves.push_back({contender, member.others, {}});
            }
            curves[c].points.push_back(std::move(*point));
        }
    }
    for (SweepPanel& panel : found.panels) {
        for (SweepCurve& curve : panel.curves) {
            std::ranges::stable_sort(curve.points, {}, &SweepPoint::at);
        }
    }
    if (infeasible > 0) {
        found.infeasible =
            fmt::format("Infeasible optima are left out: {} of {}.", infeasible, optima);
    }
    if (found.panels.empty()) {
        found.fault = fmt::format("no arm with its axes has a feasible value of {}",
                                  metric_words(shown_metric(figure)));
    }
    found.scales = scales_of(figure, found.panels);
    if (shown_words(figure.y) != metric_words(figure.y)) {
        found.worst_level = 1.0;
    }
    found.over_samples = counts_samples(study, figure, members);
    return found;
}

std::vector<SweepPair> pairs_of(const SweepFigure& figure, const SweepPanel& panel) {
    std::map<std::string_view, const SweepCurve*> rivals;
    for (const SweepCurve& curve : panel.curves) {
        if (curve.contender == figure.against) {
            rivals[curve.others] = &curve;
        }
    }
    std::vector<SweepPair> pairs;
    for (const SweepCurve& curve : panel.curves) {
        const auto found = rivals.find(curve.others);
        if (found != rivals.end() && curve.contender != figure.against) {
            pairs.push_back({&curve, found->second, curve_name(curve, panel.title)});
        }
    }
    return pairs;
}

std::vector<SweepPair> pairs_of(const SweepFigure& figure, const SweepData& data) {
    std::vector<SweepPair> all;
    for (const SweepPanel& panel : data.panels) {
        const std::vector<SweepPair> pairs = pairs_of(figure, panel);
        all.insert(all.end(), pairs.begin(), pairs.end());
    }
    return all;
}

std::string curve_name(const SweepCurve& curve, const std::string& panel) {
    const std::string details =
        panel + (panel.empty() || curve.others.empty() ? "" : ", ") + curve.others;
    return contender_words(curve.contender) +
           (details.empty() ? "" : fmt::format(" ({})", details));
}

}  // namespace jennopt
