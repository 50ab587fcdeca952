#include "jennopt/core/random.hpp"

#include <cmath>
#include <numeric>
#include <utility>

namespace jennopt {

namespace {

std::mt19937_64 seeded(const std::vector<std::uint32_t>& key) {
    std::seed_seq sequence(key.begin(), key.end());
    return std::mt19937_64(sequence);
}

}  // namespace

Rng::Rng(std::uint64_t seed)
    : Rng(std::vector<std::uint32_t>{static_cast<std::uint32_t>(seed),
                                     static_cast<std::uint32_t>(seed >> 32U)}) {}

Rng::Rng(std::vector<std::uint32_t> key) : key_(std::move(key)), engine_(seeded(key_)) {}

Rng Rng::child(std::string_view name) const {
    std::vector<std::uint32_t> key = key_;
    // The length first: otherwise the child "ab" of "c" and the child "b" of "ca" would be one.
    key.push_back(static_cast<std::uint32_t>(name.size()));
    for (const char letter : name) {
        key.push_back(static_cast<unsigned char>(letter));
    }
    return Rng(std::move(key));
}

Rng Rng::child(std::string_view name, Index number) const {
    Rng named = child(name);
    std::vector<std::uint32_t> key = std::move(named.key_);
    key.push_back(static_cast<std::uint32_t>(number));
    return Rng(std::move(key));
}

double Rng::uniform() {
    return static_cast<double>(engine_() >> 11U) * 0x1p-53;
}

double Rng::normal() {
    for (;;) {
        const double u = 2.0 * uniform() - 1.0;
        const double v = 2.0 * uniform() - 1.0;
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0) {
            return u * std::sqrt(-2.0 * std::log(s) / s);
        }
    }
}

Index Rng::below(Index n) {
    const auto range = static_cast<std::uint64_t>(n);
    const std::uint64_t limit = std::mt19937_64::max() - std::mt19937_64::max() % range;
    std::uint64_t bits = engine_();
    while (bits >= limit) {
        bits = engine_();
    }
    return static_cast<Index>(bits % range);
}

std::vector<Index> Rng::permutation(Index n) {
    std::vector<Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    for (Index i = n - 1; i > 0; --i) {
        std::swap(order[static_cast<std::size_t>(i)],
                  order[static_cast<std::size_t>(below(i + 1))]);
    }
    return order;
}

}  // namespace jennopt
