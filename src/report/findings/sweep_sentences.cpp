#include "report/findings/sweep_sentences.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <numeric>

namespace jennopt {

std::vector<std::string> limited(std::span<const SweepSentences> kinds, std::size_t most) {
    std::vector<std::size_t> shares;
    for (const SweepSentences& kind : kinds) {
        shares.push_back(kind.sentences.size());
    }
    const auto total = [&shares] {
        return std::accumulate(shares.begin(), shares.end(), std::size_t{0});
    };
    while (total() > most) {
        std::size_t& largest = *std::max_element(shares.begin(), shares.end());
        if (largest <= 1) {
            break;
        }
        --largest;
    }
    std::vector<std::string> all;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto& sentences = kinds[i].sentences;
        const bool has_rest = shares[i] < sentences.size();
        const std::size_t n = has_rest ? shares[i] - 1 : shares[i];
        all.insert(all.end(), sentences.begin(), sentences.begin() + static_cast<long>(n));
        if (has_rest) {
            all.push_back(kinds[i].sum_up(n));
        }
    }
    return all;
}

std::string short_list(std::span<const std::string> names) {
    constexpr std::size_t most = 5;
    if (names.size() == 1) {
        return names.front();
    }
    const bool is_long = names.size() > most;
    const std::size_t n = is_long ? most - 1 : names.size() - 1;
    return fmt::format("{} and {}",
                       fmt::join(names.first(n), ", "),
                       is_long ? fmt::format("{} more", names.size() - n) : names.back());
}

}  // namespace jennopt
