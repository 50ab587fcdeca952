#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// Large symmetric matrices, of which only the lower triangle is read and written. One thread; the
/// processor's best vector instructions, chosen at run time.

/// S += A^T A, S (p, p), A (n, p).
void add_inner_products(const ConstMatrixRef& A, Matrix& S);

/// S := A A^T, S (n, n), A (n, p).
void set_outer_products(const ConstMatrixRef& A, Matrix& S);

/// S := its Cholesky factor L, S = L L^T.
/// @return false if S is not positive definite to rounding; it is spoilt then
[[nodiscard]] bool factorize(Matrix& S);

/// b := S^-1 b.
/// @param L  what factorize() left
void solve_factorized(const Matrix& L, Vector& b);

}  // namespace jennopt
