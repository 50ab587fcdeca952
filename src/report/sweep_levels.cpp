#include "report/sweep_levels.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace jennopt {

namespace {

double between(double a, double b, double part, bool logarithmic) {
    return logarithmic && a > 0.0 && b > 0.0 ? a * std::pow(b / a, part) : a + part * (b - a);
}

std::string factor_text(double factor, bool at_least, const std::string& other) {
    const std::string bound = at_least ? "at least " : "";
    if (factor >= 1.05) {
        return fmt::format(", {}{} less than {}", bound, ratio_text(factor), other);
    }
    if (factor > 1.0 / 1.05) {
        return fmt::format(", {}as much as {}", at_least ? "at most " : "", other);
    }
    // A factor below 1 that is only bounded from below decides nothing.
    return at_least ? "" : fmt::format(", {} more than {}", ratio_text(1.0 / factor), other);
}

/// What the curve saves against another one: exact, or bounded where one of them begins below the
/// level or ends above it.
std::string saving_text(const SweepCurve& other,
                        const Reach& own,
                        const std::optional<Reach>& theirs) {
    const std::string name = other.surrogate;
    if (!(own.x > 0.0) || (theirs && theirs->at_first)) {
        return "";
    }
    if (!theirs) {
        return factor_text(other.points.back().x / own.x, true, name);
    }
    return factor_text(theirs->x / own.x, own.at_first, name);
}

std::string reach_clause(const SweepFigure& figure,
                         const SweepPanel& panel,
                         const SweepCurve& curve,
                         double level) {
    const std::optional<Reach> reach = first_reach(curve, level);
    if (!reach) {
        const auto lowest = std::min_element(
            curve.points.begin(), curve.points.end(), [](const auto& a, const auto& b) {
                return a.median < b.median;
            });
        return fmt::format("not by {} up to {} (lowest {})",
                           curve_name(curve),
                           place_text(curve.points.back().x),
                           is_r2(figure.y) ? "R2 " + r2_number(1.0 - lowest->median)
                                           : short_number(lowest->median));
    }
    const SweepCurve* other =
        curve.surrogate == figure.against ? nullptr : rival(panel, curve, figure.against);
    return fmt::format(
        "by {} at {}{}{}",
        curve_name(curve),
        place_text(reach->x),
        reach->at_first ? " already, the first" : "",
        other == nullptr ? "" : saving_text(*other, *reach, first_reach(*other, level)));
}

struct PowerLaw {
    double exponent = 0.0;
    double r2 = 0.0;
    std::size_t n = 0;
    double first = 0.0;
    double last = 0.0;
};

std::optional<PowerLaw> fit_power_law(const SweepCurve& curve) {
    std::vector<std::pair<double, double>> logs;
    for (const SweepPoint& point : curve.points) {
        if (point.x > 0.0 && point.median > 0.0) {
            logs.emplace_back(std::log(point.x), std::log(point.median));
        }
    }
    const auto n = static_cast<double>(logs.size());
    double x = 0.0;
    double y = 0.0;
    for (const auto& [a, b] : logs) {
        x += a / n;
        y += b / n;
    }
    double xx = 0.0;
    double xy = 0.0;
    double yy = 0.0;
    for (const auto& [a, b] : logs) {
        xx += (a - x) * (a - x);
        xy += (a - x) * (b - y);
        yy += (b - y) * (b - y);
    }
    if (logs.size() < 2 || !(xx > 0.0)) {
        return std::nullopt;
    }
    const auto [first, last] = std::minmax_element(logs.begin(), logs.end());
    return PowerLaw{xy / xx,
                    yy > 0.0 ? xy * xy / (xx * yy) : 1.0,
                    logs.size(),
                    std::exp(first->first),
                    std::exp(last->first)};
}

/// Curves that are fitted over the same range.
struct PowerLaws {
    std::string range;
    std::vector<std::string> exponents;
    double least_r2 = 1.0;
};

std::string x_words(const SweepFigure& figure) {
    return figure.x.empty() ? axis_words(figure.along) : metric_words(figure.x).said;
}

}  // namespace

std::optional<Reach> first_reach(const SweepCurve& curve, double level) {
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        const SweepPoint& here = curve.points[i];
        if (here.median > level) {
            continue;
        }
        if (i == 0) {
            return Reach{here.x, true};
        }
        const SweepPoint& before = curve.points[i - 1];
        const bool logs = here.median > 0.0 && level > 0.0;
        const double part =
            logs ? std::log(before.median / level) / std::log(before.median / here.median)
                 : (before.median - level) / (before.median - here.median);
        return Reach{between(before.x, here.x, part, true), false};
    }
    return std::nullopt;
}

double crossing(const SweepFigure& figure, const Heights& a, const Heights& b) {
    const bool logs = figure.log_y && std::min({a.own, a.other, b.own, b.other}) > 0.0;
    const auto lead = [logs](const Heights& at) {
        return logs ? std::log(at.own / at.other) : at.own - at.other;
    };
    return between(a.x, b.x, lead(a) / (lead(a) - lead(b)), figure.log_x);
}

std::string target_sentence(const SweepFigure& figure, const SweepPanel& panel) {
    if (!figure.target) {
        return "";
    }
    std::vector<std::string> clauses;
    for (const SweepCurve& curve : panel.curves) {
        clauses.push_back(reach_clause(figure, panel, curve, as_shown(figure.y, *figure.target)));
    }
    const std::string said = metric_words(figure.y).said;
    const std::string what = is_r2(figure.y) ? said.substr(std::string("1 - ").size()) : said;
    return fmt::format("{} {:g} is first reached, in {}, {}",
                       what,
                       *figure.target,
                       x_words(figure),
                       fmt::join(clauses, "; "));
}

std::string slopes_sentence(const SweepFigure& figure, const SweepPanel& panel) {
    std::vector<PowerLaws> groups;
    for (const SweepCurve& curve : panel.curves) {
        const auto law = figure.slopes ? fit_power_law(curve) : std::nullopt;
        if (!law) {
            continue;
        }
        const std::string range = fmt::format("from {} to {} ({}",
                                              place_text(law->first),
                                              place_text(law->last),
                                              plural(static_cast<long>(law->n), "median"));
        const std::string exponent =
            fmt::format("^{:.2f} for {}", law->exponent, curve_name(curve));
        if (groups.empty() || groups.back().range != range) {
            groups.push_back({range, {exponent}, law->r2});
        } else {
            groups.back().exponents.push_back(exponent);
            groups.back().least_r2 = std::min(groups.back().least_r2, law->r2);
        }
    }
    std::vector<std::string> clauses;
    for (const PowerLaws& group : groups) {
        clauses.push_back(fmt::format("{}, {}, R2 of the fit {}{:.3f})",
                                      fmt::join(group.exponents, ", "),
                                      group.range,
                                      group.exponents.size() > 1 ? "at least " : "",
                                      group.least_r2));
    }
    return clauses.empty() ? ""
                           : fmt::format("{} goes as ({}){}",
                                         metric_words(figure.y).said,
                                         x_words(figure),
                                         fmt::join(clauses, "; "));
}

std::string curve_name(const SweepCurve& curve) {
    return curve.surrogate + (curve.others.empty() ? "" : fmt::format(" ({})", curve.others));
}

std::string place_text(double x) {
    const double rounded = std::abs(x) >= 100.0 ? std::round(x) : x;
    return rounded == std::round(rounded) && std::abs(rounded) < 1e15 ? count_text(rounded)
                                                                      : fmt::format("{:.3g}", x);
}

}  // namespace jennopt
