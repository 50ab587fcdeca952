#include "core/minimize.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double quiet_nan = std::numeric_limits<double>::quiet_NaN();
const Bounds box{.lower = Vector::Constant(2, -2.0), .upper = Vector::Constant(2, 2.0)};
const Vector far_start{{-1.2, 1.0}};

Algorithm every_algorithm() {
    return GENERATE(Algorithm::slsqp, Algorithm::lbfgs, Algorithm::mma, Algorithm::ccsaq);
}

Evaluation rosenbrock(const ConstVectorRef& x) {
    const double a = 1.0 - x(0);
    const double b = x(1) - x(0) * x(0);
    return {.value = Vector::Constant(1, a * a + 100.0 * b * b),
            .jacobian = Matrix{{-2.0 * a - 400.0 * x(0) * b, 200.0 * b}}};
}

/// A function of one value and partials, whatever x is.
SmoothFunction constant(double value, double partial) {
    return [=](const ConstVectorRef& x) {
        return Evaluation{.value = Vector::Constant(1, value),
                          .jacobian = Matrix::Constant(1, x.size(), partial)};
    };
}

}  // namespace

TEST_CASE("minimize: slsqp and lbfgs reach Rosenbrock's minimum in a box and say stationary",
          "[core][minimize]") {
    const auto algorithm = GENERATE(Algorithm::slsqp, Algorithm::lbfgs);
    const MinimizeResult result = minimize(rosenbrock, box, far_start, {.algorithm = algorithm});
    CHECK(result.termination == SearchTermination::stationary);
    CHECK(result.stationarity <= 1e-9);
    CHECK((result.x - Vector::Ones(2)).norm() <= 1e-9);
    CHECK(result.evaluations < 200);
}

TEST_CASE(
    "minimize: mma and ccsaq come near Rosenbrock's minimum and never call it more than it is",
    "[core][minimize]") {
    const auto algorithm = GENERATE(Algorithm::mma, Algorithm::ccsaq);
    const MinimizeResult result =
        minimize(rosenbrock, box, far_start, {.algorithm = algorithm, .max_evaluations = 20000});
    CHECK(result.y.value(0) <= 1e-3);
    CHECK((result.termination == SearchTermination::stationary) == (result.stationarity <= 1e-9));
}

TEST_CASE("minimize: a minimum at a bound is stationary for every algorithm", "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    const SmoothFunction bowl = [](const ConstVectorRef& x) {
        const Vector d = x - Vector{{3.0, 0.25}};
        return Evaluation{.value = Vector::Constant(1, d.squaredNorm()),
                          .jacobian = 2.0 * d.transpose()};
    };
    const MinimizeResult result =
        minimize(bowl, box, far_start, {.algorithm = algorithm, .gradient_tolerance = 1e-6});
    CHECK(result.termination == SearchTermination::stationary);
    CHECK(result.x(0) == 2.0);
    CHECK(result.x(1) == Approx(0.25).epsilon(1e-5));
}

TEST_CASE("minimize: the function's exception arrives with its type and text", "[core][minimize]") {
    struct SolverCrash : std::logic_error {
        using std::logic_error::logic_error;
    };

    const Algorithm algorithm = every_algorithm();
    const Index failing_call = GENERATE(1, 5);
    Index calls = 0;
    const SmoothFunction crashing = [&](const ConstVectorRef& x) {
        if (++calls == failing_call) {
            throw SolverCrash("mesh 7 is inverted");
        }
        return rosenbrock(x);
    };
    const auto run = [&] { return minimize(crashing, box, far_start, {.algorithm = algorithm}); };
    CHECK_THROWS_MATCHES(run(), SolverCrash, Catch::Message("mesh 7 is inverted"));
    CHECK(calls == failing_call);
}

TEST_CASE("minimize: a value or a partial that is no number is an EvaluationError naming the point",
          "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    const double infinity = std::numeric_limits<double>::infinity();
    const auto [value, partial] = GENERATE_COPY(std::pair(quiet_nan, 1.0),
                                                std::pair(1.0, quiet_nan),
                                                std::pair(infinity, 1.0),
                                                std::pair(1.0, -infinity));
    const SmoothFunction function = constant(value, partial);
    const auto run = [&] { return minimize(function, box, far_start, {.algorithm = algorithm}); };
    CHECK_THROWS_AS(run(), EvaluationError);
    CHECK_THROWS_WITH(run(), Catch::Contains("not finite at x = [-1.2, 1]"));
}

TEST_CASE("minimize: NaN in a part of the domain is an EvaluationError and no false optimum",
          "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    Vector last;
    const SmoothFunction holed = [&](const ConstVectorRef& x) {
        last = x;
        Evaluation y = rosenbrock(x);
        if (x(0) > 0.5) {
            y.value(0) = quiet_nan;
        }
        return y;
    };
    const auto run = [&] {
        return minimize(holed, box, far_start, {.algorithm = algorithm, .max_evaluations = 5000});
    };
    CHECK_THROWS_AS(run(), EvaluationError);
    CHECK(last(0) > 0.5);
}

