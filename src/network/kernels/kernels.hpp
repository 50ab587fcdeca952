#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/network/activation.hpp"

#include <span>

namespace jennopt {

// The arithmetic of a network: products.cpp has matrix products with what is done to their results,
// reductions.cpp the sums over samples, product_sums.cpp sums of products entry by entry, and
// transpose.cpp transposed copies.

/// Samples come in multiples of this: whole vectors on every machine, no remainders.
inline constexpr Index sample_unit = 8;

inline Index whole_units(Index samples) {
    return (samples + sample_unit - 1) / sample_unit * sample_unit;
}

/// A column-major array whose rows are samples (and their tangents): column i begins at data + i *
/// stride.
struct Columns {
    double* data;
    Index stride;
};

struct ConstColumns {
    const double* data;
    Index stride;
};

/// W read as a (p, n) matrix: entry (k, i) is at data + k * row_step + i * column_step.
struct Coefficients {
    const double* data;
    Index row_step;
    Index column_step;
};

/// W (n_l, n_(l-1)), column-major, as a product takes it: transposed on the way forward, as it is
/// on the way back.
inline Coefficients transposed(const Eigen::Map<const Matrix>& W) {
    return {W.data(), W.rows(), 1};
}

inline Coefficients as_it_is(const Eigen::Map<const Matrix>& W) {
    return {W.data(), 1, W.rows()};
}

/// What becomes of a product's result before it is stored: with a = g(z) of the same sample and
/// neuron, g' and g'' are functions of a.
enum class Finish {
    activate,        ///< C := g(z)
    slope,           ///< C := g'(a) z
    slope_and_bend,  ///< C := g'(a) z and bend += (g'' / g')(a) z other
    slope_onto       ///< C := g'(a) z + C
};

struct Epilogue {
    Finish finish;
    Activation activation;
    const double* a = nullptr;      ///< laid out as C, as are the next two
    const double* other = nullptr;  ///< slope_and_bend
    double* bend = nullptr;         ///< slope_and_bend
    bool bend_is_zero = false;      ///< bend holds nothing yet: set it instead of adding
};

/// z = initial + A (R, p) W (p, n), finished and stored in C (R, n); R a multiple of sample_unit.
/// @param initial  (n), added to every row; nullptr: zeros
void multiply(Index R,
              Index p,
              Index n,
              ConstColumns A,
              Coefficients W,
              const double* initial,
              Columns C,
              const Epilogue& epilogue);

/// C (R, n) = A (R, p) W (p, n).
inline void multiply(Index R, Index p, Index n, ConstColumns A, Coefficients W, Columns C) {
    multiply(R, p, n, A, W, nullptr, C, {Finish::activate, Activation::linear});
}

/// G (n, p) += D (R, n)^T A (R, p), R a multiple of sample_unit.
void add_transposed_product(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G);

/// sums (n) += the column sums of D (R, n), R a multiple of sample_unit.
void add_column_sums(Index R, Index n, ConstColumns D, double* sums);

/// to (columns, rows) = the transpose of from (rows, columns).
void transpose(Index rows, Index columns, ConstColumns from, Columns to);

/// u v, entry by entry; without v, u.
struct ProductTerm {
    ConstColumns u;
    ConstColumns v = {nullptr, 0};
};

/// to (R, n) := the sum of the terms, R a multiple of sample_unit.
void sum_products(Index R, Index n, std::span<const ProductTerm> terms, Columns to);

/// a(i) := tanh(z(i)) as Finish::activate does it, within 3 units in the last place, in place too:
/// for tests.
void tanh(const double* z, double* a, Index n);

/// seed(i) := scale weight(i) (prediction(i) - truth(i)), and 0 where the weight is 0 whatever the
/// truth holds there.
/// @param weight  nullptr: all are 1
/// @return sum of weight(i) (prediction(i) - truth(i))^2
double weigh_residuals(Index n,
                       const double* prediction,
                       const double* truth,
                       const double* weight,
                       double scale,
                       double* seed);

}  // namespace jennopt
