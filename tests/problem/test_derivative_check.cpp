#include "jennopt/core/error.hpp"
#include "problem/derivative_check.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

/// (x0^2 x1, sin x1, 5)
Vector function(const Vector& x) {
    return Vector{{x(0) * x(0) * x(1), std::sin(x(1)), 5.0}};
}

Matrix partials(const Vector& x) {
    return Matrix{{2.0 * x(0) * x(1), x(0) * x(0)}, {0.0, std::cos(x(1))}, {0.0, 0.0}};
}

const Vector point{{1.5, -0.7}};

}  // namespace

TEST_CASE("check_derivatives: exact partials pass", "[problem][derivative_check]") {
    CHECK(check_derivatives(function, point, partials(point)).error < 1e-9);
}

TEST_CASE("check_derivatives: the worst entry is named with both values",
          "[problem][derivative_check]") {
    Matrix wrong = partials(point);
    wrong(0, 0) += 1e-3;
    wrong(1, 1) *= -1.0;
    const DerivativeCheck worst = check_derivatives(function, point, wrong);
    CHECK(worst.output == 1);
    CHECK(worst.input == 1);
    CHECK(worst.given == -std::cos(-0.7));
    CHECK(worst.difference == Approx(std::cos(-0.7)));
    CHECK(worst.error == Approx(2.0 * std::cos(-0.7)));
}

TEST_CASE("check_derivatives: the error is relative where a row is large",
          "[problem][derivative_check]") {
    const auto steep = [](const Vector& x) { return Vector{{1000.0 * x(0) + x(1)}}; };
    const DerivativeCheck worst = check_derivatives(steep, point, Matrix{{1000.0, 2.0}});
    CHECK(worst.input == 1);
    CHECK(worst.error == Approx(1e-3).epsilon(1e-5));
}

TEST_CASE("check_derivatives: missing partials are skipped", "[problem][derivative_check]") {
    Matrix partly = partials(point);
    partly(1, 1) = std::numeric_limits<double>::quiet_NaN();
    CHECK(check_derivatives(function, point, partly).error < 1e-9);
}

TEST_CASE("check_derivatives: a difference that cannot be formed is no pass",
          "[problem][derivative_check]") {
    const auto root = [](const Vector& x) { return Vector{{std::sqrt(x(0))}}; };
    CHECK(std::isinf(check_derivatives(root, Vector{{0.0}}, Matrix{{1.0}}).error));
}

TEST_CASE("check_derivatives: a Jacobian of another shape is refused with its shape",
          "[problem][derivative_check]") {
    CHECK_THROWS_WITH((void)check_derivatives(function, point, Matrix::Zero(2, 3)),
                      Catch::Contains("2 x 3") && Catch::Contains("expected 3 x 2"));
    CHECK_THROWS_AS((void)check_derivatives(function, point, Matrix()), ShapeError);
}
