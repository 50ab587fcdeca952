#include "report/findings/sweep_comparison.hpp"

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
                                  : fmt::format("; the medians cross at {}", short_list(places));
}

std::string comparison_clause(const SweepFigure& figure,
                              const AxisScales& scales,
                              const SweepPair& pair,
                              const std::vector<Meeting>& all) {
    const SideWords words = side_words(figure.y);
    const std::string lower = range_text(all, PairVerdict::better, words.lower);
    const std::string higher = range_text(all, PairVerdict::worse, words.higher);
    const std::string both = lower + (lower.empty() || higher.empty() ? "" : ", ") + higher;
    const auto too_few = too_few_pairs(all);
    return fmt::format("against {} in {}, by {}: {}{}{}{}",
                       contender_words(figure.against),
                       metric_words(figure.y),
                       share_abscissa(pair) ? abscissa_words(figure) : axis_words(figure.along),
                       too_few        ? *too_few
                       : both.empty() ? "too close to call"
                                      : both,
                       crossings_text(scales, all),
                       too_few ? "" : " ",
                       too_few ? "" : test_text(all));
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
                : fmt::format("{} {}", counts_text(cells, figure.color), test_text(cells)),
        best);
}

}  // namespace

std::vector<std::string> comparison_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;  // clause and curves
    for (const SweepPair& pair : pairs_of(figure, data)) {
        const std::vector<Meeting> all = meetings_of(pair);
        if (all.empty()) {
            continue;
        }
        std::string clause = comparison_clause(figure, data.scales, pair, all);
        auto group = std::ranges::find(groups, clause, [](const auto& each) { return each.first; });
        if (group == groups.end()) {
            group = groups.insert(group, {std::move(clause), {}});
        }
        group->second.push_back(pair.name);
    }
    std::vector<std::string> sentences;
    for (const auto& [clause, names] : groups) {
        sentences.push_back(fmt::format("{} {}.", short_list(names), clause));
    }
    return sentences;
}

std::vector<std::string> map_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::string> sentences;
    for (const SweepMap& map : maps_of(figure, data)) {
        sentences.push_back(map_sentence(figure, map));
    }
    return sentences;
}

std::string sum_sentence(const SweepFigure& figure, const SweepData& data) {
    const std::vector<SweepPair> pairs = pairs_of(figure, data);
    if (pairs.empty()) {
        return "The figure shows more than is stated here.";
    }
    std::vector<Meeting> all;
    for (const SweepPair& pair : pairs) {
        const std::vector<Meeting> meetings = meetings_of(pair);
        all.insert(all.end(), meetings.begin(), meetings.end());
    }
    const std::string& metric = shown_metric(figure);
    return fmt::format("All {} against {} in {}: {}.",
                       plural(static_cast<long>(pairs.size()), "curve"),
                       contender_words(figure.against),
                       metric_words(metric),
                       counts_text(all, metric));
}

}  // namespace jennopt
