#include "core/format.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/sweep_pairs.hpp"
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
    const bool has_range = fewer_text(found.least) != fewer_text(found.most);
    return "For the same " + metric_words(figure.y) + " " + pair.name + " needs " + times +
           " training samples " + (is_alike ? "as " : "than ") +
           contender_words(pair.other->contender) + (has_range ? " (median; " + range + ")" : "") +
           "; e.g. " + count_text(found.own_x) + " against " + count_text(found.other_x) + " at " +
           level_text(figure.y, found.level) +
           (is_alike ? "" : doubt_text(pair, found.factor > 1.0)) + ".";
}

/// Of curves that share no level: "" where neither begins better than the other ends.
std::string ahead_text(const SweepFigure& figure, const SweepData& data, const SweepPair& pair) {
    const SweepPoint& first = pair.own->points.front();
    const SweepPoint& best = lowest_point(*pair.other);
    if (first.spread.median >= std::min(best.spread.median, data.worst_level) ||
        best.x <= first.x) {
        return "";
    }
    return pair.name + " with " + count_text(first.x) + " training samples (" +
           metric_words(figure.y) + " " + level_text(figure.y, first.spread.median) +
           ") is ahead of " + contender_words(pair.other->contender) + " with " +
           count_text(best.x) + " (" + level_text(figure.y, best.spread.median) +
           "): it needs at least " + fewer_text(best.x / first.x) + doubt_text(pair, true) + ".";
}

/// "by jenn at 20 (nn needs at least 2.0 times as much)"; a bound below 1 decides nothing.
std::string reach_clause(const AxisScales& scales,
                         const SweepCurve& curve,
                         const SweepCurve* other,
                         double level) {
    const Reach reach = *first_reach(scales, curve, level);
    std::string text = fmt::format("by {} at {}{}",
                                   curve_name(curve),
                                   place_text(reach.x),
                                   reach.is_bound ? " already, the first" : "");
    const auto theirs = other == nullptr ? std::nullopt : first_reach(scales, *other, level);
    if (other == nullptr || reach.x <= 0.0 || (theirs && theirs->is_bound)) {
        return text;
    }
    const double factor = (theirs ? theirs->x : other->points.back().x) / reach.x;
    const bool is_bound = !theirs || reach.is_bound;
    const std::string rival = contender_words(other->contender);
    const char* bound = is_bound ? "at least " : "";
    return is_bound && factor <= 1.0 ? text
                                     : fmt::format("{} ({} needs {}{} times as much)",
                                                   text,
                                                   rival,
                                                   bound,
                                                   short_number(factor, 2));
}

/// Sentences of the panels, each after the title of its panel.
std::vector<std::string> with_titles(const SweepData& data, std::vector<std::string> sentences) {
    for (std::size_t p = 0; p < sentences.size(); ++p) {
        if (!data.panels[p].empty() && !sentences[p].empty()) {
            sentences[p] = data.panels[p] + ": " + sentences[p];
        }
    }
    std::erase(sentences, "");
    return sentences;
}

}  // namespace

std::vector<std::string> saving_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::string> sentences;
    for (const SweepPair& pair : saving_pairs(figure, data)) {
        const std::optional<Saving> saved = saving(data, pair);
        sentences.push_back(saved ? needs_text(figure, *saved, pair)
                                  : ahead_text(figure, data, pair));
    }
    std::erase(sentences, "");
    return sentences;
}

std::vector<std::string> target_sentences(const SweepFigure& figure, const SweepData& data) {
    // What follows takes lower values for the better ones.
    if (!figure.target || side_words(figure.y, figure.maximizes).lower == "worse") {
        return {};
    }
    const double level = shown_value(figure.y, *figure.target);
    const std::vector<SweepPair> pairs = pairs_of(figure, data);
    std::vector<std::vector<std::string>> reached(data.panels.size());
    std::vector<std::vector<std::string>> missed(data.panels.size());
    for (const SweepCurve& curve : data.curves) {
        if (first_reach(data.scales, curve, level)) {
            const auto pair = std::ranges::find(pairs, &curve, &SweepPair::own);
            reached[curve.panel].push_back(reach_clause(
                data.scales, curve, pair == pairs.end() ? nullptr : pair->other, level));
        } else {
            missed[curve.panel].push_back(
                "by " + curve_name(curve) + " up to " + place_text(curve.points.back().x) +
                " (at best " + level_text(figure.y, lowest_point(curve).spread.median) + ")");
        }
    }
    std::vector<std::string> sentences;
    for (std::size_t p = 0; p < data.panels.size(); ++p) {
        std::string text = fmt::format("{} {:g} is ", metric_words(figure.y), *figure.target);
        if (!reached[p].empty()) {
            text += "first reached, in " + abscissa_words(figure) + ", " + short_list(reached[p]);
        }
        if (!missed[p].empty()) {
            text += (reached[p].empty() ? "not reached " : "; not ") + short_list(missed[p]);
        }
        sentences.push_back(text + ".");
    }
    return with_titles(data, std::move(sentences));
}

std::vector<std::string> slope_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::vector<std::string>> clauses(data.panels.size());
    for (const SweepCurve& curve : data.curves) {
        if (const auto law = figure.slopes ? fit_power_law(curve) : std::nullopt) {
            clauses[curve.panel].push_back(
                fmt::format("{:.2f} for {} (from {} to {}, {}, R2 of the fit {:.3f})",
                            law->exponent,
                            curve_name(curve),
                            place_text(law->first),
                            place_text(law->last),
                            plural(law->n, "median"),
                            law->r2));
        }
    }
    const std::string opening =
        shown_words(figure.y) + " goes as " + abscissa_words(figure) + " to the power ";
    std::vector<std::string> sentences;
    for (const std::vector<std::string>& each : clauses) {
        sentences.push_back(each.empty() ? "" : opening + short_list(each) + ".");
    }
    return with_titles(data, std::move(sentences));
}

}  // namespace jennopt
