// Included once per instruction set: see hwy/foreach_target.h.
#if defined(JENNOPT_NETWORK_KERNELS_VECTORS_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef JENNOPT_NETWORK_KERNELS_VECTORS_INL
#undef JENNOPT_NETWORK_KERNELS_VECTORS_INL
#else
#define JENNOPT_NETWORK_KERNELS_VECTORS_INL
#endif

#include <hwy/highway.h>

#include <utility>

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::ScalableTag<double>;
using V = hn::Vec<Lanes>;

/// Doubles in a vector.
HWY_INLINE Index lanes() {
    return static_cast<Index>(hn::Lanes(Lanes()));
}

/// 32 vectors in registers instead of 16.
constexpr bool many_registers = HWY_ARCH_ARM_A64 || HWY_ARCH_PPC || hn::MaxLanes(Lanes()) == 8;

/// Calls f(0), ..., f(N - 1) with numbers that are known when this is compiled, so that arrays of
/// vectors stay in registers.
template <Index N, class F>
HWY_INLINE void for_each_index(const F& f) {
    [&]<Index... I>(std::integer_sequence<Index, I...>)
        HWY_ATTR { (f(std::integral_constant<Index, I>{}), ...); }
    (std::make_integer_sequence<Index, N>{});
}

/// Calls f(number), 1 <= number <= N, with a number that is known when this is compiled.
template <Index N, class F>
HWY_INLINE void with_number(Index number, const F& f) {
    if constexpr (N > 1) {
        if (number < N) {
            return with_number<N - 1>(number, f);
        }
    }
    f(std::integral_constant<Index, N>{});
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
