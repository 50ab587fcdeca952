#pragma once

#include "jennopt/core/types.hpp"

namespace jennopt {

/// Products of large matrices. One thread; the processor's best vector instructions, chosen at run
/// time.

/// C := A B^T, A (n, k), B (p, k), C (n, p).
void multiply_by_transposed(const ConstMatrixRef& A, const ConstMatrixRef& B, Eigen::Ref<Matrix> C);

/// C := A^T B, A (k, n), B (k, p), C (n, p).
void multiply_transposed_by(const ConstMatrixRef& A, const ConstMatrixRef& B, Eigen::Ref<Matrix> C);

}  // namespace jennopt
