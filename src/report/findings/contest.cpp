#include "core/format.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jennopt {

std::vector<Contestant> ranked(std::vector<Contestant> all, NumberStyle style, double sign) {
    std::erase_if(all, [](Contestant& each) {
        const std::optional<double> median = median_of(each.scores);
        each.median = median.value_or(0.0);
        return !median;
    });
    std::ranges::stable_sort(all, {}, &Contestant::median);
    std::vector<double> printed;
    for (const Contestant& each : all) {
        printed.push_back(sign * each.median);
    }
    const std::vector<std::string> texts = distinct_numbers(printed, style);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].text = std::isinf(printed[i]) ? "no feasible optimum" : texts[i];
    }
    return all;
}

std::vector<double> optimum_scores(const MetricTable& table,
                                   const ArmResults& arm,
                                   std::size_t number,
                                   std::string_view contender) {
    const double sense = arm.problem.sense();
    std::vector<double> scores =
        table.feasible_values(number, contender, metrics::optimum_true_value, sense * INFINITY);
    scores.resize(arm.replicates.size(), sense * INFINITY);
    std::ranges::transform(scores, scores.begin(), [&](double value) { return sense * value; });
    return scores;
}

std::string ranking_clause(std::span<const Contestant> ranking, bool numbers) {
    const Contestant& leader = ranking.front();
    std::vector<std::array<std::string, 2>> beaten;  // who, and in how many replicates
    std::vector<std::string> close;
    const auto named = [numbers](const Contestant& each) {
        return each.name + (numbers ? " (" + each.text + ")" : "");
    };
    for (const Contestant& rival : ranking.subspan(1)) {
        const Pairing pairs = count_wins(leader.scores, rival.scores);
        const std::string count = fmt::format("in {} of {}", pairs.wins, pairs.pairs());
        if (leader.text != rival.text &&
            compare_pairs(leader.scores, rival.scores) == PairVerdict::better) {
            beaten.push_back({named(rival), count});
        } else {
            const std::string text = numbers ? rival.text + ", behind " : "behind ";
            close.push_back(rival.name + " (" + text + count + ")");
        }
    }
    std::vector<std::string> texts;
    const bool alike =
        std::ranges::all_of(beaten, [&](const auto& each) { return each[1] == beaten.front()[1]; });
    for (const auto& [who, count] : beaten) {
        texts.push_back(alike ? who : who + " " + count);
    }
    const std::string own = named(leader);
    const std::string won = texts.empty() ? ""
                                          : own + " beats " + short_list(texts) +
                                                (alike ? " " + beaten[0][1] : "") +
                                                (alike && texts.size() > 1 ? " each" : "");
    if (close.empty()) {
        return won.empty() ? own : won;
    }
    close.insert(close.begin(), won.empty() ? own : leader.name);
    return won + (won.empty() ? "" : "; ") + short_list(close) + " are too close to call";
}

std::string ranking_opening(const std::string& what, std::size_t n) {
    return what + (n > 1 ? fmt::format(" (medians of {} replicates): ", n) : ": ");
}

}  // namespace jennopt
