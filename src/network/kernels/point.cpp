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

/// What becomes of z before it is stored.
struct Activate {
    Activation activation;
    double* slope;

    /// a := g(z), slope := g'(z).
    template <std::size_t N>
    HWY_INLINE void operator()(V (&z)[N], double* a, Index row) const {
        const Lanes d;
        const V one = hn::Set(d, 1.0);
        const V zero = hn::Zero(d);
        V g_prime[N];
        if (activation == Activation::tanh) {
            vector_tanh<N>(d, z);
        }
        for_each_index<static_cast<Index>(N)>([&](auto v) HWY_ATTR {
            g_prime[v] = one;
            if (activation == Activation::tanh) {
                g_prime[v] = hn::NegMulAdd(z[v], z[v], one);
            } else if (activation == Activation::relu) {
                g_prime[v] = hn::IfThenElseZero(hn::Gt(z[v], zero), one);
                z[v] = hn::IfThenElse(hn::Lt(z[v], zero), zero, z[v]);
            }
            hn::StoreU(z[v], d, a + row + v * lanes());
            hn::StoreU(g_prime[v], d, slope + row + v * lanes());
        });
    }
};

struct ScaleBySlope {
    const double* slope;

    /// delta := slope z.
    template <std::size_t N>
    HWY_INLINE void operator()(V (&z)[N], double* delta, Index row) const {
        const Lanes d;
        for_each_index<static_cast<Index>(N)>([&](auto v) HWY_ATTR {
            const Index i = row + v * lanes();
            hn::StoreU(hn::Mul(z[v], hn::LoadU(d, slope + i)), d, delta + i);
        });
    }
};

/// M (n, p), columns `stride` apart, times x (p), plus a start if there is one.
struct PointProduct {
    const double* M;
    Index stride;
    Index p;
    const double* x;
    const double* start;
};

/// Rows from `row` on, VECTORS vectors of them, in two sums each that do not wait for one another.
template <Index VECTORS, class FINISH>
HWY_INLINE void multiply_rows(const PointProduct& o, Index row, const FINISH& finish, double* z) {
    const Lanes d;
    const Index N = lanes();
    V even[static_cast<std::size_t>(VECTORS)];
    V odd[static_cast<std::size_t>(VECTORS)];
    for_each_index<VECTORS>([&](auto v) HWY_ATTR {
        even[v] = o.start == nullptr ? hn::Zero(d) : hn::LoadU(d, o.start + row + v * N);
        odd[v] = hn::Zero(d);
    });
    const auto add = [&](V* sums, const double* column, double factor) HWY_ATTR {
        const V same = hn::Set(d, factor);
        for_each_index<VECTORS>([&](auto v) HWY_ATTR {
            sums[v] = hn::MulAdd(hn::LoadU(d, column + v * N), same, sums[v]);
        });
    };
    const double* M = o.M + row;
    Index k = 0;
    for (; k + 2 <= o.p; k += 2, M += 2 * o.stride) {
        add(even, M, o.x[k]);
        add(odd, M + o.stride, o.x[k + 1]);
    }
    if (k < o.p) {
        add(even, M, o.x[k]);
    }
    for_each_index<VECTORS>([&](auto v) HWY_ATTR { even[v] = hn::Add(even[v], odd[v]); });
    finish(even, z, row);
}

/// z (n, filled up to whole vectors) = the product, finished.
template <class FINISH>
HWY_INLINE void multiply(Index n, const PointProduct& o, const FINISH& finish, double* z) {
    using Rows = void (*)(const PointProduct&, Index, const FINISH&, double*);
    constexpr Rows rows[] = {nullptr,
                             multiply_rows<1, FINISH>,
                             multiply_rows<2, FINISH>,
                             multiply_rows<3, FINISH>,
                             multiply_rows<4, FINISH>,
                             multiply_rows<5, FINISH>};
    constexpr Index most = 5;
    const Index N = lanes();
    const Index vectors = (n + N - 1) / N;
    const Index groups = (vectors + most - 1) / most;
    for (Index group = 0, first = 0; group < groups; ++group) {
        const Index next = vectors * (group + 1) / groups;  // of nearly equal sizes
        rows[next - first](o, first * N, finish, z);
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

/// b := slope factor a, filled up to whole vectors.
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
        multiply(layer.n,
                 {layer.W, layer.padded, below.n, below.a, layer.b},
                 Activate{layer.activation, layer.slope},
                 layer.a);
    }
    const PointLayer& last = layers[layers.size() - 2];
    for (Index k = 0; k < top.n; ++k) {
        top.a[k] = top.b[k] + dot(last.n, top.W_transposed + k * last.padded, last.a);
    }
    const Lanes d;
    for (Index k = 0; k < top.n; k += lanes()) {
        V z[1] = {hn::LoadU(d, top.a + k)};
        Activate{top.activation, top.slope}(z, top.a, k);
    }
    for (Index k = 0; k < top.n; ++k) {
        value[k] = top.a[k];
        // Backward: delta of a layer, from the row of the top layer's weights that belongs to k.
        multiply_elements(
            last.n, last.slope, top.slope[k], top.W_transposed + k * last.padded, last.delta);
        for (std::size_t l = layers.size() - 2; l > 0; --l) {
            const PointLayer& layer = layers[l];
            const PointLayer& below = layers[l - 1];
            multiply(below.n,
                     {layer.W_transposed, below.padded, layer.n, layer.delta, nullptr},
                     ScaleBySlope{below.slope},
                     below.delta);
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
