#pragma once

namespace jennopt {

/// What one core can do at most, with the widest vectors that it has.
struct MachineLimits {
    double flops_per_second = 0.0;  ///< fused multiply-adds of doubles, two each, from registers
    double tanh_per_second = 0.0;   ///< of doubles in the first-level cache, a few ulp, |z| <= 20
};

/// The best of some short rounds by CPU time, about 20 ms in all. A processor's clock and its
/// neighbours change by the second: measure right before what is compared with it.
[[nodiscard]] MachineLimits measure_machine_limits();

}  // namespace jennopt
