#include "jennopt/data/sampling.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "data/maximin.hpp"
#include "jennopt/core/error.hpp"

#include <boost/random/sobol.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace jennopt {

namespace {

constexpr Index max_points = 100'000'000;
constexpr Index max_maximin_points = 10'000;
constexpr Index max_sobol_inputs = 3667;

/// One number of levels per input, checked.
std::vector<Index> levels_per_input(const std::vector<Index>& levels, Index n_x) {
    const auto given = static_cast<Index>(levels.size());
    if (given != 1 && given != n_x) {
        throw ConfigError(fmt::format(
            "sampling plan grid: levels has {} entries, expected 1 or one per input ({})",
            given,
            n_x));
    }
    for (const Index level : levels) {
        if (level < 2) {
            throw ConfigError(
                fmt::format("sampling plan grid: levels is {}, expected at least 2", level));
        }
    }
    return given == n_x ? levels : std::vector<Index>(at(n_x), levels.front());
}

Index grid_count(const std::vector<Index>& levels, Index n_x) {
    Index count = 1;
    for (const Index level : levels_per_input(levels, n_x)) {
        if (level > max_points / count) {
            throw ConfigError(fmt::format(
                "sampling plan grid: levels [{}] for {} inputs give more than {} points",
                fmt::join(levels, ", "),
                n_x,
                max_points));
        }
        count *= level;
    }
    return count;
}

Index point_count(const SamplingOptions& options, Index n_x) {
    if (options.plan == SamplingPlan::grid) {
        return grid_count(options.levels, n_x);
    }
    const Index most =
        options.plan == SamplingPlan::maximin_latin_hypercube ? max_maximin_points : max_points;
    if (options.count < 1 || options.count > most) {
        throw ConfigError(fmt::format("sampling plan {}: count is {}, expected 1 to {}",
                                      name_of(options.plan),
                                      options.count,
                                      most));
    }
    if (options.plan == SamplingPlan::sobol && n_x > max_sobol_inputs) {
        throw ConfigError(fmt::format(
            "sampling plan sobol: {} inputs, expected at most {}", n_x, max_sobol_inputs));
    }
    return options.count;
}

/// All combinations, the first input fastest.
Matrix grid(const std::vector<Index>& levels, Index n_x) {
    const std::vector<Index> sizes = levels_per_input(levels, n_x);
    Matrix U(n_x, grid_count(levels, n_x));
    for (Index t = 0; t < U.cols(); ++t) {
        Index rest = t;
        for (Index j = 0; j < n_x; ++j) {
            U(j, t) =
                static_cast<double>(rest % sizes[at(j)]) / static_cast<double>(sizes[at(j)] - 1);
            rest /= sizes[at(j)];
        }
    }
    return U;
}

Matrix uniform_points(Index n_x, Index count, Rng& rng) {
    Matrix U(n_x, count);
    for (double& u : U.reshaped()) {
        u = rng.uniform();
    }
    return U;
}

Matrix latin_hypercube(Index n_x, Index count, Rng& rng) {
    Matrix U(n_x, count);
    for (Index j = 0; j < n_x; ++j) {
        const std::vector<Index> cells = rng.permutation(count);
        for (Index t = 0; t < count; ++t) {
            U(j, t) =
                (static_cast<double>(cells[at(t)]) + rng.uniform()) / static_cast<double>(count);
        }
    }
    return U;
}

/// Each input's bits are flipped by one random pattern, so every block of 2^k points stays a net (a
/// shift modulo 1 would not keep it). Boost leaves out the first point, the origin; with the flips
/// it is a point like any other and the net needs it: Owen, On dropping the first Sobol' point
/// (2022).
Matrix sobol(Index n_x, Index count, Rng& rng) {
    std::vector<std::uint64_t> flips(at(n_x));
    for (std::uint64_t& flip : flips) {
        flip = static_cast<std::uint64_t>(rng.uniform() * 0x1p53);
    }
    boost::random::sobol sequence(at(n_x));
    Matrix U(n_x, count);
    for (Index t = 0; t < count; ++t) {
        for (Index j = 0; j < n_x; ++j) {
            const std::uint64_t bits = t == 0 ? 0 : sequence() >> 11U;
            U(j, t) = static_cast<double>(bits ^ flips[at(j)]) * 0x1p-53;
        }
    }
    return U;
}

std::vector<Index> first_primes(Index count) {
    std::vector<Index> primes;
    for (Index candidate = 2; static_cast<Index>(primes.size()) < count; ++candidate) {
        bool prime = true;
        for (const Index divisor : primes) {
            if (divisor * divisor > candidate) {
                break;
            }
            prime = prime && candidate % divisor != 0;
        }
        if (prime) {
            primes.push_back(candidate);
        }
    }
    return primes;
}

/// One input of the sequence: the digits of t in this base, mirrored at the point, each place with
/// a random permutation of its own, to the last place a double can hold.
Vector permuted_radical_inverse(Index base, Index count, Rng& rng) {
    const auto places = static_cast<Index>(std::ceil(53.0 / std::log2(static_cast<double>(base))));
    std::vector<std::vector<Index>> permutations;
    for (Index place = 0; place < places; ++place) {
        permutations.push_back(rng.permutation(base));
    }
    Vector u(count);
    for (Index t = 0; t < count; ++t) {
        double sum = 0.0;
        double weight = 1.0;
        Index rest = t;
        for (const std::vector<Index>& permutation : permutations) {
            weight /= static_cast<double>(base);
            sum += weight * static_cast<double>(permutation[at(rest % base)]);
            rest /= base;
        }
        u(t) = std::min(sum, 1.0 - 0x1p-53);
    }
    return u;
}

/// Own code, because the one packaged library that has this sequence (GSL) is GPL. The plain
/// sequence lines up in its high bases (inputs 7 and 8 at 100 points are a few diagonals); random
/// permutations of the digits cure that and randomize the points: Owen (2017), arXiv 1706.02808.
Matrix halton(Index n_x, Index count, Rng& rng) {
    const std::vector<Index> bases = first_primes(n_x);
    Matrix U(n_x, count);
    for (Index j = 0; j < n_x; ++j) {
        U.row(j) = permuted_radical_inverse(bases[at(j)], count, rng).transpose();
    }
    return U;
}

/// (n_x, count) in the unit box.
Matrix unit_points(const SamplingOptions& options, Index n_x, Rng& rng) {
    switch (options.plan) {
        case SamplingPlan::grid:
            return grid(options.levels, n_x);
        case SamplingPlan::random:
            return uniform_points(n_x, options.count, rng);
        case SamplingPlan::latin_hypercube:
            return latin_hypercube(n_x, options.count, rng);
        case SamplingPlan::maximin_latin_hypercube:
            return spread_out(latin_hypercube(n_x, options.count, rng), rng);
        case SamplingPlan::sobol:
            return sobol(n_x, options.count, rng);
        case SamplingPlan::halton:
            return halton(n_x, options.count, rng);
    }
    return {};
}

void require_box(const Bounds& bounds) {
    if (bounds.lower.size() != bounds.upper.size() || bounds.lower.size() == 0) {
        throw ShapeError(fmt::format(
            "bounds: lower has {} entries and upper {}, expected the same number, at least 1",
            bounds.lower.size(),
            bounds.upper.size()));
    }
    for (Index j = 0; j < bounds.lower.size(); ++j) {
        const double lower = bounds.lower(j);
        const double upper = bounds.upper(j);
        if (!std::isfinite(lower) || !std::isfinite(upper) || lower > upper) {
            throw ConfigError(
                fmt::format("bounds of input {}: [{}, {}], expected finite and lower <= upper",
                            j,
                            lower,
                            upper));
        }
    }
}

}  // namespace

