#include "jennopt/core/error.hpp"
#include "problem/wrappers.hpp"
#include "study/counting_problem.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace jennopt;

namespace {

const Vector point{{0.5, 0.2}};
const Matrix exact{{0.4, 1.2}};

Evaluation evaluate(const Problem& problem, const WrapperOptions& options, const Vector& x) {
    return WrappedProblem(problem, options, Rng(1)).evaluate(x, Derivatives::first);
}

/// A share, over many points, of evaluations of which something is true.
double share(const WrappedProblem& problem, const std::function<bool(const Evaluation&)>& holds) {
    constexpr int n = 4000;
    Rng rng(5);
    int count = 0;
    for (int i = 0; i < n; ++i) {
        const Vector x{{rng.uniform(), rng.uniform()}};
        try {
            count += holds(problem.evaluate(x, Derivatives::first)) ? 1 : 0;
        } catch (const EvaluationError&) {
            count += holds({}) ? 1 : 0;
        }
    }
    return static_cast<double>(count) / n;
}

}  // namespace

TEST_CASE("wrappers: without options a problem is what it was", "[problem][wrappers]") {
    const CountingProblem bowl;
    const Evaluation y = evaluate(bowl, {}, point);
    CHECK(y.value == bowl.evaluate(point, Derivatives::none).value);
    CHECK(y.jacobian.isApprox(exact, 1e-14));
    CHECK(wrapped_info(bowl.info(), {}).gradient_price == bowl.info().gradient_price);
}

TEST_CASE("wrappers: without partials every partial is missing", "[problem][wrappers]") {
    const CountingProblem bowl;
    const WrapperOptions options{.partials = {.source = PartialsSource::none}};
    CHECK_FALSE(wrapped_info(bowl.info(), options).has_partials);
    CHECK(evaluate(bowl, options, point).jacobian.array().isNaN().all());
}

TEST_CASE("wrappers: differences have the error of their scheme and cost values",
          "[problem][wrappers]") {
    const CountingProblem bowl;
    WrapperOptions options{.partials = {.source = PartialsSource::finite_difference,
                                        .scheme = DifferenceScheme::forward,
                                        .step = 1e-3}};
    // Widths are 2: the step is 0.002, the error half of it times the second derivatives 2 and 4.
    CHECK((evaluate(bowl, options, point).jacobian - exact).isApprox(Matrix{{0.002, 0.004}}, 1e-8));
    CHECK(bowl.evaluations == 3);
    CHECK(wrapped_info(bowl.info(), options).gradient_price == 2.0);
    options.partials.scheme = DifferenceScheme::central;
    CHECK(evaluate(bowl, options, point).jacobian.isApprox(exact, 1e-10));
    CHECK(bowl.evaluations == 8);
    CHECK(wrapped_info(bowl.info(), options).gradient_price == 4.0);
    options.partials.only = {"x2"};
    const Matrix partly = evaluate(bowl, options, point).jacobian;
    CHECK(std::isnan(partly(0, 0)));
    CHECK(partly(0, 1) == Approx(1.2));
    CHECK(bowl.evaluations == 11);
    CHECK(wrapped_info(bowl.info(), options).gradient_price == 2.0);
}

TEST_CASE("wrappers: differences stay within the bounds", "[problem][wrappers]") {
    const CountingProblem bowl([](const Vector& x) { return x.cwiseAbs().maxCoeff() > 1.0; });
    for (const auto scheme : {DifferenceScheme::forward, DifferenceScheme::central}) {
        const WrapperOptions options{.partials = {.source = PartialsSource::finite_difference,
                                                  .scheme = scheme,
                                                  .step = 1e-4}};
        CHECK(evaluate(bowl, options, Vector{{1.0, -1.0}})
                  .jacobian.isApprox(Matrix{{1.4, -3.6}}, 1e-3));
    }
}

