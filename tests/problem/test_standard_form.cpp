#include "jennopt/core/error.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/limits.hpp"
#include "problem/problem_info.hpp"
#include "problem/standard_form.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

ProblemInfo wing() {
    return {
        .name = "wing",
        .summary = "",
        .inputs = {{.name = "span", .lower = 1.0, .upper = 30.0},
                   {.name = "ribs", .lower = 2.0, .upper = 9.0, .integer = true}},
        .outputs = {{.name = "lift", .role = OutputRole::constraint, .lower = 5e3},
                    {.name = "range", .unit = "km", .role = OutputRole::maximize},
                    {.name = "stress",
                     .unit = "MPa",
                     .role = OutputRole::constraint,
                     .lower = -100.0,
                     .upper = 200.0},
                    {.name = "trim", .role = OutputRole::constraint, .lower = 0.5, .upper = 0.5},
                    {.name = "mass", .role = OutputRole::quantity},
                    {.name = "slack", .role = OutputRole::constraint}}};
}

}  // namespace

TEST_CASE("standard form: a maximum is minimized, limits are <= 0 and relative",
          "[problem][standard_form]") {
    const StandardForm form(wing());
    REQUIRE(form.rows() == 7);
    const Vector y{{4e3, 700.0, 250.0, 0.75, 3.0, -0.25}};
    const Vector values = form.values(y);
    CHECK(values(0) == -700.0);
    CHECK(values(1) == Approx(0.2));   // 5e3 - 4e3, over 5e3
    CHECK(values(2) == Approx(0.25));  // 250 - 200, over 200
    CHECK(values(3) == Approx(-3.5));  // -100 - 250, over 100
    CHECK(values(4) == Approx(0.5));   // 0.75 - 0.5, over 0.5
    CHECK(values(5) == Approx(-0.5));
    CHECK(values(6) == -0.25);  // no limit given: <= 0, as it is
    CHECK(form.violation(y) == Approx(0.5));
    CHECK(form.objective(form.objective(12.0)) == 12.0);
}

TEST_CASE("standard form: partials go with the values", "[problem][standard_form]") {
    const StandardForm form(wing());
    const auto outputs = [](const Vector& x) {
        return Vector{{x(0) * x(1), x(0) * x(0), std::sin(x(0)), x(1) - x(0), 1.0, x(1) * x(1)}};
    };
    const Vector x{{1.3, 0.7}};
    const Matrix jacobian{{x(1), x(0)},
                          {2.0 * x(0), 0.0},
                          {std::cos(x(0)), 0.0},
                          {-1.0, 1.0},
                          {0.0, 0.0},
                          {0.0, 2.0 * x(1)}};
    const Matrix partials = form.partials(jacobian);
    constexpr double step = 1e-6;
    for (Index j = 0; j < 2; ++j) {
        const Vector e = step * Vector::Unit(2, j);
        const Vector difference =
            (form.values(outputs(x + e)) - form.values(outputs(x - e))) / (2.0 * step);
        CHECK((partials.col(j) - difference).norm() < 1e-8);
    }
}

TEST_CASE("limits: how they are written and how far away a value is", "[problem][limits]") {
    const ProblemInfo info = wing();
    CHECK(limits_text(info.outputs[0]) == ">= 5000");
    CHECK(limits_text(info.outputs[2]) == "in [-100, 200] MPa");
    CHECK(limits_text(info.outputs[3]) == "= 0.5");
    CHECK(limits_text(info.outputs[5]) == "<= 0");
    CHECK(role_text(info.outputs[1]) == "objective, maximized");
    CHECK(role_text(info.outputs[0]) == "constraint, >= 5000");
    const Limits stress = limits_of(info.outputs[2]);
    CHECK(stress.margin(150.0) == 50.0);
    CHECK(stress.margin(-130.0) == -30.0);
    CHECK(Limits{-unlimited, 0.0}.margin(-2.0) == 2.0);
    CHECK(stress.excess(250.0) == Approx(0.25));
    CHECK(stress.excess(-150.0) == Approx(0.5));
    CHECK(Limits{-unlimited, 0.0}.excess(-2.0) == -2.0);
    CHECK(Limits{12.0, 1e30}.excess(11.7) == Approx(0.025));  // a limit far off hides no other
    CHECK(Limits{0.5, 0.5}.is_equality());
}

TEST_CASE("problem info: limits, scales and integers that make no sense are refused",
          "[problem][info]") {
    const auto refused = [](const auto& spoil) {
        ProblemInfo info = wing();
        spoil(info);
        try {
            require_consistent(info);
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(refused([](ProblemInfo&) {}).empty());
    CHECK_THAT(refused([](ProblemInfo& info) { info.outputs[2].lower = 300.0; }),
               Catch::Contains("limits of output 'stress' are [300, 200]"));
    CHECK_THAT(refused([](ProblemInfo& info) { info.outputs[1].upper = 300.0; }),
               Catch::Contains("'range' is no constraint but has a limit"));
    CHECK_THAT(refused([](ProblemInfo& info) { info.outputs[0].lower = -unlimited; }),
               Catch::Contains("at least one finite number"));
    CHECK_THAT(refused([](ProblemInfo& info) { info.outputs[4].role = OutputRole::objective; }),
               Catch::Contains("has 2 objectives"));
    CHECK_THAT(refused([](ProblemInfo& info) { info.inputs[1].upper = 8.5; }),
               Catch::Contains("expected whole numbers"));
    CHECK_THAT(refused([](ProblemInfo& info) {
                   info.inputs[0].lower = 0.0;
                   info.inputs[0].scale = InputScale::log;
               }),
               Catch::Contains("lower bound of input 'span' is 0, expected a number > 0"));
}

TEST_CASE("integer inputs: rounded inside the bounds, neighbours one step away",
          "[problem][integer_inputs]") {
    const IntegerInputs integers(wing());
    CHECK(integers.inputs() == std::vector<Index>{1});
    CHECK(integers.rounded(Vector{{3.3, 4.6}}) == Vector{{3.3, 5.0}});
    CHECK(integers.rounded(Vector{{3.3, 9.7}}) == Vector{{3.3, 9.0}});
    CHECK(integers.around(Vector{{3.3, 4.6}}) ==
          std::vector<Vector>{Vector{{3.3, 5.0}}, Vector{{3.3, 4.0}}, Vector{{3.3, 6.0}}});
    CHECK(integers.around(Vector{{3.3, 9.0}}).size() == 2);
}
