#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/sweep_pairs.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <ranges>

namespace jennopt {

namespace {

constexpr std::size_t most_sentences = 8;  // of a figure

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
    const SideWords words = side_words(figure.y, figure.maximizes);
    const std::string lower = range_text(all, PairVerdict::better, words.lower);
    const std::string higher = range_text(all, PairVerdict::worse, words.higher);
    const std::string both = lower + (lower.empty() || higher.empty() ? "" : ", ") + higher;
    const auto too_few = too_few_pairs(all);
    return "against " + contender_words(figure.against) + " in " + metric_words(figure.y) +
           ", by " + (share_abscissa(pair) ? abscissa_words(figure) : axis_words(figure.along)) +
           ": " + too_few.value_or(both.empty() ? "too close to call" : both) +
           crossings_text(scales, all) + (too_few ? "" : " " + test_text(all));
}

std::string best_cell_text(const SweepFigure& figure, std::vector<Meeting> cells) {
    const std::string word = side_words(figure.color, figure.maximizes).lower;
    std::erase_if(cells, [](const Meeting& cell) { return std::isnan(cell.ratio); });
    std::ranges::stable_sort(cells, [&](const Meeting& a, const Meeting& b) {
        return word == "worse" ? a.ratio > b.ratio : a.ratio < b.ratio;
    });
    return cells.empty() ? "every optimum is infeasible"
                         : fmt::format("{} at {}, {} ({} {})",
                                       word == "lower" ? "lowest" : "best",
                                       choice_words(figure.along, place_text(cells[0].point->at)),
                                       choice_words(figure.y, place_text(cells[0].point->up)),
                                       figure.against.empty() ? "median" : "median ratio",
                                       short_number(cells[0].ratio));
}

std::string map_sentence(const SweepFigure& figure, const SweepMap& map) {
    const auto& [who, cells] = map;
    const std::string best = best_cell_text(figure, cells);
    if (figure.against.empty()) {
        return fmt::format("{} of {}: {}.", shown_words(figure.color), who, best);
    }
    const auto too_few = too_few_pairs(cells);
    return who + " against " + contender_words(figure.against) + " in " +
           metric_words(figure.color) + ": " +
           (too_few ? *too_few + " in any cell"
                    : counts_text(cells, figure) + " " + test_text(cells)) +
           "; " + best + ".";
}

/// Where each curve is better and worse than the one that the figure compares with. Curves of which
/// the same holds share a sentence.
std::vector<std::string> comparison_sentences(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;  // clause and curves
    std::map<std::string, std::size_t> places;                             // of clauses in groups
    for (const SweepPair& pair : pairs_of(figure, data)) {
        const std::vector<Meeting> all = meetings_of(pair);
        if (all.empty()) {
            continue;
        }
        const std::string clause = comparison_clause(figure, data.scales, pair, all);
        const auto group = places.try_emplace(clause, groups.size()).first;
        groups.resize(places.size(), {clause, {}});
        groups[group->second].second.push_back(pair.name);
    }
    std::vector<std::string> sentences;
    for (const auto& [clause, names] : groups) {
        sentences.push_back(fmt::format("{} {}.", short_list(names), clause));
    }
    return sentences;
}

/// All comparisons of a figure in one sentence, for a figure of which more could be stated.
std::string sum_sentence(const SweepFigure& figure, const SweepData& data) {
    const std::vector<SweepPair> pairs = pairs_of(figure, data);
    if (pairs.empty()) {
        return "The figure shows more than is stated here.";
    }
    std::vector<Meeting> all;
    for (const SweepPair& pair : pairs) {
        std::ranges::copy(meetings_of(pair), std::back_inserter(all));
    }
    const std::string& metric = shown_metric(figure);
    return "All " + plural(std::ssize(pairs), "curve") + " against " +
           contender_words(figure.against) + " in " + metric_words(metric) + ": " +
           counts_text(all, figure) + ".";
}

/// As many sentences of each kind as there is room for, at least one; then the rest in one.
std::vector<std::string> limited(std::vector<std::vector<std::string>> kinds,
                                 const std::string& rest) {
    using Kind = std::vector<std::string>;
    const auto all = [&kinds] {
        const auto joined = kinds | std::views::join | std::views::common;
        return Kind(joined.begin(), joined.end());
    };
    const bool has_rest = all().size() > most_sentences;
    while (has_rest && all().size() >= most_sentences) {
        std::ranges::max_element(kinds, {}, [](const Kind& kind) {
            return kind.size();
        })->pop_back();
    }
    if (has_rest) {
        kinds.push_back({rest});
    }
    return all();
}

std::vector<std::string> figure_findings(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::vector<std::string>> kinds;
    if (figure.color.empty()) {
        kinds = {comparison_sentences(figure, data),
                 saving_sentences(figure, data),
                 target_sentences(figure, data),
                 slope_sentences(figure, data)};
    } else {
        kinds.emplace_back();
        for (const SweepMap& map : maps_of(figure, data)) {
            kinds.back().push_back(map_sentence(figure, map));
        }
    }
    if (!data.infeasible.empty()) {
        kinds.push_back({data.infeasible});
    }
    return limited(std::move(kinds), sum_sentence(figure, data));
}

}  // namespace

std::vector<std::string> sweep_findings(const StudyResults& study, const MetricTable& table) {
    const std::vector<SweepFigure> figures = sweep_figures(study);
    std::vector<std::string> all;
    for (const SweepFigure& figure : figures) {
        const std::string opening =
            figures.size() == 1 ? "" : (figure.title.empty() ? figure.name : figure.title) + ": ";
        for (const std::string& sentence :
             figure_findings(figure, sweep_data(study, table, figure))) {
            all.push_back(opening + sentence);
        }
    }
    return all;
}

}  // namespace jennopt
