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

/// Calls f(0), ..., f(N - 1) with numbers that are known when this is compiled, so that arrays of
/// vectors stay in registers.
template <Index N, class F>
HWY_INLINE void for_each_index(const F& f) {
    [&]<Index... I>(std::integer_sequence<Index, I...>)
        HWY_ATTR { (f(std::integral_constant<Index, I>{}), ...); }
    (std::make_integer_sequence<Index, N>{});
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#endif
