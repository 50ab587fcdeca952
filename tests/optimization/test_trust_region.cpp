#include "optimization/output_models.hpp"
#include "optimization/tangent_planes.hpp"
#include "optimization/trust_region.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"

#include <cmath>
#include <limits>
#include <memory>

using namespace jennopt;

namespace {

/// sin(3 u1) + u2^2 and u1 + u2 - 0.8.
Evaluation truth(const ConstVectorRef& u) {
    return {.value = Vector{{std::sin(3.0 * u(0)) + u(1) * u(1), u(0) + u(1) - 0.8}},
            .jacobian = Matrix{{3.0 * std::cos(3.0 * u(0)), 2.0 * u(1)}, {1.0, 1.0}}};
}

UnitSamples samples_of(const Matrix& U) {
    UnitSamples samples{.U = Matrix(2, 0), .Y = Matrix(2, 0)};
    for (Index t = 0; t < U.cols(); ++t) {
        const Evaluation y = truth(U.col(t));
        samples.add(U.col(t), y.value, y.jacobian);
    }
    return samples;
}

const Matrix places{{0.1, 0.4, 0.7, 0.9}, {0.2, 0.8, 0.3, 0.6}};

}  // namespace

TEST_CASE("corrected models are exact at the centre, and their partials those of their values",
          "[optimization][trust_region]") {
    const auto model = GENERATE(ProposingModel::kriging, ProposingModel::jenn, ProposingModel::nn);
    CAPTURE(name_of(model));
    const UnitSamples samples = samples_of(places);
    const auto fitted = std::make_shared<OutputModels>(model, samples, nullptr, Rng(3));
    TrustCentre centre{.u = places.col(1), .y = truth(places.col(1))};
    const SmoothFunction function = corrected(fitted, centre);
    const Evaluation there = function(centre.u);
    CHECK(there.value.isApprox(centre.y.value, 1e-12));
    CHECK(there.jacobian.isApprox(centre.y.jacobian, 1e-12));
    // Kriging of the second output, which is linear, has long lengths, and values to 1e-10 only.
    const Vector u{{0.35, 0.55}};
    require_derivatives([&](const Vector& at) { return function(at).value; },
                        u,
                        function(u).jacobian,
                        model == ProposingModel::kriging ? 1e-4 : 1e-5);
}

TEST_CASE("a missing partial of the centre is the model's", "[optimization][trust_region]") {
    const UnitSamples samples = samples_of(places);
    const auto fitted =
        std::make_shared<OutputModels>(ProposingModel::kriging, samples, nullptr, Rng(3));
    TrustCentre centre{.u = places.col(1), .y = truth(places.col(1))};
    centre.y.jacobian(0, 1) = std::numeric_limits<double>::quiet_NaN();
    const SmoothFunction function = corrected(fitted, centre);
    CHECK(function(centre.u).jacobian(0, 1) == (*fitted)(centre.u).jacobian(0, 1));
    CHECK(centre.y.jacobian.allFinite());
}

TEST_CASE("a step stays inside region and box, and meets constraints before it descends",
          "[optimization][trust_region]") {
    const SmoothFunction function = truth;
    const Vector u{{0.9, 0.9}};  // violates by 1
    const TrustStep far = trust_step(function, {.u = u, .y = truth(u)}, 0.2, 1e-6);
    CHECK((far.u - u).lpNorm<Eigen::Infinity>() <= 0.2 + 1e-12);
    CHECK(far.u.isApprox(Vector{{0.7, 0.7}}, 1e-6));  // the least violation there is
    CHECK(far.gain > 0.0);
    const TrustStep near = trust_step(function, {.u = u, .y = truth(u)}, 0.9, 1e-6);
    CHECK(near.y.value(1) <= 1e-6);
    CHECK(near.u.minCoeff() >= 0.0);
    CHECK(near.merit(truth(u).value) > near.merit(near.y.value));
}

TEST_CASE("tangent planes of a cone meet at its tip", "[optimization][trust_region]") {
    const auto cone = [](const Vector& u) {
        const Vector d = u - Vector{{0.5, 0.5}};
        return Evaluation{.value = Vector::Constant(1, d.norm()),
                          .jacobian = d.transpose() / d.norm()};
    };
    UnitSamples samples{.U = Matrix(2, 0), .Y = Matrix(1, 0)};
    for (const auto& [a, b] : {std::pair(0.6, 0.5), std::pair(0.45, 0.6), std::pair(0.44, 0.42)}) {
        const Vector u{{a, b}};
        samples.add(u, cone(u).value, cone(u).jacobian);
    }
    const Vector centre = samples.U.col(0);
    const TrustStep step = tangent_planes_step(samples, {.u = centre, .y = cone(centre)}, 0.2);
    CHECK(step.u.isApprox(Vector{{0.5, 0.5}}, 1e-6));
    CHECK(step.gain == Approx(0.1).epsilon(1e-5));
}
