#include "benchmark/machine_limits.hpp"

#include "jennopt/core/types.hpp"

#include "benchmark/clocks.hpp"
#include <algorithm>
#include <array>

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "benchmark/machine_limits.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::ScalableTag<double>;
using V = hn::Vec<Lanes>;

/// Chains that are independent of one another: two units with a latency of four cycles need eight.
constexpr Index chains = 12;

/// Returns how many flops it did.
double multiply_add(Index rounds, double* answer) {
    const Lanes d;
    V sums[chains];  // NOLINT(modernize-avoid-c-arrays): vectors are no arguments of templates
    for (Index c = 0; c < chains; ++c) {
        sums[c] = hn::Set(d, static_cast<double>(c));
    }
    const V factor = hn::Set(d, 1.0 - 0x1p-40);
    const V term = hn::Set(d, 0x1p-40);
    for (Index round = 0; round < rounds; ++round) {
        for (V& sum : sums) {
            sum = hn::MulAdd(sum, factor, term);
        }
    }
    for (const V& sum : sums) {
        *answer += hn::GetLane(hn::SumOfLanes(d, sum));
    }
    return 2.0 * static_cast<double>(rounds * chains) * static_cast<double>(hn::Lanes(d));
}

/// Taylor's series of (exp(r) - 1 - r) / r^2, whose 12 terms leave 2^-54 where |r| <= ln(2) / 2;
/// highest power first.
constexpr std::array taylor{1.0 / 6227020800.0,
                            1.0 / 479001600.0,
                            1.0 / 39916800.0,
                            1.0 / 3628800.0,
                            1.0 / 362880.0,
                            1.0 / 40320.0,
                            1.0 / 5040.0,
                            1.0 / 720.0,
                            1.0 / 120.0,
                            1.0 / 24.0,
                            1.0 / 6.0,
                            1.0 / 2.0};

/// a := tanh(z) = e / (e + 2), e = exp(2z) - 1, for |z| <= 20; n a multiple of 32.
void tanh_array(const double* z, double* a, Index n) {
    constexpr Index at_once = 4;
    const Lanes d;
    const hn::Rebind<int64_t, Lanes> bits;
    const auto N = static_cast<Index>(hn::Lanes(d));
    const V one = hn::Set(d, 1.0);
    // 1.5 * 2^52: what is added to it is rounded to a whole number, which stands in the lowest
    // bits.
    const V rounder = hn::Set(d, 6755399441055744.0);
    for (Index i = 0; i < n; i += at_once * N) {
        V r[at_once];      // NOLINT(modernize-avoid-c-arrays)
        V power[at_once];  // NOLINT(modernize-avoid-c-arrays)
        V p[at_once];      // NOLINT(modernize-avoid-c-arrays)
        for (Index c = 0; c < at_once; ++c) {
            const V x = hn::Mul(hn::Set(d, 2.0), hn::LoadU(d, z + i + c * N));
            const V shifted = hn::MulAdd(x, hn::Set(d, 1.4426950408889634), rounder);
            const V k = hn::Sub(shifted, rounder);
            r[c] = hn::NegMulAdd(k, hn::Set(d, 0x1.62e42fefa3800p-1), x);
            r[c] = hn::NegMulAdd(k, hn::Set(d, 0x1.ef35793c76730p-45), r[c]);
            power[c] = hn::BitCast(
                d, hn::Add(hn::ShiftLeft<52>(hn::BitCast(bits, shifted)), hn::BitCast(bits, one)));
            p[c] = hn::Set(d, taylor[0]);
        }
        for (std::size_t term = 1; term < std::size(taylor); ++term) {
            for (Index c = 0; c < at_once; ++c) {
                p[c] = hn::MulAdd(p[c], r[c], hn::Set(d, taylor[term]));
            }
        }
        for (Index c = 0; c < at_once; ++c) {
            const V expm1 = hn::MulAdd(hn::Mul(r[c], r[c]), p[c], r[c]);
            const V e = hn::MulAdd(power[c], expm1, hn::Sub(power[c], one));
            hn::StoreU(hn::Div(e, hn::Add(e, hn::Set(d, 2.0))), d, a + i + c * N);
        }
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(multiply_add);
HWY_EXPORT(tanh_array);

namespace {

/// Largest rate of a few rounds; each call of work says how much it did.
template <typename Work>
double best_rate(const Work& work) {
    double best = 0.0;
    for (int round = 0; round < 10; ++round) {
        const double start = cpu_seconds();
        const double done = work();
        best = std::max(best, done / (cpu_seconds() - start));
    }
    return best;
}

}  // namespace

MachineLimits measure_machine_limits() {
    MachineLimits limits;
    limits.flops_per_second = best_rate([] {
        double answer = 0.0;
        return HWY_DYNAMIC_DISPATCH(multiply_add)(400'000, &answer);
    });
    std::array<double, 1024> z{};
    std::array<double, 1024> a{};
    for (std::size_t i = 0; i < z.size(); ++i) {
        z[i] = 6.0 * static_cast<double>(i) / static_cast<double>(z.size()) - 3.0;
    }
    limits.tanh_per_second = best_rate([&z, &a] {
        constexpr int rounds = 400;
        for (int round = 0; round < rounds; ++round) {
            HWY_DYNAMIC_DISPATCH(tanh_array)(z.data(), a.data(), static_cast<Index>(a.size()));
        }
        return rounds * static_cast<double>(a.size());
    });
    return limits;
}

}  // namespace jennopt
#endif
