#include "report/findings/contest.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

/// "b (2.0, in 5 of 5 replicates)", the count being where the leader's score is the better one.
std::string rival_text(const Contestant& leader, const Contestant& rival, const char* ahead) {
    const Pairing pairing = count_wins(leader.scores, rival.scores);
    return fmt::format("{} ({}, {}in {})",
                       rival.name,
                       rival.text,
                       ahead,
                       count_of(pairing.wins, pairing.pairs(), "replicate"));
}

}  // namespace

std::vector<Contestant> ranked(std::vector<Contestant> contestants,
                               NumberStyle style,
                               double sign) {
    std::erase_if(contestants, [](Contestant& each) {
        const std::optional<double> median = median_of(each.scores);
        each.median = median.value_or(0.0);
        return !median;
    });
    std::stable_sort(contestants.begin(), contestants.end(), [](const auto& a, const auto& b) {
        return a.median < b.median;
    });
    std::vector<double> printed;
    for (const Contestant& each : contestants) {
        printed.push_back(sign * each.median);
    }
    const std::vector<std::string> texts = distinct_numbers(printed, style);
    for (std::size_t i = 0; i < contestants.size(); ++i) {
        contestants[i].text = std::isinf(printed[i]) ? "no feasible optimum" : texts[i];
    }
    return contestants;
}

PairVerdict judge_contest(const Contestant& a, const Contestant& b) {
    return a.text == b.text ? PairVerdict::undecided : compare_pairs(a.scores, b.scores);
}

std::string ranking_sentence(std::string_view what, std::span<const Contestant> ranking) {
    const Contestant& leader = ranking.front();
    std::vector<std::string> beaten;
    std::vector<std::string> close;
    for (const Contestant& rival : ranking.subspan(1)) {
        if (judge_contest(leader, rival) == PairVerdict::better) {
            beaten.push_back(rival_text(leader, rival, ""));
        } else {
            close.push_back(rival_text(leader, rival, "behind "));
        }
    }
    const auto n = static_cast<long>(leader.scores.size());
    const std::string own = fmt::format("{} ({})", leader.name, leader.text);
    std::string text(what);
    text += n > 1 ? fmt::format(" (medians of {}): {}", plural(n, "replicate"), own) : ": " + own;
    if (!beaten.empty()) {
        text += fmt::format(" beats {}", fmt::join(beaten, ", "));
    }
    if (!close.empty()) {
        text += beaten.empty() ? " and " : fmt::format("; {} and ", leader.name);
        text += fmt::format("{} are too close to call", fmt::join(close, ", "));
    }
    return text + ".";
}

}  // namespace jennopt
