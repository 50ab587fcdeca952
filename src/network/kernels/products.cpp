#include "network/kernels/kernels.hpp"

#include <limits>

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels/products.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include "network/kernels/tanh.inl"
#include "network/kernels/vectors.inl"
// clang-format on

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace {

/// A tile of the product: rows in vectors and most columns. Its sums, its vectors of A and one
/// factor fill the registers: 24 + 4 + 1 of the 32 of AVX-512, 12 + 2 + 1 of the 16 of AVX2.
constexpr Index tile_vectors = many_registers ? 4 : 2;
constexpr Index tile_columns = 6;

/// Rows in vectors where there are too few columns for 8 sums that do not wait for one another.
constexpr Index tall_tile_vectors(Index columns) {
    return columns == 1 ? 8 : columns <= 3 ? 2 * tile_vectors : tile_vectors;
}

/// g, g' and g'' / g' as functions of a = g(z).
struct Tanh {
    /// With many registers one vector after another, from memory: the processor has the next ones
    /// under way while it divides. With few it holds too little for that: step by step for all.
    static constexpr bool from_memory = many_registers;

    template <std::size_t N>
    HWY_NOINLINE HWY_FLATTEN static void activate(V (&z)[N]) {
        vector_tanh<N>(Lanes(), z);
    }

    /// On its own, or its constants take the registers of the sums.
    HWY_NOINLINE static void activate(Index vectors, Index columns, Columns C) {
        const Lanes d;
        for (; columns > 0; --columns, C.data += C.stride) {
            for (Index r = 0; r < vectors; ++r) {
                double* z = C.data + r * lanes();
                hn::StoreU(vector_tanh(d, hn::LoadU(d, z)), d, z);
            }
        }
    }

    [[nodiscard]] V slope(V a) const { return hn::NegMulAdd(a, a, hn::Set(Lanes(), 1.0)); }

    [[nodiscard]] V bend(V a) const { return hn::Mul(hn::Set(Lanes(), -2.0), a); }
};

/// Linear above a floor: 0 for relu, none for linear.
struct PiecewiseLinear {
    double floor;

    static constexpr bool from_memory = false;

    /// Not Max, which may lose a NaN.
    template <std::size_t N>
    HWY_INLINE void activate(V (&z)[N]) const {
        for (V& z_i : z) {
            z_i = hn::IfThenElse(hn::Lt(z_i, hn::Set(Lanes(), floor)), hn::Zero(Lanes()), z_i);
        }
    }

    [[nodiscard]] V slope(V a) const {
        return hn::IfThenElseZero(hn::Gt(a, hn::Set(Lanes(), floor)), hn::Set(Lanes(), 1.0));
    }

    [[nodiscard]] V bend(V /*a*/) const { return hn::Zero(Lanes()); }
};

/// Stores one vector of the result at the given distance from the arrays' beginnings.
template <Finish FINISH, class G>
HWY_INLINE void finish(V z, G g, double* C, const Epilogue& epilogue, Index at) {
    const Lanes d;
    if constexpr (FINISH == Finish::activate) {
        hn::StoreU(z, d, C + at);  // activated already
        return;
    }
    const V a = hn::LoadU(d, epilogue.a + at);
    if constexpr (FINISH == Finish::slope) {
        hn::StoreU(hn::Mul(g.slope(a), z), d, C + at);
    } else if constexpr (FINISH == Finish::slope_onto) {
        hn::StoreU(hn::MulAdd(g.slope(a), z, hn::LoadU(d, C + at)), d, C + at);
    } else if constexpr (FINISH == Finish::slope_and_bend) {
        const V bend = hn::Mul(g.bend(a), hn::LoadU(d, epilogue.other + at));
        const V before = epilogue.bend_is_zero ? hn::Zero(d) : hn::LoadU(d, epilogue.bend + at);
        hn::StoreU(hn::MulAdd(bend, z, before), d, epilogue.bend + at);
        hn::StoreU(hn::Mul(g.slope(a), z), d, C + at);
    }
}

struct Operands {
    Index p;
    ConstColumns A;
    Coefficients W;
    Columns C;
    Epilogue epilogue;
};

/// ROWS vectors of samples by COLS columns of the product, all in registers.
template <Finish FINISH, class G, Index ROWS, Index COLS>
HWY_INLINE void multiply_tile(Index row,
                              G g,
                              const V (&start)[static_cast<std::size_t>(COLS)],
                              const Operands& o) {
    const Lanes d;
    const Index N = lanes();
    V z[static_cast<std::size_t>(ROWS)][static_cast<std::size_t>(COLS)];
    for_each_index<COLS>([&](auto c) HWY_ATTR {
        for_each_index<ROWS>([&](auto r) HWY_ATTR { z[r][c] = start[c]; });
    });
    const double* A = o.A.data + row;
    const double* W = o.W.data;
    for (Index k = o.p; k > 0; --k, A += o.A.stride, W += o.W.row_step) {
        V a[static_cast<std::size_t>(ROWS)];
        for_each_index<ROWS>([&](auto r) HWY_ATTR { a[r] = hn::LoadU(d, A + r * N); });
        for_each_index<COLS>([&](auto c) HWY_ATTR {
            const V factor = hn::Set(d, W[c * o.W.column_step]);
            for_each_index<ROWS>([&](auto r)
                                     HWY_ATTR { z[r][c] = hn::MulAdd(a[r], factor, z[r][c]); });
        });
    }
    if constexpr (FINISH == Finish::activate && !G::from_memory) {
        for_each_index<ROWS>([&](auto r) HWY_ATTR { g.activate(z[r]); });
    }
    for_each_index<COLS>([&](auto c) HWY_ATTR {
        for_each_index<ROWS>([&](auto r) HWY_ATTR {
            finish<FINISH>(z[r][c], g, o.C.data, o.epilogue, row + c * o.C.stride + r * N);
        });
    });
    if constexpr (FINISH == Finish::activate && G::from_memory) {
        g.activate(ROWS, COLS, {o.C.data + row, o.C.stride});
    }
}

/// COLS columns of the product down all rows: their weights stay in the first-level cache.
template <Finish FINISH, class G, Index COLS>
HWY_NOINLINE HWY_FLATTEN void multiply_columns(Index R,
                                               const double* initial,
                                               G g,
                                               const Operands& operands) {
    const Operands o = operands;  // a copy, which no store can change
    V start[static_cast<std::size_t>(COLS)];
    for_each_index<COLS>([&](auto c) HWY_ATTR {
        start[c] = initial == nullptr ? hn::Zero(Lanes()) : hn::Set(Lanes(), initial[c]);
    });
    Index row = 0;
    Index left = R / lanes();
    const auto tile = [&](auto vectors) HWY_ATTR {
        multiply_tile<FINISH, G, vectors, COLS>(row, g, start, o);
        row += vectors * lanes();
        left -= vectors;
    };
    constexpr Index tall = tall_tile_vectors(COLS);
    // NOLINTNEXTLINE(bugprone-infinite-loop): tile() lowers what is left
    while (tall > tile_vectors && left >= tall) {
        tile(std::integral_constant<Index, tall>{});
    }
    while (left > 0) {  // of nearly equal heights
        const Index tiles = (left + tile_vectors - 1) / tile_vectors;
        with_number<tile_vectors>((left + tiles - 1) / tiles, tile);
    }
}

/// The operands from a column of the product on.
template <Finish FINISH>
Operands from_column(Operands o, Index column) {
    const Index distance = column * o.C.stride;
    o.W.data += column * o.W.column_step;
    o.C.data += distance;
    if constexpr (FINISH != Finish::activate) {
        o.epilogue.a += distance;
    }
    if constexpr (FINISH == Finish::slope_and_bend) {
        o.epilogue.other += distance;
        o.epilogue.bend += distance;
    }
    return o;
}

template <Finish FINISH, class G>
void multiply_all(Index R, Index n, const double* initial, G g, const Operands& o) {
    const Index groups = (n + tile_columns - 1) / tile_columns;
    for (Index group = 0, column = 0; group < groups; ++group) {
        const Index next = n * (group + 1) / groups;  // of nearly equal widths
        const double* start = initial == nullptr ? nullptr : initial + column;
        const Operands from = from_column<FINISH>(o, column);
        with_number<tile_columns>(next - column, [&](auto width) {
            multiply_columns<FINISH, G, width>(R, start, g, from);
        });
        column = next;
    }
}

template <class G>
void multiply_all(Index R, Index n, const double* initial, G g, const Operands& o) {
    switch (o.epilogue.finish) {
        case Finish::activate:
            return multiply_all<Finish::activate>(R, n, initial, g, o);
        case Finish::slope:
            return multiply_all<Finish::slope>(R, n, initial, g, o);
        case Finish::slope_and_bend:
            return multiply_all<Finish::slope_and_bend>(R, n, initial, g, o);
        case Finish::slope_onto:
            return multiply_all<Finish::slope_onto>(R, n, initial, g, o);
    }
}

}  // namespace

