#include "network/kernels/kernels.hpp"

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels/reductions.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "network/kernels/vectors.inl"
// clang-format on

#include <atomic>

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace {

/// A tile of pairs of columns. Its sums, the columns of A and one of D fill the registers: 24 + 3 +
/// 1 of the 32 of AVX-512, 12 + 3 + 1 of the 16 of AVX2.
constexpr Index tile_rows = many_registers ? 8 : 4;
constexpr Index tile_columns = 3;

/// sums[i] = the sum over the lanes of v_i.
template <class D, class U = hn::Vec<D>>
HWY_INLINE void sum_lanes(D d, U v0, U v1, U v2, U v3, double* sums) {
#if HWY_TARGET == HWY_SCALAR
    (void)d;
    sums[0] = hn::GetLane(v0);
    sums[1] = hn::GetLane(v1);
    sums[2] = hn::GetLane(v2);
    sums[3] = hn::GetLane(v3);
#else
    if constexpr (hn::MaxLanes(d) > 4) {
        const hn::Half<D> half;
        const auto fold = [&](U v) {
            return hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v));
        };
        sum_lanes(half, fold(v0), fold(v1), fold(v2), fold(v3), sums);
    } else {
        const U v01 = hn::Add(hn::InterleaveLower(d, v0, v1), hn::InterleaveUpper(d, v0, v1));
        const U v23 = hn::Add(hn::InterleaveLower(d, v2, v3), hn::InterleaveUpper(d, v2, v3));
        if constexpr (hn::MaxLanes(d) == 4) {
            hn::StoreU(
                hn::Add(hn::ConcatLowerLower(d, v23, v01), hn::ConcatUpperUpper(d, v23, v01)),
                d,
                sums);
        } else {
            hn::StoreU(v01, d, sums);
            hn::StoreU(v23, d, sums + 2);
        }
    }
#endif
}

#if HWY_MAX_BYTES == 64
/// The sum over the lanes of v_i in lane i, of 8 vectors of 8 lanes: pairs of lanes, then halves,
/// then the two blocks of each half.
template <class D, class U = hn::Vec<D>>
HWY_INLINE U lane_sums(D d, const U (&v)[8]) {
    const auto pair = [d](U even, U odd) HWY_ATTR {
        return hn::Add(hn::InterleaveLower(d, even, odd), hn::InterleaveUpper(d, even, odd));
    };
    const auto halves = [d](U low, U high) HWY_ATTR {
        return hn::Add(hn::ConcatLowerLower(d, high, low), hn::ConcatUpperUpper(d, high, low));
    };
    const U x = halves(pair(v[0], v[1]), pair(v[4], v[5]));
    const U y = halves(pair(v[2], v[3]), pair(v[6], v[7]));
    return hn::Add(hn::OddEvenBlocks(hn::SwapAdjacentBlocks(y), x),
                   hn::OddEvenBlocks(y, hn::SwapAdjacentBlocks(x)));
}

#endif

/// G(r) += the sum over the lanes of v_r, r < ROWS.
template <Index ROWS, std::size_t N, class D, class U = hn::Vec<D>>
HWY_INLINE void add_lane_sums(D d, const U (&v)[N], double* G) {
#if HWY_MAX_BYTES == 64
    const auto wanted = hn::FirstN(d, static_cast<std::size_t>(ROWS));
    hn::BlendedStore(hn::Add(hn::MaskedLoad(wanted, d, G), lane_sums(d, v)), wanted, d, G);
#else
    double sums[N];
    for_each_index<static_cast<Index>(N / 4)>([&](auto i) HWY_ATTR {
        sum_lanes(d, v[4 * i], v[4 * i + 1], v[4 * i + 2], v[4 * i + 3], sums + 4 * i);
    });
    for (Index r = 0; r < ROWS; ++r) {
        G[r] += sums[r];
    }
#endif
}

/// G(i, k) += D.col(i) . A.col(k) for one tile of pairs.
template <Index ROWS, Index COLS>
HWY_NOINLINE HWY_FLATTEN void dot_tile(Index R, ConstColumns D, ConstColumns A, Columns G) {
    const Lanes d;
    const Index N = lanes();
    V sum[static_cast<std::size_t>(COLS)][static_cast<std::size_t>(tile_rows)];
    for_each_index<COLS>([&](auto c) HWY_ATTR {
        for_each_index<tile_rows>([&](auto r) HWY_ATTR { sum[c][r] = hn::Zero(d); });
    });
    for (Index row = 0; row < R; row += N) {
        V right[static_cast<std::size_t>(COLS)];
        for_each_index<COLS>(
            [&](auto c) HWY_ATTR { right[c] = hn::LoadU(d, A.data + c * A.stride + row); });
        for_each_index<ROWS>([&](auto r) HWY_ATTR {
            const V left = hn::LoadU(d, D.data + r * D.stride + row);
            std::atomic_signal_fence(std::memory_order_acq_rel);  // or gcc loads it COLS times
            for_each_index<COLS>(
                [&](auto c) HWY_ATTR { sum[c][r] = hn::MulAdd(left, right[c], sum[c][r]); });
        });
    }
    for_each_index<COLS>([&](auto c)
                             HWY_ATTR { add_lane_sums<ROWS>(d, sum[c], G.data + c * G.stride); });
}

