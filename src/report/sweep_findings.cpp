#include "report/sweep_findings.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/number_text.hpp"
#include "report/sweep_curves.hpp"
#include "report/sweep_levels.hpp"
#include "report/sweep_pairs.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

/// Two curves at one number of the axis.
struct Meeting {
    double x = 0.0;
    double own = 0.0;  // medians
    double other = 0.0;
    Pairing pairing;
    PairVerdict verdict = PairVerdict::undecided;
};

/// Pair by pair on the same samples, wherever both are.
std::vector<Meeting> meetings_of(const SweepCurve& own, const SweepCurve& other, bool by_axis) {
    std::vector<Meeting> meetings;
    for (const SweepPoint& point : own.points) {
        const auto found =
            std::find_if(other.points.begin(), other.points.end(), [&](const SweepPoint& each) {
                return each.arm == point.arm;
            });
        if (found != other.points.end()) {
            meetings.push_back({by_axis ? point.at : point.x,
                                point.median,
                                found->median,
                                count_wins(point.values, found->values),
                                verdict_of(point.values, found->values)});
        }
    }
    return meetings;
}

/// Words for a comparison, and for the abscissa.
struct Wording {
    std::string better;
    std::string worse;
    std::string x;
};

std::string at_text(const Wording& words, double x) {
    return fmt::format("{} = {}", words.x, place_text(x));
}

/// Where a verdict holds: from the start, to the end, or here and there.
std::string where_better(const Wording& words, const std::vector<Meeting>& all) {
    std::size_t n = 0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].verdict == PairVerdict::better) {
            ++n;
            last = i;
        }
    }
    if (n == 0) {
        return fmt::format("nowhere significantly {}", words.better);
    }
    if (n == all.size()) {
        return n == 1 ? fmt::format("{} at {}", words.better, at_text(words, all[0].x))
                      : fmt::format("{} everywhere, from {} to {}",
                                    words.better,
                                    at_text(words, all.front().x),
                                    place_text(all.back().x));
    }
    return n == last + 1 ? fmt::format("{} up to {}", words.better, at_text(words, all[last].x))
                         : fmt::format("{} at {} of {} places, the last {}",
                                       words.better,
                                       n,
                                       all.size(),
                                       at_text(words, all[last].x));
}

std::string where_worse(const Wording& words, const std::vector<Meeting>& all) {
    std::size_t n = 0;
    std::size_t first = all.size();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].verdict == PairVerdict::worse) {
            ++n;
            first = std::min(first, i);
        }
    }
    if (n == 0) {
        return fmt::format("never significantly {}", words.worse);
    }
    return n == all.size() - first
               ? fmt::format(
                     "significantly {} from {} on", words.worse, at_text(words, all[first].x))
               : fmt::format("significantly {} at {} of {} places, the first {}",
                             words.worse,
                             n,
                             all.size(),
                             at_text(words, all[first].x));
}

/// Where the medians change places; equal ones belong to no side.
std::string crossings_text(const SweepFigure& figure,
                           const Wording& words,
                           const std::vector<Meeting>& all) {
    std::vector<std::string> places;
    const Meeting* before = nullptr;
    for (const Meeting& here : all) {
        if (here.own == here.other) {
            continue;
        }
        if (before != nullptr && (before->own < before->other) != (here.own < here.other)) {
            places.push_back(place_text(crossing(
                figure, {before->x, before->own, before->other}, {here.x, here.own, here.other})));
        }
        before = &here;
    }
    return places.empty()
               ? "the medians do not cross"
               : fmt::format("the medians cross at {} = {}", words.x, fmt::join(places, " and "));
}

std::string against_clause(const SweepFigure& figure,
                           const Wording& words,
                           const std::vector<Meeting>& all) {
    std::vector<Pairing> pairings;
    std::transform(all.begin(), all.end(), std::back_inserter(pairings), [](const Meeting& each) {
        return each.pairing;
    });
    if (!decides(pairings)) {
        return too_few(pairings) + ", " + crossings_text(figure, words, all);
    }
    return fmt::format("{}, {}, {} (sign test, {})",
                       where_better(words, all),
                       where_worse(words, all),
                       crossings_text(figure, words, all),
                       pairs_text(pairings));
}

/// Curves over a metric that depends on the surrogate meet at the axis's numbers only.
bool same_x(const SweepCurve& own, const SweepCurve& other) {
    return std::all_of(own.points.begin(), own.points.end(), [&](const SweepPoint& point) {
        return std::none_of(other.points.begin(), other.points.end(), [&](const SweepPoint& each) {
            return each.arm == point.arm && each.x != point.x;
        });
    });
}

Wording wording_of(const SweepFigure& figure, const std::string& metric, bool by_axis) {
    const bool directed = metric_words(metric).lower_is_better;
    return {directed ? "better" : "lower",
            directed ? "worse" : "higher",
            by_axis || figure.x.empty() ? axis_words(figure.along) : metric_words(figure.x).said};
}

