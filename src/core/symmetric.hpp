#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// Large symmetric matrices, of which only the lower triangle is read and written. One thread; the
/// processor's best vector instructions, chosen at run time.

/// S += A^T A, S (p, p), A (n, p).
void add_inner_products(const ConstMatrixRef& A, Matrix& S);

/// S += A A^T, S (n, n), A (n, p).
void add_outer_products(const ConstMatrixRef& A, Matrix& S);

/// S := its Cholesky factor L, S = L L^T.
/// @return false if S is not positive definite to rounding; it is spoilt then
[[nodiscard]] bool factorize(Matrix& S);

/// b := S^-1 b.
/// @param L  what factorize() left
void solve_factorized(const Matrix& L, Vector& b);

/// B := L^-1 B, B (n, any).
/// @param L  what factorize() left
void solve_lower(const Matrix& L, Matrix& B);

/// b := L^-1 b.
void solve_lower(const Matrix& L, Vector& b);

/// b := L^-T b.
void solve_upper(const Matrix& L, Vector& b);

/// L := S^-1, lower triangle.
/// @param L  what factorize() left
void invert_factorized(Matrix& L);

}  // namespace jennopt