TEST_CASE("minimize: the budget is kept exactly", "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    const Index budget = GENERATE(1, 2, 10, 11);
    Index calls = 0;
    const SmoothFunction counted = [&](const ConstVectorRef& x) {
        ++calls;
        return rosenbrock(x);
    };
    const MinimizeResult result =
        minimize(counted, box, far_start, {.algorithm = algorithm, .max_evaluations = budget});
    CHECK(calls == budget);
    CHECK(result.evaluations == budget);
    CHECK(result.termination == SearchTermination::max_evaluations);
    CHECK(result.y.value(0) <= rosenbrock(far_start).value(0));
    CHECK(rosenbrock(result.x).value == result.y.value);
}

TEST_CASE("minimize: a budget below one evaluation is a ConfigError", "[core][minimize]") {
    const Index budget = GENERATE(0, -1);
    CHECK_THROWS_AS(minimize(rosenbrock, box, far_start, {.max_evaluations = budget}), ConfigError);
}

TEST_CASE("minimize: a start outside the bounds is a ConfigError before any evaluation",
          "[core][minimize]") {
    const auto run = [](const Vector& start) {
        return minimize(
            [](const ConstVectorRef&) -> Evaluation { throw std::logic_error("was called"); },
            box,
            start,
            {});
    };
    CHECK_THROWS_AS(run(Vector{{0.0, 2.1}}), ConfigError);
    CHECK_THROWS_WITH(run(Vector{{0.0, 2.1}}),
                      Catch::Contains("[0, 2.1] lies outside the bounds [-2, -2]"));
    CHECK_THROWS_AS(run(Vector{{0.0, quiet_nan}}), ConfigError);
    CHECK_THROWS_WITH(run(Vector::Zero(1)), Catch::Contains("1 entries, the bounds 2"));
}

TEST_CASE("minimize: a gradient of the wrong sign is never called stationary", "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    const SmoothFunction wrong = [](const ConstVectorRef& x) {
        Evaluation y = rosenbrock(x);
        y.jacobian = -y.jacobian;
        return y;
    };
    const MinimizeResult result = minimize(wrong, box, far_start, {.algorithm = algorithm});
    CHECK(result.termination != SearchTermination::stationary);
    CHECK(result.y.value(0) <= rosenbrock(far_start).value(0));
    CHECK(result.evaluations <= 1000);
}

TEST_CASE("minimize: the observer sees every evaluation in order and can stop",
          "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    std::vector<Vector> called;
    std::vector<Vector> seen;
    const SmoothFunction counted = [&](const ConstVectorRef& x) {
        called.emplace_back(x);
        return rosenbrock(x);
    };
    const MinimizeResult result = minimize(counted,
                                           box,
                                           far_start,
                                           {.algorithm = algorithm},
                                           [&](const ConstVectorRef& x, const Evaluation& y) {
                                               seen.emplace_back(x);
                                               CHECK(y.value == rosenbrock(x).value);
                                               return seen.size() < 7;
                                           });
    CHECK(result.termination == SearchTermination::stopped);
    CHECK(result.evaluations == 7);
    CHECK(seen == called);
}

TEST_CASE("minimize: works without bounds", "[core][minimize]") {
    const auto algorithm = GENERATE(Algorithm::slsqp, Algorithm::lbfgs);
    const MinimizeResult result =
        minimize(rosenbrock, {}, Vector{{-5.0, 20.0}}, {.algorithm = algorithm});
    CHECK(result.termination == SearchTermination::stationary);
    CHECK((result.x - Vector::Ones(2)).norm() <= 1e-9);
}

TEST_CASE("minimize: a start that is the optimum costs one evaluation", "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    const MinimizeResult result =
        minimize(rosenbrock, box, Vector::Ones(2), {.algorithm = algorithm});
    CHECK(result.termination == SearchTermination::stationary);
    CHECK(result.evaluations == 1);
    CHECK(result.x == Vector::Ones(2));
}

TEST_CASE("minimize: a restart does not pay again for the point it starts from",
          "[core][minimize]") {
    const Algorithm algorithm = every_algorithm();
    std::vector<Vector> called;
    const SmoothFunction counted = [&](const ConstVectorRef& x) {
        called.emplace_back(x);
        return rosenbrock(x);
    };
    const MinimizeResult result =
        minimize(counted,
                 box,
                 far_start,
                 {.algorithm = algorithm, .gradient_tolerance = 0.0, .x_tolerance = 1e-4});
    CHECK(std::count(called.begin(), called.end(), result.x) == 1);
}

TEST_CASE("minimize: a function without all its partials is a ShapeError naming the counts",
          "[core][minimize]") {
    const SmoothFunction bare = [](const ConstVectorRef&) {
        return Evaluation{.value = Vector::Ones(1), .jacobian = {}};
    };
    CHECK_THROWS_AS(minimize(bare, box, far_start, {}), ShapeError);
    CHECK_THROWS_WITH(
        minimize(bare, box, far_start, {}),
        "the minimized function gives 1 values and 0 x 0 partials, expected 1 and 1 x 2");
}

TEST_CASE("minimize: every termination has its own words", "[core][minimize]") {
    std::vector<std::string> words;
    for (const auto termination : {SearchTermination::stationary,
                                   SearchTermination::no_progress,
                                   SearchTermination::max_evaluations,
                                   SearchTermination::solver_failed,
                                   SearchTermination::stopped}) {
        words.push_back(name_of(termination));
        CHECK(std::count(words.begin(), words.end(), words.back()) == 1);
        CHECK(!words.back().empty());
    }
}
