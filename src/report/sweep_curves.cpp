#include "report/sweep_curves.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

namespace jennopt {

namespace {

constexpr double least_error = 1e-16;  // zero has no logarithm

/// An arm that a figure is about.
struct Member {
    const ReportArm* arm = nullptr;
    std::string along;   // text of its choice
    std::string up;      // of a map
    std::string panel;   // title
    std::string others;  // what the figure does not name
};

/// The metrics of a figure, looked up often.
struct Readings {
    std::vector<Metric> all;

    [[nodiscard]] const std::vector<double>* find(const Member& member,
                                                  const std::string& surrogate,
                                                  const std::string& metric) const {
        const Metric* found = find_metric(all, member.arm->arm.label, surrogate, metric);
        return found == nullptr ? nullptr : &found->values;
    }
};

const std::string* choice_of(const Arm& arm, const std::string& axis) {
    const auto found = std::find_if(arm.choices.begin(), arm.choices.end(), [&](const auto& each) {
        return each.first == axis;
    });
    return found == arm.choices.end() ? nullptr : &found->second;
}

/// The arms that chose of every axis the figure names.
std::vector<Member> members_of(const ReportInput& input, const SweepFigure& figure) {
    std::vector<Member> members;
    const bool is_map = !figure.color.empty();
    for (const ReportArm& arm : input.arms) {
        Member member{&arm, "", "", "", ""};
        const std::string* along = choice_of(arm.arm, figure.along);
        const std::string* up = is_map ? choice_of(arm.arm, figure.y) : along;
        const std::string* panel =
            figure.panels.empty() ? along : choice_of(arm.arm, figure.panels);
        if (along == nullptr || up == nullptr || panel == nullptr) {
            continue;
        }
        member.along = *along;
        member.up = *up;
        member.panel = figure.panels.empty() ? "" : choice_words(figure.panels, *panel);
        for (const auto& [axis, value] : arm.arm.choices) {
            if (axis != figure.along && axis != figure.panels && !(is_map && axis == figure.y)) {
                member.others += (member.others.empty() ? "" : ", ") + choice_words(axis, value);
            }
        }
        members.push_back(std::move(member));
    }
    return members;
}

Readings readings_of(const ReportInput& input,
                     const std::vector<Member>& members,
                     const std::vector<std::string>& metrics) {
    Readings readings;
    for (const Member& member : members) {
        for (Metric& metric : collect_metrics(input, *member.arm)) {
            if (std::find(metrics.begin(), metrics.end(), metric.name) != metrics.end()) {
                for (double& value : metric.values) {
                    value = as_shown(metric.name, value);
                }
                readings.all.push_back(std::move(metric));
            }
        }
    }
    return readings;
}

/// Those that the figure draws; the one compared with always belongs to curves.
std::vector<std::string> drawn_surrogates(const ReportInput& input,
                                          const SweepFigure& figure,
                                          bool with_against) {
    std::vector<std::string> names = surrogate_names(input);
    std::erase_if(names, [&](const std::string& name) {
        const bool listed = figure.surrogates.empty() ||
                            std::find(figure.surrogates.begin(), figure.surrogates.end(), name) !=
                                figure.surrogates.end();
        return name == figure.against ? !with_against : !listed;
    });
    return names;
}

std::vector<double> finite_ones(const std::vector<double>& values) {
    std::vector<double> there;
    std::copy_if(values.begin(), values.end(), std::back_inserter(there), [](double value) {
        return std::isfinite(value);
    });
    return there;
}

std::optional<SweepPoint> point_of(const Readings& readings,
                                   const Member& member,
                                   const std::string& surrogate,
                                   const SweepFigure& figure) {
    const std::vector<double>* values = readings.find(member, surrogate, figure.y);
    const std::vector<double>* abscissa =
        figure.x.empty() ? nullptr : readings.find(member, surrogate, figure.x);
    if (values == nullptr || (!figure.x.empty() && abscissa == nullptr)) {
        return std::nullopt;
    }
    const std::optional<double> at = number_of(member.along);
    if (!at) {
        throw Error(
            fmt::format("page.figures.{}: the axis {} has the value '{}', expected a number",
                        figure.name,
                        figure.along,
                        member.along));
    }
    const std::vector<double> there = finite_ones(*values);
    return SweepPoint{.arm = member.arm->arm.label,
                      .at = *at,
                      .x = abscissa == nullptr ? *at : quantile(finite_ones(*abscissa), 0.5),
                      .median = quantile(there, 0.5),
                      .q25 = quantile(there, 0.25),
                      .q75 = quantile(there, 0.75),
                      .values = *values};
}

template <class T, class Key>
T& found_or_added(std::vector<T>& all, T fresh, Key key) {
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const T& each) { return key(each) == key(fresh); });
    if (found != all.end()) {
        return *found;
    }
    all.push_back(std::move(fresh));
    return all.back();
}

