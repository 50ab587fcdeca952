#include "study/best_point.hpp"
#include "study/counting_problem.hpp"
#include "study/direct_search.hpp"
#include "study/optimum_check.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

SearchRun run_to(double x1, double objective, const std::string& failure = "") {
    return {.start = Vector{{0.0, 0.0}},
            .x = Vector{{x1, 0.0}},
            .objective = objective,
            .failure = failure};
}

/// A search whose second run is the best.
OptimumRecord searched() {
    OptimumRecord optimum;
    optimum.search.runs = {run_to(0.5, 2.0),
                           run_to(0.9, 1.0),
                           run_to(0.895, 1.1),
                           run_to(-0.5, 1.5),
                           run_to(0.0, 0.0, "met a failure")};
    optimum.search.best = 1;
    optimum.x = optimum.search.runs[1].x;
    optimum.predicted = 1.0;
    return optimum;
}

const Model model = [](const ConstVectorRef& x) {
    return Evaluation{.value = Vector::Constant(1, 10.0 * x(0)), .jacobian = {}};
};

struct Checked {
    OptimumRecord optimum;
    std::size_t evaluations;
};

Checked check_failing_above(double limit, bool has_sample) {
    const CountingProblem problem([limit](const Vector& x) { return x(0) > limit; });
    std::optional<EvaluatedPoint> sample;
    if (has_sample) {
        sample = {
            .origin = "training sample", .x = Vector{{-0.9, 0.3}}, .verdict = {.true_value = 4.0}};
    }
    Checked result{searched(), 0};
    result.evaluations =
        check_optimum(result.optimum, {problem, problem.info(), model, 1e-6, sample}).size();
    return result;
}

/// The bowl without partials by x2.
class HalfBowl final : public Problem {
public:
    HalfBowl() : Problem(CountingProblem().info()) {}

    CountingProblem whole;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        Evaluation y = whole.evaluate(x, wanted);
        if (wanted == Derivatives::first) {
            y.jacobian.col(1).setConstant(std::numeric_limits<double>::quiet_NaN());
        }
        return y;
    }
};

}  // namespace

TEST_CASE("optimum check: the best minimum is the claim where the truth can be evaluated",
          "[study][optimum_check]") {
    const auto [optimum, evaluations] = check_failing_above(2.0, true);
    CHECK(evaluations == 1);
    CHECK(optimum.checks == 1);
    CHECK(optimum.x(0) == 0.9);
    CHECK(optimum.predicted == 1.0);
    CHECK(optimum.verdict.true_value == Approx(0.36 + 0.02));
    CHECK(optimum.failure.empty());
    CHECK(optimum.instead.empty());
}

TEST_CASE("optimum check: where it fails the next minimum elsewhere is tried, best predicted first",
          "[study][optimum_check]") {
    const auto [optimum, evaluations] = check_failing_above(0.1, true);
    CHECK(evaluations == 2);
    CHECK(optimum.x(0) == -0.5);
    CHECK(optimum.predicted == 1.5);
    CHECK(optimum.verdict.true_value == Approx(0.64 + 0.02));
    CHECK_THAT(optimum.failure, Catch::Contains("the mesh collapsed"));
    CHECK(optimum.instead == next_minimum);
}

TEST_CASE("optimum check: where all minima fail the best training sample is the claim",
          "[study][optimum_check]") {
    const auto [optimum, evaluations] = check_failing_above(-0.8, true);
    CHECK(evaluations == 3);
    CHECK(optimum.checks == 3);
    CHECK(optimum.x == Vector{{-0.9, 0.3}});
    CHECK(optimum.predicted == -9.0);
    CHECK(optimum.verdict.true_value == 4.0);
    CHECK(optimum.instead == sample_instead);
    const OptimumRecord alone = check_failing_above(-0.8, false).optimum;
    CHECK(alone.x(0) == 0.9);
    CHECK(std::isnan(alone.verdict.true_value));
    CHECK(alone.instead.empty());
}

TEST_CASE("direct search: partials that are missing are differences, and counted",
          "[study][direct_search]") {
    const HalfBowl problem;
    const Matrix starts{{-0.5, 0.9}, {0.8, 0.1}};
    const SearchOptions options{.starts = 2, .max_evaluations = 50};
    BestPoint best(problem.info(), 1e-6);
    ReplicateRecord record;
    search_truth({.truth = problem,
                  .problem = problem.info(),
                  .starts = starts,
                  .options = options,
                  .differences = {},
                  .before_each = [] {},
                  .best = best},
                 record);
    INFO(record.truth_failure);
    REQUIRE(record.truth);
    CHECK(record.truth->x.isApprox(Vector{{0.3, -0.1}}, 1e-5));
    CHECK(record.truth_differences == 2 * record.truth_evaluations);
    CHECK(record.truth->verdict.gradient_norm < 1e-5);
}
