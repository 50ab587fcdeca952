#include "network/kernels/point.hpp"

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels/point.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "network/kernels/tanh.inl"
#include "network/kernels/vectors.inl"
// clang-format on

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace {

/// z = start + M x for VECTORS vectors of rows, in two sums each that do not wait for one another.
template <Index VECTORS>
void multiply_rows(
    const double* M, Index stride, Index p, const double* x, const double* start, double* z) {
    const Lanes d;
    const Index N = lanes();
    V even[static_cast<std::size_t>(VECTORS)];
    V odd[static_cast<std::size_t>(VECTORS)];
    for_each_index<VECTORS>([&](auto v) HWY_ATTR {
        even[v] = start == nullptr ? hn::Zero(d) : hn::LoadU(d, start + v * N);
        odd[v] = hn::Zero(d);
    });
    const auto add = [&](V* sums, const double* column, double factor) HWY_ATTR {
        const V same = hn::Set(d, factor);
        for_each_index<VECTORS>([&](auto v) HWY_ATTR {
            sums[v] = hn::MulAdd(hn::LoadU(d, column + v * N), same, sums[v]);
        });
    };
    Index k = 0;
    for (; k + 2 <= p; k += 2, M += 2 * stride) {
        add(even, M, x[k]);
        add(odd, M + stride, x[k + 1]);
    }
    if (k < p) {
        add(even, M, x[k]);
    }
    for_each_index<VECTORS>([&](auto v)
                                HWY_ATTR { hn::StoreU(hn::Add(even[v], odd[v]), d, z + v * N); });
}

/// z (n, filled up to whole vectors) = start + M (n, p) x; M's columns are `stride` apart.
void multiply(Index n,
              const double* M,
              Index stride,
              Index p,
              const double* x,
              const double* start,
              double* z) {
    using Rows = void (*)(const double*, Index, Index, const double*, const double*, double*);
    constexpr Rows rows[] = {nullptr,
                             multiply_rows<1>,
                             multiply_rows<2>,
                             multiply_rows<3>,
                             multiply_rows<4>,
                             multiply_rows<5>};
    constexpr Index most = 5;
    const Index N = lanes();
    const Index vectors = (n + N - 1) / N;
    const Index groups = (vectors + most - 1) / most;
    for (Index group = 0, first = 0; group < groups; ++group) {
        const Index next = vectors * (group + 1) / groups;  // of nearly equal sizes
        const Index row = first * N;
        rows[next - first](
            M + row, stride, p, x, start == nullptr ? nullptr : start + row, z + row);
        first = next;
    }
}

double dot(Index n, const double* a, const double* b) {
    const Lanes d;
    V sum = hn::Zero(d);
    for (Index i = 0; i < n; i += lanes()) {
        sum = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, b + i), sum);
    }
    return hn::GetLane(hn::SumOfLanes(d, sum));
}

/// a := g(a) and slope := g'(a), filled up to whole vectors.
void activate(Activation activation, Index n, double* a, double* slope) {
    const Lanes d;
    const V one = hn::Set(d, 1.0);
    const V zero = hn::Zero(d);
    for (Index i = 0; i < n; i += lanes()) {
        const V z = hn::LoadU(d, a + i);
        V g = z;
        V g_prime = one;
        if (activation == Activation::tanh) {
            g = vector_tanh(d, z);
            g_prime = hn::NegMulAdd(g, g, one);
        } else if (activation == Activation::relu) {
            g = hn::IfThenElse(hn::Lt(z, zero), zero, z);
            g_prime = hn::IfThenElseZero(hn::Gt(z, zero), one);
        }
        hn::StoreU(g, d, a + i);
        hn::StoreU(g_prime, d, slope + i);
    }
}

void multiply_elements(Index n, const double* slope, double factor, const double* a, double* b) {
    const Lanes d;
    for (Index i = 0; i < n; i += lanes()) {
        const V scaled = hn::Mul(hn::Set(d, factor), hn::LoadU(d, a + i));
        hn::StoreU(hn::Mul(hn::LoadU(d, slope + i), scaled), d, b + i);
    }
}

}  // namespace

void propagate_point(std::span<const PointLayer> layers, double* value, double* jacobian) {
    const PointLayer& top = layers.back();
    for (std::size_t l = 1; l + 1 < layers.size(); ++l) {
        const PointLayer& below = layers[l - 1];
        const PointLayer& layer = layers[l];
        multiply(layer.n, layer.W, layer.padded, below.n, below.a, layer.b, layer.a);
        activate(layer.activation, layer.n, layer.a, layer.slope);
    }
    const PointLayer& last = layers[layers.size() - 2];
    for (Index k = 0; k < top.n; ++k) {
        top.a[k] = top.b[k] + dot(last.n, top.W_transposed + k * last.padded, last.a);
    }
    activate(top.activation, top.n, top.a, top.slope);
    for (Index k = 0; k < top.n; ++k) {
        value[k] = top.a[k];
        // Backward: delta of a layer, from the row of the top layer's weights that belongs to k.
        multiply_elements(
            last.n, last.slope, top.slope[k], top.W_transposed + k * last.padded, last.delta);
        for (std::size_t l = layers.size() - 2; l > 0; --l) {
            const PointLayer& layer = layers[l];
            const PointLayer& below = layers[l - 1];
            multiply(below.n,
                     layer.W_transposed,
                     below.padded,
                     layer.n,
                     layer.delta,
                     nullptr,
                     below.delta);
            multiply_elements(below.n, below.slope, 1.0, below.delta, below.delta);
        }
        for (Index j = 0; j < layers.front().n; ++j) {
            jacobian[k + j * top.n] = layers.front().delta[j];
        }
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(propagate_point);

void propagate_point(std::span<const PointLayer> layers, double* value, double* jacobian) {
    HWY_DYNAMIC_DISPATCH(propagate_point)(layers, value, jacobian);
}

}  // namespace jennopt
#endif
