#include "report/findings/sweep_comparison.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sweep_levels.hpp"
#include "report/sweep_meetings.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// "better up to 20"; "" where the verdict holds nowhere.
std::string range_text(const std::vector<Meeting>& all,
                       PairVerdict verdict,
                       const std::string& word) {
    const auto has = [verdict](const Meeting& each) { return each.verdict == verdict; };
    const auto first = std::find_if(all.begin(), all.end(), has);
    if (first == all.end()) {
        return "";
    }
    const auto last = std::find_if(all.rbegin(), all.rend(), has).base() - 1;
    const Index n = count_verdict(all, verdict);
    if (n == 1) {
        return fmt::format("{} at {}", word, place_text(first->x));
    }
    if (n == static_cast<Index>(all.size())) {
        return word + " everywhere";
    }
    if (n != last - first + 1) {
        return fmt::format("{} at {} of {} places", word, n, all.size());
    }
    if (first == all.begin()) {
        return fmt::format("{} up to {}", word, place_text(last->x));
    }
    const std::string start = fmt::format("{} from {}", word, place_text(first->x));
    return last + 1 == all.end() ? start + " on"
                                 : fmt::format("{} to {}", start, place_text(last->x));
}

/// Where the medians change places; equal ones belong to no side.
std::string crossings_text(const AxisScales& scales, const std::vector<Meeting>& all) {
    constexpr std::size_t most = 3;
    std::vector<std::string> places;
    const Meeting* before = nullptr;
    for (const Meeting& here : all) {
        if (here.own == here.other) {
            continue;
        }
        if (before != nullptr && (before->own < before->other) != (here.own < here.other)) {
            places.push_back(place_text(crossing(
                scales, {before->x, before->own, before->other}, {here.x, here.own, here.other})));
        }
        before = &here;
    }
    return places.empty()         ? ""
           : places.size() > most ? fmt::format("; the medians cross {} times", places.size())
                                  : "; the medians cross at " + short_list(places);
}

std::string comparison_clause(const SweepFigure& figure,
                              const AxisScales& scales,
                              const SweepPair& pair,
                              const std::vector<Meeting>& all) {
    const SideWords words = side_words(figure.y);
    const std::string lower = range_text(all, PairVerdict::better, words.lower);
    const std::string higher = range_text(all, PairVerdict::worse, words.higher);
    const std::string both = lower + (lower.empty() || higher.empty() ? "" : ", ") + higher;
    const std::string crossings = crossings_text(scales, all);
    const auto too_few = too_few_pairs(all);
    return fmt::format("against {} in {}, by {}: {}{}{}",
                       contender_words(figure.against),
                       metric_words(figure.y),
                       share_abscissa(pair) ? abscissa_words(figure) : axis_words(figure.along),
                       too_few        ? *too_few
                       : both.empty() ? "too close to call"
                                      : both,
                       crossings,
                       too_few ? "" : " " + test_text(all));
}

/// Curves of which the same holds.
struct Comparison {
    std::string clause;
    std::vector<std::string> names;
    std::vector<Meeting> meetings;  // of all of them
};

std::vector<Comparison> comparisons_of(const SweepFigure& figure, const SweepData& data) {
    std::vector<Comparison> groups;
    for (const SweepPair& pair : pairs_of(figure, data)) {
        const std::vector<Meeting> all = meetings_of(pair);
        if (all.empty()) {
            continue;
        }
        const std::string clause = comparison_clause(figure, data.scales, pair, all);
        auto group = std::ranges::find(groups, clause, &Comparison::clause);
        if (group == groups.end()) {
            group = groups.insert(group, {clause, {}, {}});
        }
        group->names.push_back(pair.name);
        group->meetings.insert(group->meetings.end(), all.begin(), all.end());
    }
    return groups;
}

std::string best_cell_text(const SweepFigure& figure, const std::vector<Meeting>& cells) {
    const std::string word = side_words(figure.color).lower;
    const Meeting* best = nullptr;
    for (const Meeting& cell : cells) {
        const bool is_ahead = best == nullptr || (word == "worse" ? cell.ratio > best->ratio
                                                                  : cell.ratio < best->ratio);
        best = !std::isnan(cell.ratio) && is_ahead ? &cell : best;
    }
    return best == nullptr ? "every optimum is infeasible"
                           : fmt::format("{} at {}, {} ({} {})",
                                         word == "lower" ? "lowest" : "best",
                                         choice_words(figure.along, place_text(best->point->at)),
                                         choice_words(figure.y, place_text(best->point->up)),
                                         figure.against.empty() ? "median" : "median ratio",
                                         short_number(best->ratio));
}

std::string map_sentence(const SweepFigure& figure, const SweepMap& map) {
    const auto& [who, cells] = map;
    const std::string best = best_cell_text(figure, cells);
    if (figure.against.empty()) {
        return fmt::format("{} of {}: {}.", shown_words(figure.color), who, best);
    }
    const auto too_few = too_few_pairs(cells);
    return fmt::format(
        "{} against {} in {}: {}; {}.",
        who,
        contender_words(figure.against),
        metric_words(figure.color),
        too_few ? *too_few + " in any cell"
                : fmt::format("{} {}", counts_text(cells, figure.color, "cell"), test_text(cells)),
        best);
}

}  // namespace

SweepSentences comparison_sentences(const SweepFigure& figure, const SweepData& data) {
    SweepSentences found;
    const std::vector<Comparison> groups = comparisons_of(figure, data);
    for (const Comparison& group : groups) {
        found.sentences.push_back(fmt::format("{} {}.", short_list(group.names), group.clause));
    }
    found.sum_up = [groups, figure](std::size_t from) {
        std::size_t n = 0;
        std::vector<Meeting> all;
        for (const Comparison& group : std::span(groups).subspan(from)) {
            n += group.names.size();
            all.insert(all.end(), group.meetings.begin(), group.meetings.end());
        }
        return fmt::format("{} more curves against {}: {}.",
                           n,
                           contender_words(figure.against),
                           counts_text(all, figure.y, "place"));
    };
    return found;
}

SweepSentences map_sentences(const SweepFigure& figure, const SweepData& data) {
    SweepSentences found;
    const std::vector<SweepMap> maps = maps_of(figure, data);
    for (const SweepMap& map : maps) {
        found.sentences.push_back(map_sentence(figure, map));
    }
    found.sum_up = [maps, figure](std::size_t from) {
        std::vector<Meeting> all;
        for (const SweepMap& map : std::span(maps).subspan(from)) {
            all.insert(all.end(), map.cells.begin(), map.cells.end());
        }
        const std::size_t n = maps.size() - from;
        return figure.against.empty() ? fmt::format("{} more maps are in the figure.", n)
                                      : fmt::format("{} more maps against {}: {}.",
                                                    n,
                                                    contender_words(figure.against),
                                                    counts_text(all, figure.color, "cell"));
    };
    return found;
}

}  // namespace jennopt