/// Curves of which the same is to be said share a clause.
std::string against_text(const SweepFigure& figure, const SweepPanel& panel) {
    std::vector<std::pair<std::string, std::vector<std::string>>> said;
    for (const SweepCurve& curve : panel.curves) {
        const SweepCurve* other = rival(panel, curve, figure.against);
        if (other == nullptr || curve.surrogate == figure.against) {
            continue;
        }
        const bool by_axis = !same_x(curve, *other);
        const std::vector<Meeting> all = meetings_of(curve, *other, by_axis);
        if (all.empty()) {
            continue;
        }
        const std::string clause =
            against_clause(figure, wording_of(figure, figure.y, by_axis), all);
        const auto known = std::find_if(
            said.begin(), said.end(), [&](const auto& each) { return each.first == clause; });
        if (known == said.end()) {
            said.push_back({clause, {curve_name(curve)}});
        } else {
            known->second.push_back(curve_name(curve));
        }
    }
    std::vector<std::string> clauses;
    for (const auto& [clause, names] : said) {
        clauses.push_back(
            fmt::format("{} against {}: {}", fmt::join(names, ", "), figure.against, clause));
    }
    return fmt::format("{}", fmt::join(clauses, "; "));
}

std::string opening(const SweepFigure& figure, const std::string& panel) {
    return (figure.title.empty() ? figure.name : figure.title) +
           (panel.empty() ? "" : fmt::format(" ({})", panel)) + ": ";
}

std::vector<std::string> curve_findings(const ReportInput& input, const SweepFigure& figure) {
    std::vector<std::string> sentences;
    for (const SweepPanel& panel : sweep_panels(input, figure)) {
        for (const std::string& text :
             {figure.against.empty() ? std::string() : against_text(figure, panel),
              target_sentence(figure, panel),
              slopes_sentence(figure, panel)}) {
            if (!text.empty()) {
                sentences.push_back(opening(figure, panel.title) + text + ".");
            }
        }
    }
    return sentences;
}

std::string best_cell_text(const SweepFigure& figure, const SweepMap& map) {
    const auto best =
        std::min_element(map.cells.begin(), map.cells.end(), [](const auto& a, const auto& b) {
            return a.value < b.value;
        });
    return fmt::format("{} at {}, {} ({} {})",
                       metric_words(figure.color).lower_is_better ? "best" : "lowest",
                       choice_words(figure.along, map.columns[best->column]),
                       choice_words(figure.y, map.rows[best->row]),
                       best->against.empty() ? "median" : "median ratio",
                       short_number(best->value, 2));
}

std::string map_finding(const SweepFigure& figure, const SweepMap& map) {
    const std::string who =
        map.surrogate + (map.others.empty() ? "" : fmt::format(" ({})", map.others));
    if (figure.against.empty()) {
        return fmt::format("{}{} of {}: {}.",
                           opening(figure, map.title),
                           metric_words(figure.color).said,
                           who,
                           best_cell_text(figure, map));
    }
    const Wording words = wording_of(figure, figure.color, true);
    std::vector<Pairing> pairings;
    std::size_t better = 0;
    std::size_t worse = 0;
    for (const SweepCell& cell : map.cells) {
        pairings.push_back(count_wins(cell.values, cell.against));
        const PairVerdict verdict = verdict_of(cell.values, cell.against);
        better += verdict == PairVerdict::better ? 1 : 0;
        worse += verdict == PairVerdict::worse ? 1 : 0;
    }
    const std::string start =
        fmt::format("{}{} against {}: ", opening(figure, map.title), who, figure.against);
    if (!decides(pairings)) {
        return fmt::format("{}{} in any of {}, {}.",
                           start,
                           too_few(pairings),
                           plural(static_cast<long>(map.cells.size()), "cell"),
                           best_cell_text(figure, map));
    }
    return fmt::format("{}of {} {} in {}, {} in {} and not decided in {} (sign test, {}), {}.",
                       start,
                       plural(static_cast<long>(map.cells.size()), "cell"),
                       words.better,
                       better,
                       words.worse,
                       worse,
                       map.cells.size() - better - worse,
                       pairs_text(pairings),
                       best_cell_text(figure, map));
}

}  // namespace

std::vector<std::string> sweep_findings(const ReportInput& input, const SweepFigure& figure) {
    try {
        if (figure.color.empty()) {
            return curve_findings(input, figure);
        }
        std::vector<std::string> sentences;
        for (const SweepMap& map : sweep_maps(input, figure)) {
            sentences.push_back(map_finding(figure, map));
        }
        return sentences;
    } catch (const ShapeError&) {
        throw;
    } catch (const Error&) {
        return {};  // words on an axis of numbers: a note says so where the figure is missing
    }
}

}  // namespace jennopt
