#include "network/kernels/kernels.hpp"

#include <algorithm>

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels/transpose.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "network/kernels/vectors.inl"
// clang-format on

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace {

void transpose_entries(Index rows, Index columns, ConstColumns from, Columns to) {
    for (Index i = 0; i < rows; ++i) {
        for (Index k = 0; k < columns; ++k) {
            to.data[k + i * to.stride] = from.data[i + k * from.stride];
        }
    }
}

#if HWY_MAX_BYTES == 64

/// Pairs of lanes of two columns, then blocks of two lanes: those of the halves, then every second.
HWY_INLINE void transpose_square(ConstColumns from, Columns to) {
    const Lanes d;
    V pairs[2][4];
    for_each_index<4>([&](auto i) HWY_ATTR {
        const V even = hn::LoadU(d, from.data + 2 * i * from.stride);
        const V odd = hn::LoadU(d, from.data + (2 * i + 1) * from.stride);
        pairs[0][i] = hn::InterleaveLower(d, even, odd);
        pairs[1][i] = hn::InterleaveUpper(d, even, odd);
    });
    for_each_index<2>([&](auto row) HWY_ATTR {
        const V(&p)[4] = pairs[row];
        const auto store = [&](Index first, V x, V y) HWY_ATTR {
            double* column = to.data + (first + row) * to.stride;
            hn::StoreU(hn::OddEvenBlocks(hn::SwapAdjacentBlocks(y), x), d, column);
            hn::StoreU(hn::OddEvenBlocks(y, hn::SwapAdjacentBlocks(x)), d, column + 2 * to.stride);
        };
        store(0, hn::ConcatLowerLower(d, p[2], p[0]), hn::ConcatLowerLower(d, p[3], p[1]));
        store(4, hn::ConcatUpperUpper(d, p[2], p[0]), hn::ConcatUpperUpper(d, p[3], p[1]));
    });
}

#elif HWY_MAX_BYTES == 32

/// Pairs of lanes of two columns, then halves.
HWY_INLINE void transpose_square(ConstColumns from, Columns to) {
    const Lanes d;
    const auto column = [&](Index k) HWY_ATTR { return hn::LoadU(d, from.data + k * from.stride); };
    const auto store = [&](Index i, V low, V high) HWY_ATTR {
        hn::StoreU(hn::ConcatLowerLower(d, high, low), d, to.data + i * to.stride);
        hn::StoreU(hn::ConcatUpperUpper(d, high, low), d, to.data + (i + 2) * to.stride);
    };
    const V c0 = column(0);
    const V c1 = column(1);
    const V c2 = column(2);
    const V c3 = column(3);
    store(0, hn::InterleaveLower(d, c0, c1), hn::InterleaveLower(d, c2, c3));
    store(1, hn::InterleaveUpper(d, c0, c1), hn::InterleaveUpper(d, c2, c3));
}

#else

HWY_INLINE void transpose_square(ConstColumns from, Columns to) {
    transpose_entries(lanes(), lanes(), from, to);
}

#endif

}  // namespace

void transpose(Index rows, Index columns, ConstColumns from, Columns to) {
    const Index N = lanes();
    for (Index k = 0; k < columns; k += N) {
        for (Index i = 0; i < rows; i += N) {
            const ConstColumns source{from.data + i + k * from.stride, from.stride};
            const Columns target{to.data + k + i * to.stride, to.stride};
            if (k + N <= columns && i + N <= rows) {
                transpose_square(source, target);
            } else {
                transpose_entries(std::min(N, rows - i), std::min(N, columns - k), source, target);
            }
        }
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(transpose);

void transpose(Index rows, Index columns, ConstColumns from, Columns to) {
    HWY_DYNAMIC_DISPATCH(transpose)(rows, columns, from, to);
}

}  // namespace jennopt
#endif
