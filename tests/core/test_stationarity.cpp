#include "core/stationarity.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

using namespace jennopt;

namespace {

const Bounds unit_square{.lower = Vector::Zero(2), .upper = Vector::Ones(2)};

/// Objective and constraints at a point where only their values and gradients matter.
double stationarity_at(const Vector& x, const Vector& value, const Matrix& jacobian) {
    return stationarity(x, {.value = value, .jacobian = jacobian}, unit_square, 1e-8);
}

}  // namespace

TEST_CASE("stationarity: in the interior it is the gradient's norm", "[core][minimize]") {
    CHECK(stationarity_at(Vector{{0.5, 0.5}}, Vector{{7.0}}, Matrix{{3.0, -4.0}}) == 5.0);
    CHECK(stationarity(Vector{{9.0, 9.0}},
                       {.value = Vector{{7.0}}, .jacobian = Matrix{{3.0, -4.0}}},
                       {},
                       0.0) == 5.0);
}

TEST_CASE("stationarity: a bound takes away only the component that points out of the box",
          "[core][minimize]") {
    CHECK(stationarity_at(Vector{{0.0, 0.5}}, Vector{{7.0}}, Matrix{{3.0, -4.0}}) ==
          Approx(4.0).epsilon(1e-15));
    CHECK(stationarity_at(Vector{{1.0, 0.5}}, Vector{{7.0}}, Matrix{{3.0, -4.0}}) == 5.0);
    CHECK(stationarity_at(Vector{{0.0, 1.0}}, Vector{{7.0}}, Matrix{{3.0, -4.0}}) == 0.0);
}

TEST_CASE(
    "stationarity: zero where an active constraint holds the gradient, its norm where it is "
    "inactive",
    "[core][minimize]") {
    const Matrix jacobian{{1.0, 2.0}, {-3.0, -6.0}};
    const Vector x{{0.5, 0.5}};
    CHECK(stationarity_at(x, Vector{{7.0, 0.0}}, jacobian) <= 1e-15);
    CHECK(stationarity_at(x, Vector{{7.0, -1e-9}}, jacobian) <= 1e-15);
    CHECK(stationarity_at(x, Vector{{7.0, -0.1}}, jacobian) == Approx(std::sqrt(5.0)));
}

TEST_CASE("stationarity: a constraint that would need a negative multiplier does not hold",
          "[core][minimize]") {
    CHECK(stationarity_at(Vector{{0.5, 0.5}}, Vector{{7.0, 0.0}}, Matrix{{1.0, 2.0}, {3.0, 6.0}}) ==
          Approx(std::sqrt(5.0)));
    // Together with a second constraint that does hold.
    CHECK(stationarity_at(Vector{{0.5, 0.5}},
                          Vector{{7.0, 0.0, 0.0}},
                          Matrix{{1.0, 2.0}, {1.0, 0.0}, {0.0, -1.0}}) == Approx(1.0));
}

TEST_CASE("stationarity: a vertex held by a bound and a constraint together is a KKT point",
          "[core][minimize]") {
    // Gradient (-1, -1), constraint gradient (2, 1), bound x1 >= 0: multipliers 1 and 1.
    CHECK(stationarity_at(
              Vector{{0.0, 0.5}}, Vector{{7.0, 0.0}}, Matrix{{-1.0, -1.0}, {2.0, 1.0}}) <= 1e-15);
}

TEST_CASE("stationarity: never above the gradient's norm, for any active set", "[core][minimize]") {
    Rng rng(5);
    for (int i = 0; i < 100; ++i) {
        const Index constraints = rng.below(5);
        const Matrix jacobian = random_matrix(1 + constraints, 2, rng);
        const Vector x{
            {static_cast<double>(rng.below(3)) / 2.0, static_cast<double>(rng.below(3)) / 2.0}};
        const double s = stationarity_at(x, Vector::Zero(1 + constraints), jacobian);
        CHECK(s >= 0.0);
        CHECK(s <= jacobian.row(0).norm() * (1.0 + 1e-14));
    }
}
