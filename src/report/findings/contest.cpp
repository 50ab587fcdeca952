#include "core/format.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"

#include <algorithm>
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

std::string ranking_clause(std::span<const Contestant> ranking, bool numbers) {
    const Contestant& leader = ranking.front();
    std::vector<std::string> beaten;
    std::vector<std::string> close;
    for (const Contestant& rival : ranking.subspan(1)) {
        const Pairing pairs = count_wins(leader.scores, rival.scores);
        const bool wins = leader.text != rival.text &&
                          compare_pairs(leader.scores, rival.scores) == PairVerdict::better;
        const std::string text = numbers ? rival.text + ", " : "";
        const char* ahead = wins ? "" : "behind ";
        (wins ? beaten : close)
            .push_back(fmt::format(
                "{} ({}{}in {} of {})", rival.name, text, ahead, pairs.wins, pairs.pairs()));
    }
    const std::string own =
        numbers ? fmt::format("{} ({})", leader.name, leader.text) : leader.name;
    const std::string won = beaten.empty() ? "" : own + " beats " + short_list(beaten);
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