bool grows(SamplingPlan plan) {
    return plan == SamplingPlan::random || plan == SamplingPlan::sobol ||
           plan == SamplingPlan::halton;
}

Index sample_count(const std::vector<SamplingOptions>& plans, Index n_x) {
    if (plans.empty()) {
        throw ConfigError("sampling: no plan, expected at least 1");
    }
    Index count = 0;
    for (const SamplingOptions& plan : plans) {
        count += point_count(plan, n_x);
    }
    if (count > max_points) {
        throw ConfigError(fmt::format("sampling: {} points in {} plans, expected at most {}",
                                      count,
                                      plans.size(),
                                      max_points));
    }
    return count;
}

Matrix sample(const Bounds& bounds, const std::vector<SamplingOptions>& plans, const Rng& rng) {
    require_box(bounds);
    const Index n_x = bounds.lower.size();
    Matrix X(n_x, sample_count(plans, n_x));
    Index first = 0;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        Rng stream = rng.child("plan", static_cast<Index>(i));
        const Matrix U = unit_points(plans[i], n_x, stream);
        for (Index t = 0; t < U.cols(); ++t, ++first) {
            for (Index j = 0; j < n_x; ++j) {
                // std::lerp gives both bounds exactly and nothing outside them.
                X(j, first) = std::lerp(bounds.lower(j), bounds.upper(j), U(j, t));
            }
            if (!bounds.logarithmic.empty()) {
                const Vector x = bounds.from_unit(U.col(t));
                X(bounds.logarithmic, first) = x(bounds.logarithmic);
            }
        }
    }
    return X;
}

}  // namespace jennopt
