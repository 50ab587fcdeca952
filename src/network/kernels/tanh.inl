// Included once per instruction set, inside none of its own guards: see hwy/foreach_target.h.
#if defined(JENNOPT_NETWORK_KERNELS_TANH_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef JENNOPT_NETWORK_KERNELS_TANH_INL
#undef JENNOPT_NETWORK_KERNELS_TANH_INL
#else
#define JENNOPT_NETWORK_KERNELS_TANH_INL
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

/// tanh |z| = e / (e + 2) with e = exp(2 |z|) - 1 = 2^n (exp(r) - 1) + (2^n - 1), 2 |z| = n ln 2 + r.
///
/// exp(r) - 1 = r + r^2 q(r) with q the Chebyshev interpolant of degree 10 on |r| <= ln(2) / 2
/// (relative error 9e-19). Exact to subnormals, where e is 2 |z|; from 20 on the result is 1.
template <class D, class V = hwy::HWY_NAMESPACE::Vec<D>>
HWY_INLINE V vector_tanh(D d, V z) {
    namespace hn = hwy::HWY_NAMESPACE;
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
    const V one = hn::Set(d, 1.0);
    const V two = hn::Set(d, 2.0);
    const V limit = hn::Set(d, 20.0);

    const V magnitude = hn::Abs(z);
    const V x = hn::IfThenElse(hn::Lt(limit, magnitude), limit, magnitude);  // NaN stays
    const V shifted = hn::MulAdd(x, hn::Set(d, two_over_ln2), hn::Set(d, rounder));
    const V n = hn::Sub(shifted, hn::Set(d, rounder));
    const V r = hn::NegMulAdd(
        n, hn::Set(d, ln2_low), hn::NegMulAdd(n, hn::Set(d, ln2_high), hn::Add(x, x)));
    // Even and odd powers apart: a shorter chain keeps more vectors under way at once.
    const V r2 = hn::Mul(r, r);
    V even = hn::Set(d, q[10]);
    V odd = hn::Set(d, q[9]);
    for (int i = 8; i >= 2; i -= 2) {
        even = hn::MulAdd(even, r2, hn::Set(d, q[i]));
        odd = hn::MulAdd(odd, r2, hn::Set(d, q[i - 1]));
    }
    even = hn::MulAdd(even, r2, hn::Set(d, q[0]));
    const V polynomial = hn::MulAdd(r2, hn::MulAdd(odd, r, even), r);
    const hn::RebindToUnsigned<D> du;
    const V power = hn::BitCast(
        d, hn::ShiftLeft<52>(hn::Add(hn::BitCast(du, shifted), hn::Set(du, std::uint64_t{1023}))));
    const V e = hn::MulAdd(power, polynomial, hn::Sub(power, one));
    return hn::CopySign(hn::Div(e, hn::Add(e, two)), z);
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
