#include "report/sweep_pairs.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr double test_level = 0.05;
constexpr Index fewest_pairs = 5;  // 2^-5 < 0.05: with fewer no outcome is significant

}  // namespace

PairVerdict verdict_of(std::span<const double> own, std::span<const double> other) {
    if (sign_test(count_wins(own, other)) <= test_level) {
        return PairVerdict::better;
    }
    return sign_test(count_wins(other, own)) <= test_level ? PairVerdict::worse
                                                           : PairVerdict::undecided;
}

std::string pairs_text(const std::vector<Pairing>& pairings) {
    const auto [least, most] =
        std::minmax_element(pairings.begin(), pairings.end(), [](const auto& a, const auto& b) {
            return a.pairs() < b.pairs();
        });
    return least->pairs() == most->pairs()
               ? fmt::format("{} each", plural(most->pairs(), "pair"))
               : fmt::format("{} to {} pairs", least->pairs(), most->pairs());
}

bool decides(const std::vector<Pairing>& pairings) {
    return std::any_of(pairings.begin(), pairings.end(), [](const Pairing& pairing) {
        return pairing.pairs() >= fewest_pairs;
    });
}

std::string too_few(const std::vector<Pairing>& pairings) {
    Index most = 0;
    for (const Pairing& pairing : pairings) {
        most = std::max(most, pairing.pairs());
    }
    return fmt::format(
        "not decided ({}, a sign test needs {})", plural(most, "pair"), fewest_pairs);
}

}  // namespace jennopt
