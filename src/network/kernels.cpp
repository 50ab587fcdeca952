#include "network/kernels.hpp"

// This file is compiled once per instruction set; the best one is chosen when the program runs.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void add_bias_tanh(double* z, Index n, double bias) {
    const hn::ScalableTag<double> d;
    const auto lanes = static_cast<Index>(hn::Lanes(d));
    const auto b = hn::Set(d, bias);
    Index i = 0;
    for (; i + lanes <= n; i += lanes) {
        hn::StoreU(hn::Tanh(d, hn::Add(hn::LoadU(d, z + i), b)), d, z + i);
    }
    const hn::CappedTag<double, 1> d1;
    for (; i < n; ++i) {
        hn::StoreU(hn::Tanh(d1, hn::Add(hn::LoadU(d1, z + i), hn::Set(d1, bias))), d1, z + i);
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(add_bias_tanh);

void add_bias_tanh(double* z, Index n, double bias) {
    HWY_DYNAMIC_DISPATCH(add_bias_tanh)(z, n, bias);
}

}  // namespace jennopt
#endif
