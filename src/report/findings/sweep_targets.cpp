#include "report/findings/sweep_targets.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sweep_levels.hpp"
#include "report/sweep_meetings.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// A level as the metric is printed.
std::string level_text(const std::string& metric, double shown) {
    const Metric* found = find_metric(metric);
    return found == nullptr                   ? short_number(shown)
           : found->scale == Scale::one_minus ? r2_number(1.0 - shown)
                                              : number_text(shown, found->style);
}

const SweepPoint& lowest_point(const SweepCurve& curve) {
    return *std::ranges::min_element(
        curve.points, {}, [](const SweepPoint& point) { return point.spread.median; });
}

/// "" where the pairs support that the first curve lies below (above, if not `below`) the other at
/// one place at least, and the reverse nowhere; else what keeps it open.
std::string doubt_text(const SweepPair& pair, bool below) {
    const std::vector<Meeting> all = meetings_of(pair);
    if (const auto too_few = too_few_pairs(all)) {
        return fmt::format("; by the medians, {}", *too_few);
    }
    const Index for_it = count_verdict(all, below ? PairVerdict::better : PairVerdict::worse);
    const Index against = count_verdict(all, below ? PairVerdict::worse : PairVerdict::better);
    return for_it > 0 && against == 0 ? "" : "; by the medians, too close to call by a sign test";
}

/// "For the same R2 of values jenn needs 3.0 times fewer training samples than nn ..."
std::string needs_text(const SweepFigure& figure, const Saving& found, const SweepPair& pair) {
    const std::string times = fewer_text(found.factor);
    const std::string least = fewer_text(found.least);
    const std::string most = fewer_text(found.most);
    const bool is_alike = times == fewer_text(1.0);
    return fmt::format(
        "For the same {} {} needs {} training samples {} {}{}; e.g. {} against {} "
        "for {}{}.",
        metric_words(figure.y),
        pair.name,
        times,
        is_alike ? "as" : "than",
        contender_words(pair.other->contender),
        least == most ? "" : fmt::format(" (median; from {} to {})", least, most),
        count_text(found.own_x),
        count_text(found.other_x),
        level_text(figure.y, found.level),
        is_alike ? "" : doubt_text(pair, found.factor > 1.0));
}

/// Of curves that share no level: "" where neither begins better than the other ends.
std::string ahead_text(const SweepFigure& figure, const SweepPair& pair) {
    const SweepPoint& first = pair.own->points.front();
    const SweepPoint& best = lowest_point(*pair.other);
    return first.spread.median >= best.spread.median || best.x <= first.x
               ? ""
               : fmt::format(
                     "{} with {} training samples ({} {}) is ahead of {} with {} ({}): it "
                     "needs at least {}{}.",
                     pair.name,
                     count_text(first.x),
                     metric_words(figure.y),
                     level_text(figure.y, first.spread.median),
                     contender_words(pair.other->contender),
                     count_text(best.x),
                     level_text(figure.y, best.spread.median),
                     fewer_text(best.x / first.x),
                     doubt_text(pair, true));
}

/// "by jenn at 20 (nn needs at least 2.0 times as much)"; a bound below 1 decides nothing.
std::string reach_clause(const SweepFigure& figure,
                         const AxisScales& scales,
                         const SweepCurve& curve,
                         const SweepCurve* other) {
    const double level = shown_value(figure.y, *figure.target);
    const std::optional<Reach> reach = first_reach(scales, curve, level);
    if (!reach) {
        return fmt::format("not by {} up to {} (at best {})",
                           curve_name(curve),
                           place_text(curve.points.back().x),
                           level_text(figure.y, lowest_point(curve).spread.median));
    }
    const std::string text = fmt::format("by {} at {}{}",
                                         curve_name(curve),
                                         place_text(reach->x),
                                         reach->is_bound ? " already, the first" : "");
    const auto theirs = other == nullptr ? std::nullopt : first_reach(scales, *other, level);
    if (other == nullptr || reach->x <= 0.0 || (theirs && theirs->is_bound)) {
        return text;
    }
    const double factor = (theirs ? theirs->x : other->points.back().x) / reach->x;
    const bool is_bound = !theirs || reach->is_bound;
    return is_bound && factor <= 1.0 ? text
                                     : fmt::format("{} ({} needs {}{} times as much)",
                                                   text,
                                                   contender_words(other->contender),
                                                   is_bound ? "at least " : "",
                                                   short_number(factor, 2));
}

/// "reached by 4 of 6 curves".
std::string reached_count(const SweepFigure& figure,
                          const AxisScales& scales,
                          std::span<const SweepPanel> panels) {
    const double level = shown_value(figure.y, *figure.target);
    std::size_t n = 0;
    std::size_t reached = 0;
    for (const SweepPanel& panel : panels) {
        n += panel.curves.size();
        reached +=
            static_cast<std::size_t>(std::ranges::count_if(panel.curves, [&](const auto& curve) {
                return first_reach(scales, curve, level).has_value();
            }));
    }
    return fmt::format("reached by {} of {} curves", reached, n);
}