TEST_CASE("wrappers: differences leave the bounds where they may", "[problem][wrappers]") {
    const CountingProblem bowl([](const Vector& x) { return x.cwiseAbs().maxCoeff() > 1.5; });
    const Vector corner{{1.0, -1.0}};
    WrapperOptions options{.partials = {.source = PartialsSource::finite_difference,
                                        .step = 0.2,  // of a width of 2
                                        .outside = true}};
    // A central difference of a quadratic function is exact, but not one with a side cut off.
    const Matrix slopes{{1.4, -3.6}};
    CHECK(evaluate(bowl, options, corner).jacobian.isApprox(slopes, 1e-12));
    options.partials.scheme = DifferenceScheme::forward;
    CHECK(evaluate(bowl, options, corner).jacobian.isApprox(slopes + Matrix{{0.4, 0.8}}, 1e-12));
    options.partials.outside = false;
    CHECK(evaluate(bowl, options, corner).jacobian.isApprox(slopes + Matrix{{-0.4, 0.8}}, 1e-12));
}

TEST_CASE("wrappers: where a step fails the value is kept and the partial is missing",
          "[problem][wrappers]") {
    const CountingProblem bowl([](const Vector& x) { return x(0) > 0.5; });
    const Evaluation y =
        evaluate(bowl, {.partials = {.source = PartialsSource::finite_difference}}, point);
    CHECK(y.value(0) == Approx(0.22));
    CHECK(std::isnan(y.jacobian(0, 0)));
    CHECK(y.jacobian(0, 1) == Approx(1.2));
}

TEST_CASE("wrappers: noise has the deviation asked for, and depends on the point alone",
          "[problem][wrappers]") {
    const CountingProblem bowl;
    const WrapperOptions options{.noise = {.values = 0.01, .partials = 0.1}};
    const WrappedProblem noisy(bowl, options, Rng(1));
    Rng rng(3);
    double squares = 0.0;
    double slopes = 0.0;
    constexpr int n = 4000;
    for (int i = 0; i < n; ++i) {
        const Vector x{{rng.uniform(), rng.uniform()}};
        const Evaluation y = noisy.evaluate(x, Derivatives::first);
        const Evaluation truth = bowl.evaluate(x, Derivatives::first);
        squares += std::pow(y.value(0) / truth.value(0) - 1.0, 2.0) / n;
        slopes += std::pow(y.jacobian(0, 1) / truth.jacobian(0, 1) - 1.0, 2.0) / n;
    }
    CHECK(std::sqrt(squares) == Approx(0.01).epsilon(0.05));
    CHECK(std::sqrt(slopes) == Approx(0.1).epsilon(0.05));

    const Evaluation once = evaluate(bowl, options, point);
    CHECK(noisy.evaluate(point, Derivatives::first).value == once.value);
    CHECK(noisy.evaluate(point, Derivatives::first).jacobian == once.jacobian);
    CHECK(WrappedProblem(bowl, options, Rng(2)).evaluate(point, Derivatives::none).value !=
          once.value);
    const WrapperOptions twice{.noise = {.values = 0.02}};
    const double truth = bowl.evaluate(point, Derivatives::none).value(0);
    CHECK(evaluate(bowl, twice, point).value(0) - truth ==
          Approx(2.0 * (once.value(0) - truth)));  // the same numbers, scaled
}

TEST_CASE("wrappers: additive noise has the units of what it is added to", "[problem][wrappers]") {
    const CountingProblem bowl;
    const Vector minimum{{0.3, -0.1}};
    const WrapperOptions relative{.noise = {.values = 0.5}};
    CHECK(evaluate(bowl, relative, minimum).value(0) == 0.0);
    const WrapperOptions additive{.noise = {.values = 0.5, .kind = NoiseKind::additive}};
    CHECK(std::abs(evaluate(bowl, additive, minimum).value(0)) > 1e-3);
}

TEST_CASE("wrappers: differences are those of the noisy values", "[problem][wrappers]") {
    const CountingProblem bowl;
    const WrapperOptions options{.partials = {.source = PartialsSource::finite_difference},
                                 .noise = {.values = 0.01}};
    CHECK((evaluate(bowl, options, point).jacobian - exact).cwiseAbs().minCoeff() > 1.0);
}

