#pragma once

#include "jennopt/core/types.hpp"

#include "benchmark/machine_limits.hpp"
#include <array>
#include <vector>

namespace jennopt {

/// One iteration of training: a network and how many samples it sees, all partials known.
struct Workload {
    const char* name;
    std::vector<Index> layers;
    Index m;
};

/// Networks and data sets of the paper's examples, and a wide one (W4).
inline const std::array<Workload, 6> workloads = {{{"W1", {2, 20, 20, 20, 1}, 389},
                                                   {"W2", {2, 24, 24, 1}, 100},
                                                   {"W3a", {16, 12, 12, 1}, 1000},
                                                   {"W3b", {16, 12, 12, 1}, 33631},
                                                   {"W4", {16, 128, 128, 1}, 1000},
                                                   {"W5", {2, 25, 25, 1}, 100000}}};

/// Wide layers, by adjoints of many inputs and by tangents of few.
inline const std::array<Workload, 5> wide_workloads = {{{"adjoint_256", {16, 256, 256, 1}, 1000},
                                                        {"adjoint_512", {16, 512, 512, 1}, 1000},
                                                        {"tangents_128", {2, 128, 128, 2}, 1000},
                                                        {"tangents_256", {2, 256, 256, 2}, 1000},
                                                        {"tangents_512", {2, 512, 512, 2}, 1000}}};

/// Seconds that loss and gradient take at least on one core: every flop of the matrix products at
/// the machine's peak, by the cheaper way through the Jacobian, and every tanh at the rate of
/// vectors; no time for memory or elementwise work.
///
/// A layer of n neurons on p others costs u = 2 n p m flops per product: 3 u (1 + n_y) by the
/// adjoint way, 3 u (1 + n_x) by forward tangents. The first layer needs no product back to the
/// inputs, and none for unit tangents; the output layer two.
[[nodiscard]] inline double limit_seconds(const Workload& workload, const MachineLimits& limits) {
    const std::vector<Index>& n = workload.layers;
    const std::size_t L = n.size() - 1;
    const Index n_x = n.front();
    const Index n_y = n.back();
    const auto u = [&n](std::size_t l) { return 2 * n[l] * n[l - 1]; };
    Index adjoint = (2 + 3 * n_y) * u(1) + 2 * u(L);
    Index tangents = 2 * u(1) + 2 * u(L);
    Index neurons = n[1];
    for (std::size_t l = 2; l < L; ++l) {
        adjoint += 3 * u(l) * (1 + n_y);
        tangents += 3 * u(l) * (1 + n_x);
        neurons += n[l];
    }
    const auto m = static_cast<double>(workload.m);
    return m * (static_cast<double>(std::min(adjoint, tangents)) / limits.flops_per_second +
                static_cast<double>(neurons) / limits.tanh_per_second);
}

}  // namespace jennopt
