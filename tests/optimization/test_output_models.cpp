#include "optimization/output_models.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// |u - t|, a cone with its tip at t, or |u - t|^2.
Evaluation distance(const Vector& u, const Vector& tip, bool squared) {
    const Vector d = u - tip;
    return squared ? Evaluation{.value = Vector::Constant(1, d.squaredNorm()),
                                .jacobian = 2.0 * d.transpose()}
                   : Evaluation{.value = Vector::Constant(1, d.norm()),
                                .jacobian = d.transpose() / d.norm()};
}

/// On a spiral that narrows from 0.3 to 1e-5 around the tip.
UnitSamples spiral(bool squared) {
    const Vector tip{{0.45, 0.55}};
    UnitSamples samples{.U = Matrix(2, 0), .Y = Matrix(1, 0)};
    for (int t = 0; t < 12; ++t) {
        const double radius = 0.3 * std::pow(10.0, -0.4 * t);
        const Vector u = tip + radius * Vector{{std::cos(2.0 * t), std::sin(2.0 * t)}};
        const Evaluation y = distance(u, tip, squared);
        samples.add(u, y.value, y.jacobian);
    }
    return samples;
}

}  // namespace

TEST_CASE("output models: kriging meets the samples of a smooth function",
          "[optimization][output_models]") {
    const UnitSamples samples = spiral(true);
    const OutputModels models(ProposingModel::kriging, samples, nullptr, Rng(1));
    CHECK(models.is_exact());
    for (Index t = 0; t < samples.m(); ++t) {
        CHECK(models(samples.U.col(t)).value(0) == Approx(samples.Y(0, t)).margin(1e-4));
    }
}

TEST_CASE("output models: where kriging cannot meet the samples it predicts nothing absurd",
          "[optimization][output_models]") {
    const UnitSamples samples = spiral(false);
    const OutputModels models(ProposingModel::kriging, samples, nullptr, Rng(1));
    CHECK_FALSE(models.is_exact());
    for (double a = 0.0; a <= 1.0; a += 0.1) {
        for (double b = 0.0; b <= 1.0; b += 0.1) {
            CHECK(std::abs(models(Vector{{a, b}}).value(0)) < 1.0);
        }
    }
}

TEST_CASE("output models: a warped objective has the partials of its values",
          "[optimization][output_models]") {
    Rng rng(4);
    UnitSamples samples{.U = Matrix(2, 0), .Y = Matrix(2, 0)};
    for (int t = 0; t < 14; ++t) {
        const Vector u{{rng.uniform(), rng.uniform()}};
        const double y = std::exp(8.0 * u(0) - 6.0 * u(1));
        samples.add(u, Vector{{y, u(0) - u(1)}}, Matrix{{8.0 * y, -6.0 * y}, {1.0, -1.0}});
    }
    for (const ProposingModel model : {ProposingModel::kriging, ProposingModel::jenn}) {
        const OutputModels models(model, samples, nullptr, Rng(1));
        const Vector u{{0.42, 0.37}};
        const Evaluation there = models(u);
        CHECK(there.value(0) == Approx(std::exp(8.0 * u(0) - 6.0 * u(1))).epsilon(0.05));
        CHECK(there.value(1) == Approx(u(0) - u(1)).margin(1e-3));
        require_derivatives(
            [&](const Vector& at) { return models(at).value; }, u, there.jacobian, 1e-5);
    }
}
