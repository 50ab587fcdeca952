#include "network/kernels/kernels.hpp"

#include <algorithm>

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels/product_sums.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "network/kernels/vectors.inl"
// clang-format on

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace {

constexpr Index most_vectors = 4;

/// Some vectors of a column of the sum.
template <Index VECTORS>
HWY_NOINLINE HWY_FLATTEN void sum_column(Index row,
                                         Index column,
                                         std::span<const ProductTerm> terms,
                                         double* to) {
    const Lanes d;
    V sum[static_cast<std::size_t>(VECTORS)];
    for_each_index<VECTORS>([&](auto i) HWY_ATTR { sum[i] = hn::Zero(d); });
    for (const ProductTerm& term : terms) {
        const double* u = term.u.data + row + column * term.u.stride;
        if (term.v.data == nullptr) {
            for_each_index<VECTORS>(
                [&](auto i) HWY_ATTR { sum[i] = hn::Add(hn::LoadU(d, u + i * lanes()), sum[i]); });
        } else {
            const double* v = term.v.data + row + column * term.v.stride;
            for_each_index<VECTORS>([&](auto i) HWY_ATTR {
                sum[i] = hn::MulAdd(
                    hn::LoadU(d, u + i * lanes()), hn::LoadU(d, v + i * lanes()), sum[i]);
            });
        }
    }
    for_each_index<VECTORS>([&](auto i)
                                HWY_ATTR { hn::StoreU(sum[i], d, to + row + i * lanes()); });
}

}  // namespace

void sum_products(Index R, Index n, std::span<const ProductTerm> terms, Columns to) {
    for (Index column = 0; column < n; ++column) {
        for (Index row = 0; row < R;) {
            const Index vectors = std::min(most_vectors, (R - row) / lanes());
            with_number<most_vectors>(vectors, [&](auto count) {
                sum_column<count>(row, column, terms, to.data + column * to.stride);
            });
            row += vectors * lanes();
        }
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(sum_products);

void sum_products(Index R, Index n, std::span<const ProductTerm> terms, Columns to) {
    HWY_DYNAMIC_DISPATCH(sum_products)(R, n, terms, to);
}

}  // namespace jennopt
#endif
