#include "jennopt/core/error.hpp"
#include "problem/restated.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

class Wing final : public Problem {
public:
    Wing()
        : Problem({.name = "wing",
                   .summary = "",
                   .inputs = box_inputs(1, 0.0, 1.0),
                   .outputs = {{.name = "drag"},
                               {.name = "lift", .role = OutputRole::constraint},
                               {.name = "mass", .role = OutputRole::quantity}},
                   .known_optimum = KnownOptimum{Matrix::Zero(1, 1), 0.0, ""}}) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        return {.value = Vector{{x(0), 2.0 * x(0), 3.0}}, .jacobian = Vector{{1.0, 2.0, 0.0}}};
    }
};

const std::shared_ptr<const Problem> wing = std::make_shared<const Wing>();

}  // namespace

TEST_CASE("restated problem: another objective, limits, the same values", "[problem][restated]") {
    const RestatedProblem restated(wing,
                                   {{"lift", {.role = OutputRole::maximize}},
                                    {"mass", {.role = OutputRole::constraint, .upper = 4.0}}});
    const std::vector<Output>& outputs = restated.info().outputs;
    CHECK(outputs[0].role == OutputRole::quantity);
    CHECK(outputs[1].role == OutputRole::maximize);
    CHECK(outputs[2].role == OutputRole::constraint);
    CHECK(outputs[2].upper == 4.0);
    CHECK(outputs[2].name == "mass");
    CHECK(!restated.info().known_optimum);
    const Vector x{{0.5}};
    CHECK(restated.evaluate(x, Derivatives::first).value ==
          wing->evaluate(x, Derivatives::first).value);
    CHECK(restated.evaluate(x, Derivatives::first).jacobian ==
          wing->evaluate(x, Derivatives::first).jacobian);
}

TEST_CASE("restated problem: what is no output is refused", "[problem][restated]") {
    CHECK_THROWS_WITH(RestatedProblem(wing, {{"lft", {.role = OutputRole::maximize}}}),
                      "'lft' is no output of wing, expected one of drag, lift, mass; did you mean "
                      "'lift'?");
}
