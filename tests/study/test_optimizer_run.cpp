#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/evaluation_store.hpp"
#include "study/optimizer_run.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// An optimizer on the bowl: what it asked for is counted by the problem.
struct Bench {
    CountingProblem problem;
    OptimizerConfig config{.name = "x"};
    SearchOptions search = {};
    Index stop_after = 5;
    std::vector<Outcome> given = {};

    OptimizerRecord run(Index budget, const Matrix& starts) {
        const EvaluateRound evaluate = [&](std::span<const Vector> points, Index /*first*/) {
            std::vector<EvaluationResult> results;
            for (const Vector& x : points) {
                results.push_back(attempt(problem, x));
            }
            return results;
        };
        return run_optimizer({config,
                              problem.info(),
                              search,
                              budget,
                              stop_after,
                              given,
                              starts,
                              Rng(1).child("x"),
                              evaluate});
    }

    void give(const Vector& x) {
        const EvaluationResult result = attempt(problem, x);
        given.push_back({x, result.y, !result.failure.empty()});
        problem.evaluations = 0;
    }
};

const Matrix one_start{{-0.5}, {0.5}};

}  // namespace

TEST_CASE("optimizer: the budget is kept exactly, in rounds of a batch", "[study][optimizer]") {
    Bench bench;
    bench.config.batch = 3;
    bench.config.sequential.tolerance = 1e-12;
    const OptimizerRecord record = bench.run(7, one_start);
    CHECK(bench.problem.evaluations <= 7);
    CHECK(record.steps.size() == static_cast<std::size_t>(bench.problem.evaluations));
    CHECK(record.steps.front().x == one_start.col(0));
    CHECK(record.steps.front().kind == "start");
    CHECK(std::isnan(record.steps.front().predicted));
    CHECK(record.steps[2].round == 0);
    CHECK(record.method == "sequential");
    CHECK(record.model == "competition");
    REQUIRE(record.best);
    CHECK(record.outputs.size() == 1);
    CHECK(record.outputs(0) == record.best->verdict.true_value);
    CHECK_FALSE(record.termination.empty());
}

TEST_CASE("optimizer: local searches spend the budget to the last evaluation",
          "[study][optimizer]") {
    Bench bench;
    bench.config.method = OptimizerMethod::multistart;
    for (const Index budget : {1, 4, 25}) {
        bench.problem.evaluations = 0;
        const OptimizerRecord record = bench.run(budget, one_start);
        CHECK(bench.problem.evaluations == budget);
        CHECK(std::ssize(record.steps) == budget);
        CHECK(record.termination == "evaluations used up");
        CHECK(record.steps.front().kind == "search");
    }
    // The bowl's minimum takes a few steps; then another search begins.
    const OptimizerRecord record = bench.run(25, one_start);
    CHECK(record.best->verdict.true_value < 1e-12);
    CHECK(record.steps.back().round > 0);
}

TEST_CASE("optimizer: it stops at the target", "[study][optimizer]") {
    for (const OptimizerMethod method :
         {OptimizerMethod::sequential, OptimizerMethod::multistart}) {
        Bench bench;
        bench.config.method = method;
        bench.config.sequential.target = 10.0;  // the bowl is lower everywhere
        const OptimizerRecord record = bench.run(30, one_start);
        CHECK(record.steps.size() == 1);
        CHECK(record.termination == "target reached");
    }
}

TEST_CASE("optimizer: a failed evaluation is a step, and failures alone end the run",
          "[study][optimizer]") {
    for (const OptimizerMethod method :
         {OptimizerMethod::sequential, OptimizerMethod::multistart}) {
        Bench some{.problem = CountingProblem([](const Vector& x) { return x(1) > 0.4; })};
        some.config.method = method;
        const OptimizerRecord record = some.run(12, one_start);
        CHECK(std::isnan(record.steps.front().value));
        CHECK(record.best);

        Bench all{.problem = CountingProblem([](const Vector& /*x*/) { return true; })};
        all.config.method = method;
        CHECK_THROWS_WITH(all.run(30, one_start),
                          Catch::Contains("the first 5 of 30 evaluations of optimizer x all "
                                          "failed, no more are tried (failures.stop_after)") &&
                              Catch::Contains("the mesh collapsed"));
        CHECK(all.problem.evaluations == 5);
        CHECK_THROWS_WITH(all.run(2, one_start),
                          Catch::Contains("none of the 2 evaluations of optimizer x succeeded"));
        all.stop_after = 0;
        CHECK_THROWS_WITH(all.run(9, one_start), Catch::Contains("none of the 9 evaluations"));
    }
}

TEST_CASE("optimizer: what was given is known and not paid for", "[study][optimizer]") {
    const Vector outside{{0.3, 9.0}};
    const Vector near{{0.35, -0.1}};
    for (const OptimizerMethod method :
         {OptimizerMethod::sequential, OptimizerMethod::multistart}) {
        Bench bench{.problem = CountingProblem([](const Vector& x) { return x(0) < -0.9; })};
        bench.config.method = method;
        for (const Vector& x : {Vector{{-0.95, 0.0}}, outside, near}) {
            bench.give(x);
        }
        REQUIRE(bench.given[0].failed);
        const OptimizerRecord record = bench.run(4, one_start);
        CHECK(record.given() == 3);
        CHECK(record.evaluations() == 4);
        CHECK(bench.problem.evaluations == 4);
        CHECK(record.steps[2].x == near);
        CHECK(record.steps[2].round == -1);
        CHECK(record.steps[3].x != near);
        CHECK(record.first_failure.empty());
        REQUIRE(record.best);
        CHECK(record.best->verdict.true_value <= record.steps[2].value);

        bench.config.sequential.target = record.steps[2].value;
        const OptimizerRecord known = bench.run(4, one_start);
        CHECK(known.evaluations() == 0);
        CHECK(known.best->origin == given_origin);
        CHECK(known.best->x == near);
        CHECK(known.termination == "target reached");
    }
}

TEST_CASE("optimizer: a local search cannot begin at a given point without partials",
          "[study][optimizer]") {
    Bench bench;
    bench.config.method = OptimizerMethod::multistart;
    bench.give(Vector{{0.3, -0.1}});
    bench.given[0].y.jacobian(0, 1) = std::nan("");
    const OptimizerRecord record = bench.run(3, one_start);
    CHECK(record.steps[1].x == one_start.col(0));
    CHECK(record.best->origin == given_origin);
}