std::string target_text(const SweepFigure& figure,
                        const AxisScales& scales,
                        const SweepPanel& panel) {
    constexpr std::size_t most_clauses = 6;
    if (panel.curves.size() > most_clauses) {
        return reached_count(figure, scales, {&panel, 1});
    }
    const std::vector<SweepPair> pairs = pairs_of(figure, panel);
    std::vector<std::string> clauses;
    for (const SweepCurve& curve : panel.curves) {
        const auto pair = std::ranges::find(pairs, &curve, &SweepPair::own);
        clauses.push_back(
            reach_clause(figure, scales, curve, pair == pairs.end() ? nullptr : pair->other));
    }
    return fmt::format(
        "first reached, in {}, {}", abscissa_words(figure), fmt::join(clauses, "; "));
}

/// "-2.00 for nn, -1.00 for jenn, from 10 to 40 (3 medians, R2 of the fit at least 0.999)"; the
/// range of the exponents where there are many.
std::string slopes_text(std::span<const SweepPanel> panels) {
    constexpr std::size_t most_names = 4;
    std::vector<std::string> exponents;
    std::vector<PowerLaw> laws;
    for (const SweepPanel& panel : panels) {
        for (const SweepCurve& curve : panel.curves) {
            if (const auto law = fit_power_law(curve)) {
                laws.push_back(*law);
                exponents.push_back(fmt::format("{:.2f} for {}", law->exponent, curve_name(curve)));
            }
        }
    }
    if (laws.empty()) {
        return "";
    }
    const auto [least, most] = std::ranges::minmax(laws, {}, &PowerLaw::exponent);
    if (laws.size() > most_names) {
        exponents = {fmt::format(
            "{:.2f} to {:.2f} for {} curves", least.exponent, most.exponent, laws.size())};
    }
    return fmt::format("{}, from {} to {} ({}, R2 of the fit {}{:.3f})",
                       fmt::join(exponents, ", "),
                       place_text(std::ranges::min(laws, {}, &PowerLaw::first).first),
                       place_text(std::ranges::max(laws, {}, &PowerLaw::last).last),
                       plural(std::ranges::max(laws, {}, &PowerLaw::n).n, "median"),
                       laws.size() > 1 ? "at least " : "",
                       std::ranges::min(laws, {}, &PowerLaw::r2).r2);
}

/// One sentence a panel that has something to state, "hills: R2 of values 0.99 is ...".
SweepSentences panel_sentences(
    const SweepData& data,
    const std::string& start,
    const std::function<std::string(const SweepPanel&)>& text,
    const std::function<std::string(std::span<const SweepPanel>)>& rest) {
    SweepSentences found;
    std::vector<SweepPanel> stated;
    for (const SweepPanel& panel : data.panels) {
        const std::string end = text(panel);
        if (!end.empty()) {
            stated.push_back(panel);
            found.sentences.push_back(
                fmt::format("{}{} {}.", panel.title.empty() ? "" : panel.title + ": ", start, end));
        }
    }
    found.sum_up = [stated, start, rest](std::size_t from) {
        const auto others = std::span(stated).subspan(from);
        return fmt::format("In {} more panels {} {}.", others.size(), start, rest(others));
    };
    return found;
}

}  // namespace

SweepSentences saving_sentences(const SweepFigure& figure, const SweepData& data) {
    SweepSentences found;
    std::vector<double> factors;  // NaN: no level in common
    for (const SweepPanel& panel : data.panels) {
        for (const SweepPair& pair : saving_pairs(figure, data, panel)) {
            const std::optional<Saving> saved = saving(data.scales, pair);
            std::string text = saved ? needs_text(figure, *saved, pair) : ahead_text(figure, pair);
            if (!text.empty()) {
                factors.push_back(saved ? saved->factor : std::nan(""));
                found.sentences.push_back(std::move(text));
            }
        }
    }
    found.sum_up = [factors, against = contender_words(figure.against)](std::size_t from) {
        const auto rest = std::span(factors).subspan(from);
        const auto spread = spread_of(rest);
        return spread ? fmt::format(
                            "{} of {} more curves can be compared with {}: they need from "
                            "{} to {} training samples, by the medians.",
                            spread->n,
                            rest.size(),
                            against,
                            fewer_text(spread->min),
                            fewer_text(spread->max))
                      : fmt::format("{} more curves are ahead of all of {}.", rest.size(), against);
    };
    return found;
}

SweepSentences target_sentences(const SweepFigure& figure, const SweepData& data) {
    if (!figure.target) {
        return {};
    }
    return panel_sentences(
        data,
        fmt::format("{} {:g} is", metric_words(figure.y), *figure.target),
        [&](const SweepPanel& panel) { return target_text(figure, data.scales, panel); },
        [&figure, &data](auto panels) { return reached_count(figure, data.scales, panels); });
}

SweepSentences slope_sentences(const SweepFigure& figure, const SweepData& data) {
    if (!figure.slopes) {
        return {};
    }
    return panel_sentences(
        data,
        fmt::format("{} goes as {} to the power", shown_words(figure.y), abscissa_words(figure)),
        [](const SweepPanel& panel) {
            return slopes_text({&panel, 1});
        },
        slopes_text);
}

}  // namespace jennopt