void multiply(Index R,
              Index p,
              Index n,
              ConstColumns A,
              Coefficients W,
              const double* initial,
              Columns C,
              const Epilogue& epilogue) {
    const Operands o{p, A, W, C, epilogue};
    switch (epilogue.activation) {
        case Activation::tanh:
            return multiply_all(R, n, initial, Tanh{}, o);
        case Activation::linear:
            return multiply_all(
                R, n, initial, PiecewiseLinear{-std::numeric_limits<double>::infinity()}, o);
        case Activation::relu:
            return multiply_all(R, n, initial, PiecewiseLinear{0.0}, o);
    }
}

void tanh(const double* z, double* a, Index n) {
    const Lanes d;
    Index i = 0;
    for (; i + lanes() <= n; i += lanes()) {
        hn::StoreU(vector_tanh(d, hn::LoadU(d, z + i)), d, a + i);
    }
    const hn::CappedTag<double, 1> one;
    for (; i < n; ++i) {
        hn::StoreU(vector_tanh(one, hn::LoadU(one, z + i)), one, a + i);
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(multiply);
HWY_EXPORT(tanh);

void multiply(Index R,
              Index p,
              Index n,
              ConstColumns A,
              Coefficients W,
              const double* initial,
              Columns C,
              const Epilogue& epilogue) {
    HWY_DYNAMIC_DISPATCH(multiply)(R, p, n, A, W, initial, C, epilogue);
}

void tanh(const double* z, double* a, Index n) {
    HWY_DYNAMIC_DISPATCH(tanh)(z, a, n);
}

}  // namespace jennopt
#endif