template <Index ROWS>
void dot_rows(Index R, Index p, ConstColumns D, ConstColumns A, Columns G) {
    using TileFunction = void (*)(Index, ConstColumns, ConstColumns, Columns);
    constexpr TileFunction tiles[] = {
        nullptr, dot_tile<ROWS, 1>, dot_tile<ROWS, 2>, dot_tile<ROWS, 3>};
    const Index groups = (p + tile_columns - 1) / tile_columns;
    for (Index group = 0, k = 0; group < groups; ++group) {
        const Index next = p * (group + 1) / groups;  // of nearly equal widths
        tiles[next - k](R, D, {A.data + k * A.stride, A.stride}, {G.data + k * G.stride, G.stride});
        k = next;
    }
}

void dot_all(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G) {
    const Index groups = (n + tile_rows - 1) / tile_rows;
    for (Index group = 0, i = 0; group < groups; ++group) {
        const Index next = n * (group + 1) / groups;
        with_number<tile_rows>(next - i, [&](auto rows) {
            dot_rows<rows>(R, p, {D.data + i * D.stride, D.stride}, A, {G.data + i, G.stride});
        });
        i = next;
    }
}

}  // namespace

void add_transposed_product(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G) {
    if (n == 1 && G.stride == 1) {  // a row in one piece is a column: a tile takes more of that
        return dot_all(R, p, 1, A, D, {G.data, p});
    }
    dot_all(R, n, p, D, A, G);
}

void add_column_sums(Index R, Index n, ConstColumns D, double* sums) {
    const Lanes d;
    Index i = 0;
    for (; i + 4 <= n; i += 4) {
        V sum[4] = {hn::Zero(d), hn::Zero(d), hn::Zero(d), hn::Zero(d)};
        const double* column = D.data + i * D.stride;
        for (Index row = 0; row < R; row += lanes()) {
            for_each_index<4>([&](auto c) HWY_ATTR {
                sum[c] = hn::Add(sum[c], hn::LoadU(d, column + c * D.stride + row));
            });
        }
        double more[4];
        sum_lanes(d, sum[0], sum[1], sum[2], sum[3], more);
        for (Index c = 0; c < 4; ++c) {
            sums[i + c] += more[c];
        }
    }
    for (; i < n; ++i) {
        V sum = hn::Zero(d);
        for (Index row = 0; row < R; row += lanes()) {
            sum = hn::Add(sum, hn::LoadU(d, D.data + i * D.stride + row));
        }
        sums[i] += hn::GetLane(hn::SumOfLanes(d, sum));
    }
}

namespace {

/// One vector, or one number, of residuals.
template <bool WEIGHTED, class D, class U = hn::Vec<D>>
HWY_INLINE U weigh(D d,
                   const double* prediction,
                   const double* truth,
                   [[maybe_unused]] const double* weight,
                   U scale,
                   double* seed) {
    U residual = hn::Sub(hn::LoadU(d, prediction), hn::LoadU(d, truth));
    U weighted = residual;
    if constexpr (WEIGHTED) {
        const U w = hn::LoadU(d, weight);
        // A missing partial is NaN: it must not be touched, zero times NaN is NaN.
        residual = hn::IfThenElseZero(hn::Gt(w, hn::Zero(d)), residual);
        weighted = hn::Mul(w, residual);
    }
    hn::StoreU(hn::Mul(scale, weighted), d, seed);
    return hn::Mul(weighted, residual);
}

template <bool WEIGHTED>
double weigh_all(Index n,
                 const double* prediction,
                 const double* truth,
                 const double* weight,
                 double scale,
                 double* seed) {
    const Lanes d;
    const Index N = lanes();
    const auto at = [&](auto lanes_of, Index i) HWY_ATTR {
        return weigh<WEIGHTED>(lanes_of,
                               prediction + i,
                               truth + i,
                               WEIGHTED ? weight + i : nullptr,
                               hn::Set(lanes_of, scale),
                               seed + i);
    };
    V sum = hn::Zero(d);
    Index i = 0;
    for (; i + N <= n; i += N) {
        sum = hn::Add(sum, at(d, i));
    }
    double total = hn::GetLane(hn::SumOfLanes(d, sum));
    for (; i < n; ++i) {
        total += hn::GetLane(at(hn::CappedTag<double, 1>(), i));
    }
    return total;
}

}  // namespace

double weigh_residuals(Index n,
                       const double* prediction,
                       const double* truth,
                       const double* weight,
                       double scale,
                       double* seed) {
    return weight == nullptr ? weigh_all<false>(n, prediction, truth, nullptr, scale, seed)
                             : weigh_all<true>(n, prediction, truth, weight, scale, seed);
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(add_transposed_product);
HWY_EXPORT(add_column_sums);
HWY_EXPORT(weigh_residuals);

void add_transposed_product(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G) {
    HWY_DYNAMIC_DISPATCH(add_transposed_product)(R, n, p, D, A, G);
}

void add_column_sums(Index R, Index n, ConstColumns D, double* sums) {
    HWY_DYNAMIC_DISPATCH(add_column_sums)(R, n, D, sums);
}

double weigh_residuals(Index n,
                       const double* prediction,
                       const double* truth,
                       const double* weight,
                       double scale,
                       double* seed) {
    return HWY_DYNAMIC_DISPATCH(weigh_residuals)(n, prediction, truth, weight, scale, seed);
}

}  // namespace jennopt
#endif
