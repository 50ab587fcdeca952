#pragma once

#include "jennopt/core/types.hpp"

#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

namespace jennopt {

/// A stream of random numbers that is the same on every machine and compiler, with independent
/// named children.
///
/// The generator is std::mt19937_64 seeded through std::seed_seq, both fixed by the C++ standard;
/// the distributions are written here because the standard's are not fixed.
class Rng {
public:
    explicit Rng(std::uint64_t seed);

    /// The stream that belongs to `name` below this one. Depends on the seed and the names only,
    /// never on how many numbers were drawn: a new consumer shifts no other.
    [[nodiscard]] Rng child(std::string_view name) const;
    [[nodiscard]] Rng child(std::string_view name, Index number) const;

    /// Uniform in [0, 1), 53 bits.
    [[nodiscard]] double uniform();

    /// Standard normal (Marsaglia's polar method).
    [[nodiscard]] double normal();

    /// Uniform in {0, ..., n - 1}, without bias; n >= 1.
    [[nodiscard]] Index below(Index n);

    /// A random order of 0, ..., n - 1 (Fisher-Yates).
    [[nodiscard]] std::vector<Index> permutation(Index n);

private:
    explicit Rng(std::vector<std::uint32_t> key);

    std::vector<std::uint32_t> key_;
    std::mt19937_64 engine_;
};

}  // namespace jennopt
