#include "jennopt/core/random.hpp"
#include "optimization/warped_kriging.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

using Function = std::function<Evaluation(const Vector& u)>;

double wave(const Vector& u) {
    return std::sin(3.0 * u(0)) + u(0) * u(1);
}

Matrix wave_slopes(const Vector& u) {
    return Vector{{3.0 * std::cos(3.0 * u(0)) + u(1), u(0)}}.transpose();
}

Evaluation smooth(const Vector& u) {
    return {.value = Vector::Constant(1, wave(u)), .jacobian = wave_slopes(u)};
}

/// exp(5 wave), four decades above -20.
Evaluation decades(const Vector& u) {
    const double y = std::exp(5.0 * wave(u));
    return {.value = Vector::Constant(1, y - 20.0), .jacobian = 5.0 * y * wave_slopes(u)};
}

struct Samples {
    Matrix U;
    Vector y;
    Matrix dydx;
};

Samples random_samples(const Function& function, Index m, std::uint64_t seed) {
    Rng rng(seed);
    Samples samples{.U = Matrix::NullaryExpr(2, m, [&rng] { return rng.uniform(); }),
                    .y = Vector(m),
                    .dydx = Matrix(2, m)};
    for (Index t = 0; t < m; ++t) {
        const Evaluation there = function(samples.U.col(t));
        samples.y(t) = there.value(0);
        samples.dydx.col(t) = there.jacobian.row(0).transpose();
    }
    return samples;
}

WarpedKriging fitted(const Samples& samples, bool may_warp) {
    return fit_warped_kriging(samples.U, samples.y, samples.dydx, {}, may_warp);
}

/// Median of |ln ((predicted + 20) / (true + 20))| over other points.
double error_of(const WarpedKriging& model) {
    const Samples others = random_samples(decades, 101, 2);
    std::vector<double> errors;
    for (Index t = 0; t < others.y.size(); ++t) {
        const double predicted = std::max(model.predict(others.U.col(t)) + 20.0, 1e-3);
        errors.push_back(std::abs(std::log(predicted / (others.y(t) + 20.0))));
    }
    std::ranges::nth_element(errors, errors.begin() + 50);
    return errors[50];
}

}  // namespace

TEST_CASE("warped kriging: the warp rises, its inverse and slopes are its own",
          "[optimization][warped_kriging]") {
    const Warp warp{.origin = -2.0, .scale = 0.3};
    const auto at = [&](const Vector& y) { return Vector::Constant(1, warp(y(0))).eval(); };
    const auto back = [&](const Vector& w) {
        return Vector::Constant(1, warp.inverse(w(0))).eval();
    };
    for (const double y : {-5.0, -2.4, -1.9, -1.0, 40.0}) {
        const double w = warp(y);
        CHECK(warp.inverse(w) == Approx(y));
        CHECK(warp.slope(y) * warp.inverse_slope(w) == Approx(1.0));
        require_derivatives(
            at, Vector::Constant(1, y), Matrix::Constant(1, 1, warp.slope(y)), 1e-7);
        require_derivatives(
            back, Vector::Constant(1, w), Matrix::Constant(1, 1, warp.inverse_slope(w)), 1e-7);
    }
    CHECK(warp(-2.0) == 0.0);
    CHECK(std::isfinite(warp.inverse(1e6)));
    CHECK(Warp{}(3.7) == 3.7);
    CHECK(Warp{}.inverse(3.7) == 3.7);
}

TEST_CASE("warped kriging: values that span decades are warped and predicted better",
          "[optimization][warped_kriging]") {
    const Samples samples = random_samples(decades, 14, 1);
    const WarpedKriging model = fitted(samples, true);
    REQUIRE(model.warp.scale > 0.0);
    CHECK(model.warp.origin == samples.y.minCoeff());
    for (Index t = 0; t < samples.y.size(); ++t) {
        Vector gradient;
        CHECK(model.predict(samples.U.col(t), &gradient) ==
              Approx(samples.y(t)).epsilon(1e-4).margin(1e-4));
        CHECK((gradient - samples.dydx.col(t)).norm() <= 1e-3 * (1.0 + samples.dydx.col(t).norm()));
    }
    const WarpedKriging plain = fitted(samples, false);
    CHECK(plain.warp.scale == 0.0);
    CHECK(error_of(model) < 0.5 * error_of(plain));

    const Vector u{{0.37, 0.61}};
    Vector gradient;
    (void)model.predict(u, &gradient);
    require_derivatives(
        [&](const Vector& at) { return Vector::Constant(1, model.predict(at)).eval(); },
        u,
        gradient.transpose(),
        1e-5);
}

TEST_CASE("warped kriging: without need the output is left as it is",
          "[optimization][warped_kriging]") {
    CHECK(fitted(random_samples(smooth, 14, 1), true).warp.scale == 0.0);
    CHECK(fitted(random_samples(decades, 3, 1), true).warp.scale == 0.0);
    Samples constant = random_samples(smooth, 8, 1);
    constant.y.setConstant(4.0);
    constant.dydx.setConstant(0.0);
    const WarpedKriging model = fitted(constant, true);
    CHECK(model.warp.scale == 0.0);
    CHECK(model.predict(Vector{{0.2, 0.9}}) == Approx(4.0));
}

TEST_CASE("warped kriging: partials that are missing are not needed",
          "[optimization][warped_kriging]") {
    Samples samples = random_samples(decades, 30, 1);
    samples.dydx.setConstant(std::numeric_limits<double>::quiet_NaN());
    const WarpedKriging model = fitted(samples, true);
    CHECK(model.warp.scale > 0.0);
    CHECK(error_of(model) < error_of(fitted(samples, false)));
}
