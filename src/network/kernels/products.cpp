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

/// Rows of a tile in vectors, and its most columns: 12 sums, 2 vectors of A and one factor fill the
/// 16 registers of AVX2.
constexpr Index tile_vectors = 2;
constexpr Index tile_columns = 6;

/// g, g' and g'' / g' as functions of a = g(z).
struct Tanh {
    template <std::size_t N>
    void activate(V (&z)[N]) const {
        vector_tanh<N>(Lanes(), z);
    }

    [[nodiscard]] V slope(V a) const { return hn::NegMulAdd(a, a, hn::Set(Lanes(), 1.0)); }

    [[nodiscard]] V bend(V a) const { return hn::Mul(hn::Set(Lanes(), -2.0), a); }
};

/// Linear above a floor: 0 for relu, none for linear.
struct PiecewiseLinear {
    double floor;

    /// Not Max, which may lose a NaN.
    template <std::size_t N>
    void activate(V (&z)[N]) const {
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
    const double* initial;
    Columns C;
    Epilogue epilogue;
};

/// ROWS vectors of samples by COLS columns of the product, all in registers.
template <Finish FINISH, class G, Index ROWS, Index COLS>
HWY_NOINLINE void multiply_tile(Index row, Index column, G g, const Operands& o) {
    const Lanes d;
    const Index N = lanes();
    V z[static_cast<std::size_t>(ROWS)][static_cast<std::size_t>(COLS)];
    for_each_index<COLS>([&](auto c) HWY_ATTR {
        const V start = o.initial == nullptr ? hn::Zero(d) : hn::Set(d, o.initial[column + c]);
        for_each_index<ROWS>([&](auto r) HWY_ATTR { z[r][c] = start; });
    });
    const double* A = o.A.data + row;
    const double* W = o.W.data + column * o.W.column_step;
    const Index A_step = o.A.stride;
    const Index W_step = o.W.row_step;
    const Index W_column_step = o.W.column_step;
    for (Index k = o.p; k > 0; --k, A += A_step, W += W_step) {
        V a[static_cast<std::size_t>(ROWS)];
        for_each_index<ROWS>([&](auto r) HWY_ATTR { a[r] = hn::LoadU(d, A + r * N); });
        for_each_index<COLS>([&](auto c) HWY_ATTR {
            const V factor = hn::Set(d, W[c * W_column_step]);
            for_each_index<ROWS>([&](auto r)
                                     HWY_ATTR { z[r][c] = hn::MulAdd(a[r], factor, z[r][c]); });
        });
    }
    if constexpr (FINISH == Finish::activate) {
        for_each_index<ROWS>([&](auto r) HWY_ATTR { g.activate(z[r]); });
    }
    const Epilogue epilogue = o.epilogue;  // copies, which no store can change
    double* const C = o.C.data;
    const Index stride = o.C.stride;
    const Index at = row + column * stride;
    for_each_index<COLS>([&](auto c) HWY_ATTR {
        for_each_index<ROWS>([&](auto r) HWY_ATTR {
            finish<FINISH>(z[r][c], g, C, epilogue, at + c * stride + r * N);
        });
    });
}

template <Finish FINISH, class G, Index ROWS>
void multiply_rows(Index row, Index n, G g, const Operands& o) {
    using TileFunction = void (*)(Index, Index, G, const Operands&);
    constexpr TileFunction tiles[] = {nullptr,
                                      multiply_tile<FINISH, G, ROWS, 1>,
                                      multiply_tile<FINISH, G, ROWS, 2>,
                                      multiply_tile<FINISH, G, ROWS, 3>,
                                      multiply_tile<FINISH, G, ROWS, 4>,
                                      multiply_tile<FINISH, G, ROWS, 5>,
                                      multiply_tile<FINISH, G, ROWS, 6>};
    const Index groups = (n + tile_columns - 1) / tile_columns;
    for (Index group = 0, column = 0; group < groups; ++group) {
        const Index next = n * (group + 1) / groups;  // of nearly equal widths
        tiles[next - column](row, column, g, o);
        column = next;
    }
}

template <Finish FINISH, class G>
void multiply_all(Index R, Index n, G g, const Operands& o) {
    const Index step = tile_vectors * lanes();
    Index row = 0;
    for (; row + step <= R; row += step) {
        multiply_rows<FINISH, G, tile_vectors>(row, n, g, o);
    }
    for (; row < R; row += lanes()) {
        multiply_rows<FINISH, G, 1>(row, n, g, o);
    }
}

template <class G>
void multiply_all(Index R, Index n, G g, const Operands& o) {
    switch (o.epilogue.finish) {
        case Finish::activate:
            return multiply_all<Finish::activate>(R, n, g, o);
        case Finish::slope:
            return multiply_all<Finish::slope>(R, n, g, o);
        case Finish::slope_and_bend:
            return multiply_all<Finish::slope_and_bend>(R, n, g, o);
        case Finish::slope_onto:
            return multiply_all<Finish::slope_onto>(R, n, g, o);
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
    const Operands o{p, A, W, initial, C, epilogue};
    switch (epilogue.activation) {
        case Activation::tanh:
            return multiply_all(R, n, Tanh{}, o);
        case Activation::linear:
            return multiply_all(R, n, PiecewiseLinear{-std::numeric_limits<double>::infinity()}, o);
        case Activation::relu:
            return multiply_all(R, n, PiecewiseLinear{0.0}, o);
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
