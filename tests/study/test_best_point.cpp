#include "study/best_point.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

/// Minimize y0 subject to y1 <= 0, one input.
ProblemInfo limited_problem() {
    return {
        .name = "limited",
        .summary = "",
        .inputs = {{"x", "", 0.0, 10.0}},
        .outputs = {{"cost", "", OutputRole::objective}, {"limit", "", OutputRole::constraint}}};
}

Evaluation values(double cost, double limit) {
    return {.value = Vector{{cost, limit}}, .jacobian = Matrix{{1.0}, {0.0}}};
}

Vector at(double x) {
    return Vector::Constant(1, x);
}

}  // namespace

TEST_CASE("best point: a feasible point comes before a lower infeasible one",
          "[study][best_point]") {
    const ProblemInfo problem = limited_problem();
    BestPoint best(problem, 0.5);
    CHECK_FALSE(best.found());
    best.offer("a", at(1.0), values(-9.0, 2.0));
    best.offer("b", at(2.0), values(3.0, 0.5));
    best.offer("c", at(3.0), values(-8.0, 0.6));
    REQUIRE(best.found());
    CHECK(best.found()->origin == "b");
    CHECK(best.found()->x == at(2.0));
    CHECK(best.found()->verdict.true_value == 3.0);
    CHECK(best.found()->verdict.violation == 0.5);
}

TEST_CASE("best point: of feasible ones the lowest, of equals the first", "[study][best_point]") {
    const ProblemInfo problem = limited_problem();
    BestPoint best(problem, 0.0);
    best.offer("a", at(1.0), values(2.0, 0.0));
    best.offer("b", at(2.0), values(1.0, -1.0));
    best.offer("c", at(3.0), values(1.0, -2.0));
    CHECK(best.found()->origin == "b");
    CHECK(best.found()->verdict.gradient_norm == Approx(10.0));  // per width of the bounds
}

TEST_CASE("best point: where none is feasible the least violation counts", "[study][best_point]") {
    const ProblemInfo problem = limited_problem();
    BestPoint best(problem, 0.0);
    best.offer("samples",
               Dataset{.X = Matrix{{1.0, 2.0, 3.0}},
                       .Y = Matrix{{0.0, 5.0, 1.0}, {3.0, 1.0, 2.0}},
                       .J = {Matrix::Zero(2, 3)}});
    CHECK(best.found()->x == at(2.0));
    CHECK(best.found()->verdict.violation == 1.0);
    best.offer(EvaluatedPoint{"other", at(4.0), {.true_value = 9.0, .violation = 0.25}});
    CHECK(best.found()->origin == "other");
}

TEST_CASE("best point: of a maximum the greatest, and nothing that may not be an answer",
          "[study][best_point]") {
    ProblemInfo problem = limited_problem();
    problem.outputs[0].role = OutputRole::maximize;
    problem.inputs[0].integer = true;
    BestPoint best(problem, 0.0);
    best.offer("a", at(1.0), values(2.0, 0.0));
    best.offer("b", at(2.5), values(9.0, 0.0));   // not whole
    best.offer("c", at(11.0), values(9.0, 0.0));  // outside
    best.offer("d", at(3.0), values(3.0, 0.0));
    best.offer("e", at(4.0), values(1.0, 0.0));
    CHECK(best.found()->origin == "d");
}
