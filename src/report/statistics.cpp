#include "report/statistics.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

namespace jennopt {

namespace {

template <typename Keeps>
std::vector<double> those_that(std::span<const double> values, Keeps keeps) {
    std::vector<double> kept;
    std::ranges::copy_if(values, std::back_inserter(kept), keeps);
    return kept;
}

}  // namespace

double quantile(std::span<const double> values, double p) {
    if (values.empty()) {
        throw Error("quantile of no values, expected at least one");
    }
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

std::optional<Spread> spread_of(std::span<const double> values) {
    const auto there = those_that(values, [](double value) { return std::isfinite(value); });
    if (there.empty()) {
        return std::nullopt;
    }
    return Spread{.median = quantile(there, 0.5),
                  .q25 = quantile(there, 0.25),
                  .q75 = quantile(there, 0.75),
                  .min = quantile(there, 0.0),
                  .max = quantile(there, 1.0),
                  .n = static_cast<Index>(there.size())};
}

std::optional<double> median_of(std::span<const double> values) {
    auto there = those_that(values, [](double value) { return !std::isnan(value); });
    if (there.empty()) {
        return std::nullopt;
    }
    std::sort(there.begin(), there.end());
    // Infinite values forbid interpolation: inf - inf.
    const double low = there[(there.size() - 1) / 2];
    const double high = there[there.size() / 2];
    return std::isfinite(low) && std::isfinite(high) ? low + 0.5 * (high - low) : high;
}

Pairing count_wins(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size()) {
        throw ShapeError(
            fmt::format("a has {} replicates and b {}: expected the same", a.size(), b.size()));
    }
    Pairing pairing;
    for (std::size_t r = 0; r < a.size(); ++r) {
        if (std::isnan(a[r]) || std::isnan(b[r])) {
            continue;
        }
        pairing.wins += a[r] < b[r] ? 1 : 0;
        pairing.losses += a[r] > b[r] ? 1 : 0;
        pairing.ties += a[r] == b[r] ? 1 : 0;
    }
    return pairing;
}

double sign_test(const Pairing& pairing) {
    const Index n = pairing.wins + pairing.losses;
    double probability = 0.0;
    for (Index i = pairing.wins; i <= n; ++i) {
        const auto k = static_cast<double>(i);
        const auto of = static_cast<double>(n);
        probability += std::exp(std::lgamma(of + 1.0) - std::lgamma(k + 1.0) -
                                std::lgamma(of - k + 1.0) - of * std::log(2.0));
    }
    return std::min(probability, 1.0);
}

PairVerdict compare_pairs(std::span<const double> a, std::span<const double> b) {
    constexpr double test_level = 0.05;
    if (sign_test(count_wins(a, b)) <= test_level) {
        return PairVerdict::better;
    }
    return sign_test(count_wins(b, a)) <= test_level ? PairVerdict::worse : PairVerdict::undecided;
}

}  // namespace jennopt
