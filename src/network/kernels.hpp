#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// Samples come in multiples of this: whole vectors on every machine, no remainders.
inline constexpr Index sample_unit = 8;

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

/// W read as a (rows, columns) matrix: entry (k, i) is at data + k * row_step + i * column_step.
struct Coefficients {
    const double* data;
    Index row_step;
    Index column_step;
};

/// C (R, n) = A (R, p) W (p, n), R a multiple of sample_unit.
void multiply(Index R, Index p, Index n, ConstColumns A, Coefficients W, Columns C);

/// G (n, p) += D (R, n)^T A (R, p), R a multiple of sample_unit.
void add_transposed_product(Index R, Index n, Index p, ConstColumns D, ConstColumns A, Columns G);

/// z(i) := tanh(z(i) + bias), within 4 units in the last place.
void add_bias_tanh(double* z, Index n, double bias);

/// z'(i) := (1 - a(i)^2) z'(i): a tangent through tanh, n a multiple of sample_unit.
void scale_by_tanh_slope(const double* a, double* z, Index n);

/// Back through tanh for one tangent: delta -= 2 a a' delta', then delta' := (1 - a^2) delta'; n a
/// multiple of sample_unit.
void pull_back_tanh_tangent(
    const double* a, const double* a_tangent, double* delta, double* delta_tangent, Index n);

}  // namespace jennopt