/// Each text once; numbers rise, words stay as they come.
std::vector<std::string> ticks_of(std::vector<std::string> texts) {
    std::vector<std::string> once;
    for (std::string& text : texts) {
        (void)found_or_added(once, std::move(text), [](const std::string& each) { return each; });
    }
    if (std::all_of(once.begin(), once.end(), [](const auto& t) { return number_of(t); })) {
        std::stable_sort(once.begin(), once.end(), [](const auto& a, const auto& b) {
            return *number_of(a) < *number_of(b);
        });
    }
    return once;
}

std::size_t place_in(const std::vector<std::string>& texts, const std::string& text) {
    return static_cast<std::size_t>(std::find(texts.begin(), texts.end(), text) - texts.begin());
}

/// Nothing where the medians, or the ratios, are not there.
std::optional<SweepCell> cell_of(const Readings& readings,
                                 const Member& member,
                                 const std::string& surrogate,
                                 const SweepFigure& figure) {
    const std::vector<double>* values = readings.find(member, surrogate, figure.color);
    if (values == nullptr) {
        return std::nullopt;
    }
    SweepCell cell;
    cell.values = *values;
    std::vector<double> shown = *values;
    if (!figure.against.empty()) {
        const std::vector<double>* against = readings.find(member, figure.against, figure.color);
        if (against == nullptr || against->size() != shown.size()) {
            return std::nullopt;
        }
        cell.against = *against;
        for (std::size_t r = 0; r < shown.size(); ++r) {
            shown[r] /= cell.against[r];
        }
    }
    const std::vector<double> there = finite_ones(shown);
    if (there.empty()) {
        return std::nullopt;
    }
    cell.value = quantile(there, 0.5);
    return cell;
}

}  // namespace

std::optional<double> number_of(const std::string& text) {
    double value = 0.0;
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    return problem == std::errc() && stop == end && std::isfinite(value) ? std::optional(value)
                                                                         : std::nullopt;
}

bool is_r2(std::string_view metric) {
    return metric == "r2_value" || metric == "r2_partials" || metric.starts_with("r2_value[");
}

double as_shown(std::string_view metric, double value) {
    if (!is_r2(metric) || std::isnan(value)) {
        return value;
    }
    return std::max(1.0 - value, least_error);
}

std::vector<SweepPanel> sweep_panels(const ReportInput& input, const SweepFigure& figure) {
    const std::vector<Member> members = members_of(input, figure);
    const Readings readings = readings_of(input, members, {figure.x, figure.y});
    std::vector<SweepPanel> panels;
    for (const std::string& surrogate : drawn_surrogates(input, figure, true)) {
        for (const Member& member : members) {
            auto point = point_of(readings, member, surrogate, figure);
            if (!point) {
                continue;
            }
            SweepPanel& panel = found_or_added(
                panels, SweepPanel{member.panel, {}}, [](const auto& p) { return p.title; });
            SweepCurve& curve = found_or_added(
                panel.curves, SweepCurve{surrogate, member.others, {}}, [](const auto& c) {
                    return std::pair(c.surrogate, c.others);
                });
            curve.points.push_back(std::move(*point));
        }
    }
    for (SweepPanel& panel : panels) {
        for (SweepCurve& curve : panel.curves) {
            std::stable_sort(curve.points.begin(),
                             curve.points.end(),
                             [](const auto& a, const auto& b) { return a.at < b.at; });
        }
    }
    return panels;
}

std::vector<SweepMap> sweep_maps(const ReportInput& input, const SweepFigure& figure) {
    const std::vector<Member> members = members_of(input, figure);
    const Readings readings = readings_of(input, members, {figure.color});
    std::vector<std::string> along;
    std::vector<std::string> up;
    for (const Member& member : members) {
        along.push_back(member.along);
        up.push_back(member.up);
    }
    const std::vector<std::string> columns = ticks_of(std::move(along));
    const std::vector<std::string> rows = ticks_of(std::move(up));
    std::vector<SweepMap> maps;
    for (const Member& member : members) {
        for (const std::string& surrogate : drawn_surrogates(input, figure, false)) {
            auto cell = cell_of(readings, member, surrogate, figure);
            if (!cell) {
                continue;
            }
            cell->column = place_in(columns, member.along);
            cell->row = place_in(rows, member.up);
            SweepMap& map = found_or_added(
                maps,
                SweepMap{member.panel, surrogate, member.others, columns, rows, {}},
                [](const auto& m) { return std::tuple(m.title, m.surrogate, m.others); });
            map.cells.push_back(std::move(*cell));
        }
    }
    return maps;
}

const SweepCurve* rival(const SweepPanel& panel,
                        const SweepCurve& curve,
                        std::string_view surrogate) {
    const auto found =
        std::find_if(panel.curves.begin(), panel.curves.end(), [&](const SweepCurve& other) {
            return other.surrogate == surrogate && other.others == curve.others;
        });
    return found == panel.curves.end() || &*found == &curve ? nullptr : &*found;
}

}  // namespace jennopt
