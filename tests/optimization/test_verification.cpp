#include "jennopt/optimization/verification.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// Inputs in [0, 2] x [0, 10], objective with gradient, one constraint.
ProblemInfo two_inputs(std::optional<KnownOptimum> optimum = {}) {
    return {.name = "test",
            .summary = "",
            .formula = "",
            .source = "",
            .inputs = {{.name = "a", .unit = "", .lower = 0.0, .upper = 2.0},
                       {.name = "b", .unit = "", .lower = 0.0, .upper = 10.0}},
            .outputs = {{.name = "limit", .unit = "", .role = OutputRole::constraint},
                        {.name = "cost", .unit = "", .role = OutputRole::objective}},
            .known_optimum = std::move(optimum)};
}

Evaluation truth_of(double limit, double cost, const Matrix& jacobian) {
    return {.value = Vector{{limit, cost}}, .jacobian = jacobian};
}

}  // namespace

TEST_CASE("verification: value, violation and the gradient per box width",
          "[optimization][verification]") {
    const Verdict verdict = verify(two_inputs(),
                                   Vector{{1.0, 5.0}},
                                   truth_of(-1.0, 42.0, Matrix{{1.0, 1.0}, {1.5, 0.4}}),
                                   1e-6);
    CHECK(verdict.true_value == 42.0);
    CHECK(verdict.violation == 0.0);
    CHECK(verdict.gradient_norm == Approx(5.0));  // (1.5 * 2, 0.4 * 10)
    CHECK(std::isnan(verdict.distance));
}

TEST_CASE("verification: a violated constraint is said by how much",
          "[optimization][verification]") {
    const Verdict verdict = verify(two_inputs(),
                                   Vector{{1.0, 5.0}},
                                   truth_of(0.25, 42.0, Matrix{{1.0, 1.0}, {1.0, 1.0}}),
                                   1e-6);
    CHECK(verdict.violation == 0.25);
}

TEST_CASE("verification: at a known constrained optimum nothing is left",
          "[optimization][verification]") {
    const ProblemInfo problem =
        two_inputs(KnownOptimum{.X = Vector{{1.0, 5.0}}, .value = 42.0, .source = ""});
    const Verdict verdict = verify(
        problem, Vector{{1.0, 5.0}}, truth_of(0.0, 42.0, Matrix{{-2.0, -4.0}, {1.0, 2.0}}), 1e-6);
    CHECK(verdict.gradient_norm <= 1e-14);
    CHECK(verdict.violation == 0.0);
    CHECK(verdict.distance == 0.0);
}

TEST_CASE("verification: a bound that the box's mapping rounds still holds the gradient",
          "[optimization][verification]") {
    // Bounds for which lower + (upper - lower) is not upper.
    for (const auto& [lower, upper] :
         {std::pair(6.72, 15.38), std::pair(-9.49, 1.34), std::pair(-0.3, 0.1)}) {
        ProblemInfo problem = two_inputs();
        problem.inputs[0].lower = lower;
        problem.inputs[0].upper = upper;
        const Bounds bounds = problem.bounds();
        const Matrix jacobian{{0.0, 0.0}, {-1.0, 0.0}};
        const Vector x = bounds.from_unit(Vector{{1.0, 0.5}});
        CHECK(x(0) == upper);
        CHECK(verify(problem, x, truth_of(-1.0, 42.0, jacobian), 1e-6).gradient_norm == 0.0);
        CHECK(bounds.from_unit(Vector::Zero(2))(0) == lower);
    }
}

TEST_CASE("verification: distance is to the nearest of several minimizers",
          "[optimization][verification]") {
    const ProblemInfo problem = two_inputs(
        KnownOptimum{.X = Matrix{{0.0, 2.0, 1.0}, {0.0, 10.0, 9.0}}, .value = 0.0, .source = ""});
    const Matrix jacobian = Matrix::Ones(2, 2);
    CHECK(verify(problem, Vector{{2.0, 9.5}}, truth_of(0.0, 1.0, jacobian), 1e-6).distance == 0.5);
    CHECK(verify(problem, Vector{{1.0, 7.0}}, truth_of(0.0, 1.0, jacobian), 1e-6).distance == 2.0);
}

TEST_CASE("verification: a missing partial gives a gradient norm of NaN and keeps the rest",
          "[optimization][verification]") {
    Matrix jacobian = Matrix::Ones(2, 2);
    const Index row = GENERATE(0, 1);
    jacobian(row, 1) = std::nan("");
    const Verdict verdict =
        verify(two_inputs(), Vector{{1.0, 5.0}}, truth_of(0.5, 42.0, jacobian), 1e-6);
    CHECK(std::isnan(verdict.gradient_norm));
    CHECK(verdict.true_value == 42.0);
    CHECK(verdict.violation == 0.5);
}

TEST_CASE("verification: without any Jacobian the gradient norm is NaN",
          "[optimization][verification]") {
    const Verdict verdict = verify(two_inputs(), Vector{{1.0, 5.0}}, truth_of(0.5, 42.0, {}), 1e-6);
    CHECK(std::isnan(verdict.gradient_norm));
}
