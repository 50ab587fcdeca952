#include "network/kernels.hpp"

// This file is compiled once per instruction set; the best one is chosen when the program runs.
// foreach_target.h includes it again and comes first.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "network/kernels.cpp"
// clang-format off
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
#include <hwy/contrib/math/math-inl.h>
// clang-format on

HWY_BEFORE_NAMESPACE();

namespace jennopt::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::ScalableTag<double>;
using V = hn::Vec<Lanes>;

Index lanes() {
    return static_cast<Index>(hn::Lanes(Lanes()));
}

/// One tile of C: ROWS vectors of samples by COLS columns, all in registers.
template <Index ROWS, Index COLS>
void multiply_tile(
    Index p, const double* A, Index stride, Coefficients W, double* C, Index C_stride) {
    const Lanes d;
    const Index N = lanes();
    V sum[static_cast<std::size_t>(COLS)][static_cast<std::size_t>(ROWS)];
    for (auto& column : sum) {
        for (V& v : column) {
            v = hn::Zero(d);
        }
    }
    for (Index k = 0; k < p; ++k, A += stride) {
        V a[static_cast<std::size_t>(ROWS)];
        for (Index r = 0; r < ROWS; ++r) {
            a[r] = hn::LoadU(d, A + r * N);
        }
        const double* w = W.data + k * W.row_step;
        for (Index c = 0; c < COLS; ++c) {
            const V factor = hn::Set(d, w[c * W.column_step]);
            for (Index r = 0; r < ROWS; ++r) {
                sum[c][r] = hn::MulAdd(a[r], factor, sum[c][r]);
            }
        }
    }
    for (Index c = 0; c < COLS; ++c) {
        for (Index r = 0; r < ROWS; ++r) {
            hn::StoreU(sum[c][r], d, C + c * C_stride + r * N);
        }
    }
}

template <Index COLS>
void multiply_columns(Index R, Index p, ConstColumns A, Coefficients W, Columns C) {
    const Index N = lanes();
    Index row = 0;
    for (; row + 3 * N <= R; row += 3 * N) {
        multiply_tile<3, COLS>(p, A.data + row, A.stride, W, C.data + row, C.stride);
    }
    for (; row < R; row += N) {
        multiply_tile<1, COLS>(p, A.data + row, A.stride, W, C.data + row, C.stride);
    }
}

void multiply(Index R, Index p, Index n, ConstColumns A, Coefficients W, Columns C) {
    Index i = 0;
    const auto from = [&](Index column) {
        return Coefficients{W.data + column * W.column_step, W.row_step, W.column_step};
    };
    const auto to = [&](Index column) { return Columns{C.data + column * C.stride, C.stride}; };
    for (; i + 4 <= n; i += 4) {
        multiply_columns<4>(R, p, A, from(i), to(i));
    }
    switch (n - i) {
        case 3:
            multiply_columns<3>(R, p, A, from(i), to(i));
            break;
        case 2:
            multiply_columns<2>(R, p, A, from(i), to(i));
            break;
        case 1:
            multiply_columns<1>(R, p, A, from(i), to(i));
            break;
        default:
            break;
    }
}

/// G(i, k) += D.col(i) . A.col(k) for one tile of pairs.
template <Index ROWS, Index COLS>
void dot_tile(Index R,
              const double* D,
              Index D_stride,
              const double* A,
              Index A_stride,
              double* G,
              Index G_stride) {
    const Lanes d;
    const Index N = lanes();
    V sum[static_cast<std::size_t>(COLS)][static_cast<std::size_t>(ROWS)];
    for (auto& column : sum) {
        for (V& v : column) {
            v = hn::Zero(d);
        }
    }
    for (Index row = 0; row < R; row += N) {
        V left[static_cast<std::size_t>(ROWS)];
        for (Index r = 0; r < ROWS; ++r) {
            left[r] = hn::LoadU(d, D + r * D_stride + row);
        }
        for (Index c = 0; c < COLS; ++c) {
            const V right = hn::LoadU(d, A + c * A_stride + row);
            for (Index r = 0; r < ROWS; ++r) {
                sum[c][r] = hn::MulAdd(left[r], right, sum[c][r]);
            }
        }
    }
    for (Index c = 0; c < COLS; ++c) {
        for (Index r = 0; r < ROWS; ++r) {
            G[r + c * G_stride] += hn::GetLane(hn::SumOfLanes(d, sum[c][r]));
        }
    }
}

