#include "support/catch.hpp"
#include "training/damping.hpp"

using namespace jennopt;

TEST_CASE("damping: good steps lower it to a third, down to rounding of the largest curvature",
          "[training][levenberg_marquardt]") {
    const double curvature = GENERATE(1e-200, 3.0, 1e200);
    Damping damping(curvature);
    const double initial = damping.value();
    CHECK(initial == Approx(1e-6 * curvature));
    damping.accept(1.0, curvature);
    CHECK(damping.value() == Approx(initial / 3.0));
    for (int i = 0; i < 2000; ++i) {
        damping.accept(1.0, curvature);
    }
    CHECK(damping.value() == std::numeric_limits<double>::epsilon() * curvature);
    CHECK(curvature + 4.0 * damping.value() > curvature);
}

TEST_CASE("damping: from its floor it follows the curvature, and bad steps raise it fast",
          "[training][levenberg_marquardt]") {
    Damping damping(1.0);
    for (int i = 0; i < 100; ++i) {
        damping.accept(1.0, 1.0);
    }
    damping.accept(1.0, 1e6);
    CHECK(damping.value() == std::numeric_limits<double>::epsilon() * 1e6);
    int rejected = 0;
    for (; !damping.is_useless(1.0); ++rejected) {
        damping.reject();
    }
    CHECK(rejected < 15);
}

TEST_CASE("damping: poor steps raise it, and without curvature it stays above zero",
          "[training][levenberg_marquardt]") {
    Damping damping(1.0);
    damping.accept(0.1, 1.0);
    CHECK(damping.value() > 1e-6);
    Damping nothing(0.0);
    for (int i = 0; i < 2000; ++i) {
        nothing.accept(1.0, 0.0);
    }
    CHECK(nothing.value() > 0.0);
}
