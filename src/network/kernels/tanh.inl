// Included once per instruction set, inside none of its own guards: see hwy/foreach_target.h.
#if defined(JENNOPT_NETWORK_KERNELS_TANH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef JENNOPT_NETWORK_KERNELS_TANH_INL
#undef JENNOPT_NETWORK_KERNELS_TANH_INL
#else
#define JENNOPT_NETWORK_KERNELS_TANH_INL
#endif

#include "network/kernels/vectors.inl"

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

/// tanh |z| = e / (e + 2) with e = exp(2 |z|) - 1 = 2^n (exp(r) - 1) + (2^n - 1), 2 |z| = n ln 2 + r.
///
/// exp(r) - 1 = r + r^2 q(r) with q the Chebyshev interpolant of degree 10 on |r| <= ln(2) / 2
/// (relative error 9e-19). Exact to subnormals, where e is 2 |z|; from 20 on the result is 1.
template <std::size_t N, class D, class U = hn::Vec<D>>
HWY_INLINE void vector_tanh(D d, U (&z)[N]) {
    constexpr double q[] = {0x1.0000000000000p-1,
                            0x1.5555555555557p-3,
                            0x1.5555555555556p-5,
                            0x1.11111111100dcp-7,
                            0x1.6c16c16c162d4p-10,
                            0x1.a01a01abe7fe1p-13,
                            0x1.a01a01a6d889cp-16,
                            0x1.71de0231960ebp-19,
                            0x1.27e4db646b17ep-22,
                            0x1.af4de97ca4194p-26,
                            0x1.1f730349868cep-29};
    constexpr double rounder = 0x1.8p52;  // n comes to stand in the low bits of the sum
    constexpr double ln2_high = 0x1.62e42fefa39efp-1;
    constexpr double ln2_low = 0x1.abc9e3b39803fp-56;
    constexpr double two_over_ln2 = 0x1.71547652b82fep+1;
    const U one = hn::Set(d, 1.0);
    const U limit = hn::Set(d, 20.0);
    const hn::RebindToUnsigned<D> du;

    // Step by step for all vectors: each step of one need not wait for the step before it.
    U power[N];
    U r[N];
    U p[N];
    const auto each = [](const auto& step) HWY_ATTR { for_each_index<static_cast<Index>(N)>(step); };
    each([&](auto i) HWY_ATTR {
        const U magnitude = hn::Abs(z[i]);
        r[i] = hn::IfThenElse(hn::Lt(limit, magnitude), limit, magnitude);  // NaN stays
    });
    each([&](auto i) HWY_ATTR {
        power[i] = hn::MulAdd(r[i], hn::Set(d, two_over_ln2), hn::Set(d, rounder));
    });
    each([&](auto i) HWY_ATTR {
        const U n = hn::Sub(power[i], hn::Set(d, rounder));
        r[i] = hn::NegMulAdd(n, hn::Set(d, ln2_high), hn::Add(r[i], r[i]));
        r[i] = hn::NegMulAdd(n, hn::Set(d, ln2_low), r[i]);
        p[i] = hn::Set(d, q[10]);
    });
    for_each_index<10>([&](auto k) HWY_ATTR {
        each([&](auto i) HWY_ATTR { p[i] = hn::MulAdd(p[i], r[i], hn::Set(d, q[9 - k])); });
    });
    each([&](auto i) HWY_ATTR { p[i] = hn::MulAdd(hn::Mul(r[i], r[i]), p[i], r[i]); });
    each([&](auto i) HWY_ATTR {
        power[i] = hn::BitCast(
            d,
            hn::ShiftLeft<52>(hn::Add(hn::BitCast(du, power[i]), hn::Set(du, std::uint64_t{1023}))));
        p[i] = hn::MulAdd(power[i], p[i], hn::Sub(power[i], one));
    });
    each([&](auto i) HWY_ATTR {
        z[i] = hn::CopySign(hn::Div(p[i], hn::Add(p[i], hn::Set(d, 2.0))), z[i]);
    });
}

template <class D, class U = hn::Vec<D>>
HWY_INLINE U vector_tanh(D d, U z) {
    U alone[1] = {z};
    vector_tanh<1>(d, alone);
    return alone[0];
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
