#include "core/nonnegative.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

using namespace jennopt;

TEST_CASE("nonnegative least squares: an unconstrained solution that is positive is the solution",
          "[core][nonnegative]") {
    Rng rng(1);
    const Matrix A = random_matrix(6, 3, rng);
    const Vector x{{0.5, 20.0, 3.0}};
    CHECK((nonnegative_least_squares(A, A * x) - x).norm() <= 1e-12 * x.norm());
}

TEST_CASE("nonnegative least squares: every answer meets its optimality conditions",
          "[core][nonnegative]") {
    Rng rng(2);
    for (int i = 0; i < 200; ++i) {
        const Index rows = 1 + rng.below(6);
        const Index cols = 1 + rng.below(8);
        Matrix A = random_matrix(rows, cols, rng);
        A.col(0) *= 1e6;
        const Vector b = random_vector(rows, rng);
        const Vector x = nonnegative_least_squares(A, b);
        const Vector slope = A.transpose() * (A * x - b);
        const Vector rounding = 1e-12 * b.norm() * A.colwise().norm().transpose();
        CHECK((x.array() >= 0.0).all());
        CHECK((slope.array() >= -rounding.array()).all());
        CHECK((x.array() > 0.0).select(slope.cwiseAbs() - rounding, -1.0).maxCoeff() <= 0.0);
    }
}

TEST_CASE("nonnegative least squares: equal, opposite and zero columns are survived",
          "[core][nonnegative]") {
    const Matrix A{{1.0, 1.0, -1.0, 0.0}, {2.0, 2.0, -2.0, 0.0}};
    const Vector b{{3.0, 6.0}};
    const Vector x = nonnegative_least_squares(A, b);
    CHECK((A * x - b).norm() <= 1e-13);
    CHECK(x(3) == 0.0);
    CHECK(nonnegative_least_squares(A, Vector::Zero(2)) == Vector::Zero(4));
    CHECK(nonnegative_least_squares(Matrix(2, 0), b).size() == 0);
}