template <Index ROWS>
void dot_rows(
    Index R, Index p, const double* D, Index D_stride, ConstColumns A, double* G, Index G_stride) {
    Index k = 0;
    for (; k + 4 <= p; k += 4) {
        dot_tile<ROWS, 4>(
            R, D, D_stride, A.data + k * A.stride, A.stride, G + k * G_stride, G_stride);
    }
    for (; k < p; ++k) {
        dot_tile<ROWS, 1>(
            R, D, D_stride, A.data + k * A.stride, A.stride, G + k * G_stride, G_stride);
    }
}

void add_transposed_product(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G) {
    Index i = 0;
    for (; i + 3 <= n; i += 3) {
        dot_rows<3>(R, p, D.data + i * D.stride, D.stride, A, G.data + i, G.stride);
    }
    for (; i < n; ++i) {
        dot_rows<1>(R, p, D.data + i * D.stride, D.stride, A, G.data + i, G.stride);
    }
}

void add_bias_tanh(double* z, Index n, double bias) {
    const Lanes d;
    const Index N = lanes();
    const V b = hn::Set(d, bias);
    Index i = 0;
    for (; i + N <= n; i += N) {
        hn::StoreU(hn::Tanh(d, hn::Add(hn::LoadU(d, z + i), b)), d, z + i);
    }
    const hn::CappedTag<double, 1> one;
    for (; i < n; ++i) {
        hn::StoreU(hn::Tanh(one, hn::Add(hn::LoadU(one, z + i), hn::Set(one, bias))), one, z + i);
    }
}

void scale_by_tanh_slope(const double* a, double* z, Index n) {
    const Lanes d;
    const Index N = lanes();
    const V one = hn::Set(d, 1.0);
    for (Index i = 0; i < n; i += N) {
        const V A = hn::LoadU(d, a + i);
        hn::StoreU(hn::Mul(hn::NegMulAdd(A, A, one), hn::LoadU(d, z + i)), d, z + i);
    }
}

void pull_back_tanh_tangent(
    const double* a, const double* a_tangent, double* delta, double* delta_tangent, Index n) {
    const Lanes d;
    const Index N = lanes();
    const V one = hn::Set(d, 1.0);
    const V two = hn::Set(d, 2.0);
    for (Index i = 0; i < n; i += N) {
        const V A = hn::LoadU(d, a + i);
        const V D = hn::LoadU(d, delta_tangent + i);
        const V curvature = hn::Mul(hn::Mul(two, A), hn::LoadU(d, a_tangent + i));
        hn::StoreU(hn::NegMulAdd(curvature, D, hn::LoadU(d, delta + i)), d, delta + i);
        hn::StoreU(hn::Mul(hn::NegMulAdd(A, A, one), D), d, delta_tangent + i);
    }
}

}  // namespace jennopt::HWY_NAMESPACE

HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace jennopt {

HWY_EXPORT(multiply);
HWY_EXPORT(add_transposed_product);
HWY_EXPORT(add_bias_tanh);
HWY_EXPORT(scale_by_tanh_slope);
HWY_EXPORT(pull_back_tanh_tangent);

void multiply(Index R, Index p, Index n, ConstColumns A, Coefficients W, Columns C) {
    HWY_DYNAMIC_DISPATCH(multiply)(R, p, n, A, W, C);
}

void add_transposed_product(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G) {
    HWY_DYNAMIC_DISPATCH(add_transposed_product)(R, n, p, D, A, G);
}

void add_bias_tanh(double* z, Index n, double bias) {
    HWY_DYNAMIC_DISPATCH(add_bias_tanh)(z, n, bias);
}

void scale_by_tanh_slope(const double* a, double* z, Index n) {
    HWY_DYNAMIC_DISPATCH(scale_by_tanh_slope)(a, z, n);
}

void pull_back_tanh_tangent(
    const double* a, const double* a_tangent, double* delta, double* delta_tangent, Index n) {
    HWY_DYNAMIC_DISPATCH(pull_back_tanh_tangent)(a, a_tangent, delta, delta_tangent, n);
}

}  // namespace jennopt
#endif