TEST_CASE("wrappers: partials are missing and points fail as often as asked",
          "[problem][wrappers]") {
    const CountingProblem bowl;
    const WrappedProblem holes(bowl, {.missing = {.fraction = 0.3}}, Rng(1));
    CHECK(share(holes, [](const auto& y) { return std::isnan(y.jacobian(0, 1)); }) ==
          Approx(0.3).margin(0.03));
    const WrappedProblem failing(bowl, {.failures = 0.1}, Rng(1));
    CHECK(share(failing, [](const auto& y) { return y.value.size() == 0; }) ==
          Approx(0.1).margin(0.02));
    const WrappedProblem one(bowl, {.missing = {.inputs = {"x1"}}}, Rng(1));
    CHECK(share(one, [](const auto& y) {
              return std::isnan(y.jacobian(0, 0)) && !std::isnan(y.jacobian(0, 1));
          }) == 1.0);
}

TEST_CASE("wrappers: a larger share leaves out the same partials and more", "[problem][wrappers]") {
    const CountingProblem bowl;
    const WrappedProblem few(bowl, {.missing = {.fraction = 0.3}}, Rng(1));
    const WrappedProblem most(bowl, {.missing = {.fraction = 0.8}}, Rng(1));
    CHECK(share(most, [](const auto& y) { return std::isnan(y.jacobian(0, 0)); }) ==
          Approx(0.8).margin(0.03));
    Rng rng(5);
    for (int i = 0; i < 1000; ++i) {
        const Vector x{{rng.uniform(), rng.uniform()}};
        const auto missing = few.evaluate(x, Derivatives::first).jacobian.array().isNaN().eval();
        const auto more = most.evaluate(x, Derivatives::first).jacobian.array().isNaN().eval();
        REQUIRE((more || !missing).all());
    }
}

TEST_CASE("wrappers: whatever is missing becomes 0 where it is filled", "[problem][wrappers]") {
    const CountingProblem bowl([](const Vector& x) { return x(0) > 0.5; });
    WrapperOptions options{.missing = {.fraction = 0.4, .fill = MissingFill::zero}};
    const WrappedProblem filled(bowl, options, Rng(1));
    options.missing.fill = MissingFill::masked;
    const WrappedProblem masked(bowl, options, Rng(1));
    Rng rng(5);
    Index zeros = 0;
    for (int i = 0; i < 100; ++i) {
        const Vector x{{0.2 * rng.uniform(), rng.uniform()}};
        const Matrix with = filled.evaluate(x, Derivatives::first).jacobian;
        const Matrix without = masked.evaluate(x, Derivatives::first).jacobian;
        REQUIRE(with == without.array().isNaN().select(0.0, without).matrix());
        zeros += (with.array() == 0.0).count();
    }
    CHECK(zeros > 50);
    // An input left out, and one whose step fails.
    const Matrix y = evaluate(bowl,
                              {.partials = {.source = PartialsSource::finite_difference},
                               .missing = {.inputs = {"x2"}, .fill = MissingFill::zero}},
                              point)
                         .jacobian;
    CHECK(y == Matrix::Zero(1, 2));
    CHECK(filled.evaluate(point, Derivatives::none).jacobian.size() == 0);
}

TEST_CASE("wrappers: a failure names the problem once", "[problem][wrappers]") {
    const CountingProblem bowl([](const Vector& /*x*/) { return true; });
    CHECK_THROWS_WITH(evaluate(bowl, {}, point),
                      "problem 'counting' at [0.5, 0.2]: the mesh collapsed");
}

TEST_CASE("wrappers: a name that is no input is refused with the nearest one",
          "[problem][wrappers]") {
    const CountingProblem bowl;
    const WrapperOptions options{.partials = {.only = {"x11"}}};
    CHECK_THROWS_WITH(WrappedProblem(bowl, options, Rng(1)),
                      "'x11' is no input of counting; did you mean 'x1'? (inputs: x1, x2)");
}

TEST_CASE("wrappers: a delay is waited for", "[problem][wrappers]") {
    const CountingProblem bowl;
    const auto start = std::chrono::steady_clock::now();
    (void)evaluate(bowl, {.delay = 0.02}, point);
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(20));
}
