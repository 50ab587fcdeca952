#include "report/findings/sweep_targets.hpp"

#include "core/format.hpp"
#include "report/findings/sweep_sentences.hpp"
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
    return for_it == 0   ? "; by the medians, too close to call by a sign test"
           : against > 0 ? "; by the medians, which cross"
                         : "";
}

/// "For the same R2 of values jenn needs 3.0 times fewer training samples than nn ..."
std::string needs_text(const SweepFigure& figure, const Saving& found, const SweepPair& pair) {
    const std::string times = fewer_text(found.factor);
    const std::string range =
        found.least > 1.0
            ? fmt::format(
                  "{} to {} times", short_number(found.least, 2), short_number(found.most, 2))
            : fmt::format("from {} to {}", fewer_text(found.least), fewer_text(found.most));
    const bool is_alike = times == fewer_text(1.0);
    return fmt::format(
        "For the same {} {} needs {} training samples {} {}{}; e.g. {} against {} "
        "at {}{}.",
        metric_words(figure.y),
        pair.name,
        times,
        is_alike ? "as" : "than",
        contender_words(pair.other->contender),
        fewer_text(found.least) == fewer_text(found.most) ? ""
                                                          : fmt::format(" (median; {})", range),
        count_text(found.own_x),
        count_text(found.other_x),
        level_text(figure.y, found.level),
        is_alike ? "" : doubt_text(pair, found.factor > 1.0));
}

/// Of curves that share no level: "" where neither begins better than the other ends.
std::string ahead_text(const SweepFigure& figure, const SweepData& data, const SweepPair& pair) {
    const SweepPoint& first = pair.own->points.front();
    const SweepPoint& best = lowest_point(*pair.other);
    return first.spread.median >= std::min(best.spread.median, data.worst_level) ||
                   best.x <= first.x
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
                         const SweepCurve* other,
                         const Reach& reach) {
    const double level = shown_value(figure.y, *figure.target);
    const std::string text = fmt::format("by {} at {}{}",
                                         curve_name(curve),
                                         place_text(reach.x),
                                         reach.is_bound ? " already, the first" : "");
    const auto theirs = other == nullptr ? std::nullopt : first_reach(scales, *other, level);
    if (other == nullptr || reach.x <= 0.0 || (theirs && theirs->is_bound)) {
        return text;
    }
    const double factor = (theirs ? theirs->x : other->points.back().x) / reach.x;
    const bool is_bound = !theirs || reach.is_bound;
    return is_bound && factor <= 1.0 ? text
                                     : fmt::format("{} ({} needs {}{} times as much)",
                                                   text,
                                                   contender_words(other->contender),
                                                   is_bound ? "at least " : "",
                                                   short_number(factor, 2));
}

/// "hills: " before a sentence about one of several panels.
std::string opening_of(const SweepPanel& panel) {
    return panel.title.empty() ? "" : panel.title + ": ";
}

}  // namespace

std::vector<std::string> saving_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::string> sentences;
    for (const SweepPanel& panel : data.panels) {
        for (const SweepPair& pair : saving_pairs(figure, data, panel)) {
            const std::optional<Saving> saved = saving(data, pair);
            sentences.push_back(saved ? needs_text(figure, *saved, pair)
                                      : ahead_text(figure, data, pair));
        }
    }
    std::erase(sentences, "");
    return sentences;
}

std::vector<std::string> target_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::string> sentences;
    for (const SweepPanel& panel : data.panels) {
        if (!figure.target) {
            break;
        }
        const std::vector<SweepPair> pairs = pairs_of(figure, panel);
        std::vector<std::string> reached;
        std::vector<std::string> missed;
        for (const SweepCurve& curve : panel.curves) {
            const auto reach =
                first_reach(data.scales, curve, shown_value(figure.y, *figure.target));
            const auto pair = std::ranges::find(pairs, &curve, &SweepPair::own);
            const SweepCurve* other = pair == pairs.end() ? nullptr : pair->other;
            if (reach) {
                reached.push_back(reach_clause(figure, data.scales, curve, other, *reach));
            } else {
                missed.push_back(
                    fmt::format("by {} up to {} (at best {})",
                                curve_name(curve),
                                place_text(curve.points.back().x),
                                level_text(figure.y, lowest_point(curve).spread.median)));
            }
        }
        sentences.push_back(fmt::format(
            "{}{} {:g} is {}{}{}{}.",
            opening_of(panel),
            metric_words(figure.y),
            *figure.target,
            reached.empty() ? "" : fmt::format("first reached, in {}, ", abscissa_words(figure)),
            reached.empty() ? "" : short_list(reached),
            missed.empty()    ? ""
            : reached.empty() ? "not reached "
                              : "; not ",
            missed.empty() ? "" : short_list(missed)));
    }
    return sentences;
}

std::vector<std::string> slope_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::string> sentences;
    for (const SweepPanel& panel : data.panels) {
        std::vector<std::string> clauses;
        for (const SweepCurve& curve : panel.curves) {
            const auto law = figure.slopes ? fit_power_law(curve) : std::nullopt;
            if (law) {
                clauses.push_back(
                    fmt::format("{:.2f} for {} (from {} to {}, {}, R2 of the fit {:.3f})",
                                law->exponent,
                                curve_name(curve),
                                place_text(law->first),
                                place_text(law->last),
                                plural(law->n, "median"),
                                law->r2));
            }
        }
        if (!clauses.empty()) {
            sentences.push_back(fmt::format("{}{} goes as {} to the power {}.",
                                            opening_of(panel),
                                            shown_words(figure.y),
                                            abscissa_words(figure),
                                            short_list(clauses)));
        }
    }
    return sentences;
}

}  // namespace jennopt
