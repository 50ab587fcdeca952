#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
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
    std::vector<Index> firsts = {};  // of each round

    OptimizerRecord run(Index budget, const Matrix& starts) {
        const EvaluateRound evaluate = [&](std::span<const Vector> points, Index first) {
            firsts.push_back(first);
            std::vector<OptimizerAnswer> answers;
            for (const Vector& x : points) {
                answers.emplace_back();
                try {
                    answers.back().y = problem.evaluate(x, Derivatives::first);
                } catch (const EvaluationError& error) {
                    answers.back().failure = error.what();
                }
            }
            return answers;
        };
        return run_optimizer(
            {config, problem.info(), search, budget, starts, Rng(1).child("x"), evaluate});
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
                          Catch::Contains("the first 5 evaluations of optimizer x failed") &&
                              Catch::Contains("the mesh collapsed"));
        CHECK(all.problem.evaluations == 5);
        all.problem.evaluations = 0;
        CHECK_THROWS_WITH(all.run(2, one_start), Catch::Contains("the first 2 evaluations"));
    }
}
