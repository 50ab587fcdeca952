#include "core/minimize.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

const Bounds box{.lower = Vector::Constant(2, -2.0), .upper = Vector::Constant(2, 2.0)};
const Bounds positive{.lower = Vector{{-10.0, 1e-3}}, .upper = Vector{{10.0, 10.0}}};

Algorithm every_constrained_algorithm() {
    return GENERATE(Algorithm::slsqp, Algorithm::mma, Algorithm::ccsaq);
}

/// NLopt's tutorial: min sqrt(x2) subject to x2 >= (2 x1)^3 and x2 >= (1 - x1)^3; minimum 0.5443 at
/// (1/3, 8/27).
Evaluation tutorial(const ConstVectorRef& x) {
    const double p = 2.0 * x(0);
    const double q = 1.0 - x(0);
    const double root = std::sqrt(x(1));
    return {.value = Vector{{root, p * p * p - x(1), q * q * q - x(1)}},
            .jacobian = Matrix{{0.0, 0.5 / root}, {6.0 * p * p, -1.0}, {-3.0 * q * q, -1.0}}};
}

}  // namespace

TEST_CASE("minimize: no false success on NLopt's tutorial problem", "[core][minimize]") {
    const Algorithm algorithm = every_constrained_algorithm();
    const Vector start = GENERATE(Vector{{1.234, 5.678}},
                                  Vector{{0.5, 4.4}},
                                  Vector{{-3.0, 9.0}},
                                  Vector{{0.0, 1.0}},
                                  Vector{{2.0, 1.0}});
    const MinimizeResult result =
        minimize(tutorial, positive, start, {.algorithm = algorithm, .gradient_tolerance = 1e-6});
    CAPTURE(name_of(result.termination), result.evaluations, result.stationarity);
    CHECK(result.y.value(0) == Approx(std::sqrt(8.0 / 27.0)).epsilon(1e-6));
    CHECK(result.x(0) == Approx(1.0 / 3.0).epsilon(1e-5));
    CHECK(result.violation <= 1e-8);
}

TEST_CASE("minimize: lbfgs with constraints is a ConfigError naming the choice",
          "[core][minimize]") {
    const auto run = [] {
        return minimize(tutorial, box, Vector{{1.0, 1.5}}, {.algorithm = Algorithm::lbfgs});
    };
    CHECK_THROWS_AS(run(), ConfigError);
    CHECK_THROWS_WITH(run(),
                      "algorithm lbfgs cannot take the 2 constraints; use slsqp, mma or ccsaq");
}

TEST_CASE("minimize: an infeasible start ends feasible", "[core][minimize]") {
    const Algorithm algorithm = every_constrained_algorithm();
    const MinimizeResult result =
        minimize(tutorial, positive, Vector{{1.0, 0.01}}, {.algorithm = algorithm});
    CHECK(result.violation <= 1e-8);
    CHECK(result.y.value(0) == Approx(std::sqrt(8.0 / 27.0)).epsilon(1e-4));
}

TEST_CASE("minimize: an infeasible problem answers with less violation and is never stationary",
          "[core][minimize]") {
    const Algorithm algorithm = every_constrained_algorithm();
    // x1 + 3 <= 0 cannot be met in the box: at best it is 1, at x1 = -2.
    const SmoothFunction impossible = [](const ConstVectorRef& x) {
        return Evaluation{.value = Vector{{x.squaredNorm(), x(0) + 3.0}},
                          .jacobian = Matrix{{2.0 * x(0), 2.0 * x(1)}, {1.0, 0.0}}};
    };
    const MinimizeResult result =
        minimize(impossible, box, Vector{{-1.2, 1.0}}, {.algorithm = algorithm});
    CHECK(result.violation == Approx(1.0).epsilon(1e-6));
    CHECK(result.violation == result.y.value(1));
    CHECK(result.termination != SearchTermination::stationary);
}
