#include "core/symmetric.hpp"

#include "core/blas.hpp"

namespace jennopt {

namespace {

blasint size_of(Index n) {
    return static_cast<blasint>(n);
}

}  // namespace

void add_inner_products(const ConstMatrixRef& A, Matrix& S) {
    blas().dsyrk(CblasColMajor,
                 CblasLower,
                 CblasTrans,
                 size_of(A.cols()),
                 size_of(A.rows()),
                 1.0,
                 A.data(),
                 size_of(A.outerStride()),
                 1.0,
                 S.data(),
                 size_of(S.rows()));
}

void add_outer_products(const ConstMatrixRef& A, Matrix& S) {
    blas().dsyrk(CblasColMajor,
                 CblasLower,
                 CblasNoTrans,
                 size_of(A.rows()),
                 size_of(A.cols()),
                 1.0,
                 A.data(),
                 size_of(A.outerStride()),
                 1.0,
                 S.data(),
                 size_of(S.rows()));
}

bool factorize(Matrix& S) {
    char lower = 'L';
    blasint n = size_of(S.rows());
    blasint info = 0;
    blas().dpotrf(&lower, &n, S.data(), &n, &info);
    return info == 0;
}

void solve_factorized(const Matrix& L, Vector& b) {
    char lower = 'L';
    blasint n = size_of(L.rows());
    blasint columns = 1;
    blasint info = 0;
    // The old interface takes no const; the factor is only read.
    blas().dpotrs(&lower, &n, &columns, const_cast<double*>(L.data()), &n, b.data(), &n, &info);
}

void solve_lower(const Matrix& L, Matrix& B) {
    blas().dtrsm(CblasColMajor,
                 CblasLeft,
                 CblasLower,
                 CblasNoTrans,
                 CblasNonUnit,
                 size_of(B.rows()),
                 size_of(B.cols()),
                 1.0,
                 L.data(),
                 size_of(L.rows()),
                 B.data(),
                 size_of(B.rows()));
}

void solve_lower(const Matrix& L, Vector& b) {
    blas().dtrsv(CblasColMajor,
                 CblasLower,
                 CblasNoTrans,
                 CblasNonUnit,
                 size_of(L.rows()),
                 L.data(),
                 size_of(L.rows()),
                 b.data(),
                 1);
}

void solve_upper(const Matrix& L, Vector& b) {
    blas().dtrsv(CblasColMajor,
                 CblasLower,
                 CblasTrans,
                 CblasNonUnit,
                 size_of(L.rows()),
                 L.data(),
                 size_of(L.rows()),
                 b.data(),
                 1);
}

void invert_factorized(Matrix& L) {
    char lower = 'L';
    blasint n = size_of(L.rows());
    blasint info = 0;
    blas().dpotri(&lower, &n, L.data(), &n, &info);
}

}  // namespace jennopt
