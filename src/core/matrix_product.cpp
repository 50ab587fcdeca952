#include "core/matrix_product.hpp"

#include "core/blas.hpp"

namespace jennopt {

namespace {

void product(CBLAS_TRANSPOSE of_A,
             CBLAS_TRANSPOSE of_B,
             Index inner,
             const ConstMatrixRef& A,
             const ConstMatrixRef& B,
             Eigen::Ref<Matrix> C) {
    const auto size = [](Index n) { return static_cast<blasint>(n); };
    blas().dgemm(CblasColMajor,
                 of_A,
                 of_B,
                 size(C.rows()),
                 size(C.cols()),
                 size(inner),
                 1.0,
                 A.data(),
                 size(A.outerStride()),
                 B.data(),
                 size(B.outerStride()),
                 0.0,
                 C.data(),
                 size(C.outerStride()));
}

}  // namespace

void multiply_by_transposed(const ConstMatrixRef& A,
                            const ConstMatrixRef& B,
                            Eigen::Ref<Matrix> C) {
    product(CblasNoTrans, CblasTrans, A.cols(), A, B, C);
}

void multiply_transposed_by(const ConstMatrixRef& A,
                            const ConstMatrixRef& B,
                            Eigen::Ref<Matrix> C) {
    product(CblasTrans, CblasNoTrans, A.rows(), A, B, C);
}

}  // namespace jennopt
