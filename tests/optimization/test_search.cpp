#include "jennopt/core/error.hpp"
#include "jennopt/optimization/search.hpp"
#include "optimization/integer_search.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

ProblemInfo problem_of(std::vector<Input> inputs, std::vector<Output> outputs) {
    return {.name = "test",
            .summary = "",
            .formula = "",
            .source = "",
            .inputs = std::move(inputs),
            .outputs = std::move(outputs)};
}

/// x^4 - 8 x^2 + x on [-3, 3]: two basins, the global minimum in the left one.
ProblemInfo two_basins() {
    return problem_of(box_inputs(1, -3.0, 3.0), {{.name = "y", .unit = ""}});
}

Evaluation two_basins_at(const ConstVectorRef& x) {
    const double t = x(0);
    return {.value = Vector::Constant(1, t * t * t * t - 8.0 * t * t + t),
            .jacobian = Matrix::Constant(1, 1, 4.0 * t * t * t - 16.0 * t + 1.0)};
}

/// Least x1 + x2 with x1 x2 >= 6 in a box whose sides differ; the objective is the second of three
/// outputs.
ProblemInfo product_problem() {
    return problem_of({{.name = "a", .unit = "", .lower = 0.1, .upper = 10.0},
                       {.name = "b", .unit = "", .lower = 0.5, .upper = 100.0}},
                      {{.name = "mean", .unit = "", .role = OutputRole::quantity},
                       {.name = "sum", .unit = "", .role = OutputRole::objective},
                       {.name = "product", .unit = "", .role = OutputRole::constraint}});
}

Evaluation product_at(const ConstVectorRef& x) {
    return {.value = Vector{{0.5 * (x(0) + x(1)), x(0) + x(1), 6.0 - x(0) * x(1)}},
            .jacobian = Matrix{{0.5, 0.5}, {1.0, 1.0}, {-x(1), -x(0)}}};
}

}  // namespace

TEST_CASE("search: several starts find the global minimum where one finds its own basin",
          "[optimization][search]") {
    const Matrix right{{2.5}};
    const SearchResult one = search(two_basins_at, two_basins(), right, {});
    CHECK(one.runs[0].x(0) == Approx(1.9681).epsilon(1e-4));
    const Matrix both{{2.5, -0.5, 1.0}};
    const SearchResult many = search(two_basins_at, two_basins(), both, {});
    CHECK(many.best == 1);
    CHECK(many.runs[1].x(0) == Approx(-2.0305).epsilon(1e-4));
    CHECK(many.runs[1].objective == two_basins_at(many.runs[1].x).value(0));
    CHECK(many.runs[0].x == one.runs[0].x);
    CHECK(many.evaluations ==
          many.runs[0].evaluations + many.runs[1].evaluations + many.runs[2].evaluations);
    for (const SearchRun& run : many.runs) {
        CHECK(run.termination == SearchTermination::stationary);
    }
}

TEST_CASE("search: constraints hold whatever the order of the outputs", "[optimization][search]") {
    const auto algorithm = GENERATE(Algorithm::slsqp, Algorithm::mma, Algorithm::ccsaq);
    const Matrix starts{{5.0, 0.2}, {50.0, 1.0}};
    const SearchResult result = search(
        product_at, product_problem(), starts, {.algorithm = algorithm, .max_evaluations = 3000});
    const SearchRun& best = result.runs[static_cast<std::size_t>(result.best)];
    CHECK(best.objective == Approx(2.0 * std::sqrt(6.0)).epsilon(1e-5));
    CHECK((best.x - Vector::Constant(2, std::sqrt(6.0))).norm() <= 0.02);
    CHECK(best.violation <= 1e-6);
    CHECK(best.violation == std::max(0.0, product_at(best.x).value(2)));
}

TEST_CASE("search: the path is the best run's, from its start through its answer",
          "[optimization][search]") {
    const Matrix starts{{2.5, -0.5}};
    const SearchResult result = search(two_basins_at, two_basins(), starts, {});
    REQUIRE(result.best == 1);
    CHECK(result.path.rows() == 1);
    CHECK(result.path.cols() == result.runs[1].evaluations);
    CHECK(result.path(0, 0) == Approx(-0.5).epsilon(1e-14));
    CHECK((result.path.array() == result.runs[1].x(0)).any());
}

TEST_CASE("search: every evaluation stays inside the bounds", "[optimization][search]") {
    const auto algorithm =
        GENERATE(Algorithm::slsqp, Algorithm::lbfgs, Algorithm::mma, Algorithm::ccsaq);
    const ProblemInfo problem = problem_of({{.name = "a", .unit = "", .lower = 0.05, .upper = 0.15},
                                            {.name = "b", .unit = "", .lower = -0.3, .upper = 0.1}},
                                           {{.name = "y", .unit = ""}});
    const Bounds bounds = problem.bounds();
    const Model falling = [&bounds](const ConstVectorRef& x) {
        CHECK(bounds.contains(x));
        return Evaluation{.value = Vector::Constant(1, -x(0) - 2.0 * x(1)),
                          .jacobian = Matrix{{-1.0, -2.0}}};
    };
    const SearchResult result =
        search(falling, problem, Vector{{0.07, 0.0}}, {.algorithm = algorithm});
    CHECK(result.runs[0].x == bounds.upper);
    CHECK(result.runs[0].termination == SearchTermination::stationary);
}

TEST_CASE("search: explicit starts come first, the rest fill the box", "[optimization][search]") {
    const Bounds bounds = product_problem().bounds();
    const SearchOptions options{.starts = 6, .from = {{1.0, 2.0}, {0.1, 100.0}}};
    const Matrix starts = make_starts(options, bounds, Rng(1));
    CHECK(starts.cols() == 6);
    CHECK(starts.col(0) == Vector{{1.0, 2.0}});
    CHECK(starts.col(1) == Vector{{0.1, 100.0}});
    for (Index s = 0; s < 6; ++s) {
        CHECK(bounds.contains(starts.col(s)));
    }
    CHECK(make_starts(options, bounds, Rng(1)) == starts);
    CHECK(make_starts(options, bounds, Rng(2)) != starts);
}

TEST_CASE("search: an explicit start that does not fit is a ConfigError naming it",
          "[optimization][search]") {
    const auto starts_from = [](std::vector<std::vector<double>> from) {
        return make_starts(
            {.starts = 3, .from = std::move(from)}, product_problem().bounds(), Rng(1));
    };
    CHECK_THROWS_AS(starts_from({{0.0, 2.0}}), ConfigError);
    CHECK_THROWS_WITH(starts_from({{1.0, 2.0}, {1.0, 101.0}}),
                      "optimization.from: start 2 is [1, 101], expected 2 numbers between [0.1, "
                      "0.5] and [10, 100]");
    CHECK_THROWS_AS(starts_from({{1.0}}), ConfigError);
    CHECK_THROWS_AS(starts_from({{1.0, std::nan("")}}), ConfigError);
}

TEST_CASE("search: a failing evaluation ends its own start only", "[optimization][search]") {
    const Model holed = [](const ConstVectorRef& x) {
        if (x(0) > 2.2) {
            throw EvaluationError("no mesh at " + std::to_string(x(0)));
        }
        return two_basins_at(x);
    };
    const Matrix starts{{2.5, -0.5}};
    const SearchResult result = search(holed, two_basins(), starts, {});
    CHECK(result.best == 1);
    CHECK(result.runs[0].failure == "no mesh at 2.500000");
    CHECK(result.runs[0].evaluations == 1);
    CHECK(std::isinf(result.runs[0].objective));
    CHECK(result.runs[1].failure.empty());
}

TEST_CASE("search: a missing partial of the model is a failing evaluation",
          "[optimization][search]") {
    const Model blind = [](const ConstVectorRef& x) {
        Evaluation y = two_basins_at(x);
        y.jacobian.setConstant(std::nan(""));
        return y;
    };
    CHECK_THROWS_AS(search(blind, two_basins(), Matrix{{2.5}}, {}), EvaluationError);
}

TEST_CASE("search: if every start fails the first one's message is thrown",
          "[optimization][search]") {
    int calls = 0;
    const Model broken = [&calls](const ConstVectorRef&) -> Evaluation {
        throw EvaluationError("crash " + std::to_string(++calls));
    };
    const Matrix starts{{2.5, -0.5, 0.0}};
    CHECK_THROWS_AS(search(broken, two_basins(), starts, {}), EvaluationError);
    calls = 0;
    CHECK_THROWS_WITH(search(broken, two_basins(), starts, {}),
                      "no search of 3 could be finished; the first one: crash 1");
}

TEST_CASE("search: where nothing is feasible the least violation wins", "[optimization][search]") {
    ProblemInfo problem = two_basins();
    problem.outputs.push_back({.name = "c", .unit = "", .role = OutputRole::constraint});
    // c = 1 + (x - 1)^2 is never below 1.
    const Model model = [](const ConstVectorRef& x) {
        const double d = x(0) - 1.0;
        return Evaluation{.value = Vector{{two_basins_at(x).value(0), 1.0 + d * d}},
                          .jacobian = Matrix{{two_basins_at(x).jacobian(0, 0)}, {2.0 * d}}};
    };
    const SearchResult result =
        search(model, problem, Matrix{{-2.0, 0.5, 2.9}}, {.max_evaluations = 200});
    const SearchRun& best = result.runs[static_cast<std::size_t>(result.best)];
    CHECK(best.violation >= 1.0);
    for (const SearchRun& run : result.runs) {
        CHECK(best.violation <= run.violation);
        CHECK(run.termination != SearchTermination::stationary);
    }
}

TEST_CASE("search: a maximum is found in its own sense, within limits", "[optimization][search]") {
    ProblemInfo problem = two_basins();
    problem.outputs[0].role = OutputRole::maximize;
    problem.outputs.push_back(
        {.name = "c", .role = OutputRole::constraint, .lower = 10.0, .upper = 20.0});
    // Greatest 3 - x^2 with 10 <= 10 + 5 x <= 20: at 0; from 12 on at 0.4.
    const Model model = [](const ConstVectorRef& x) {
        return Evaluation{.value = Vector{{3.0 - x(0) * x(0), 10.0 + 5.0 * x(0)}},
                          .jacobian = Matrix{{-2.0 * x(0)}, {5.0}}};
    };
    const auto best_of = [&] {
        const SearchResult result = search(model, problem, Matrix{{1.5, 0.9}}, {});
        return result.runs[static_cast<std::size_t>(result.best)];
    };
    CHECK(best_of().objective == Approx(3.0));
    problem.outputs[1].lower = 12.0;
    CHECK(best_of().x(0) == Approx(0.4).epsilon(1e-5));
    CHECK(best_of().objective == Approx(2.84).epsilon(1e-5));
    CHECK(best_of().violation <= 1e-6);
}

TEST_CASE("search: whole numbers beside the optimum, the other inputs searched again",
          "[optimization][search]") {
    const ProblemInfo problem{
        .name = "whole",
        .summary = "",
        .inputs = {{.name = "n", .lower = 1.0, .upper = 9.0, .integer = true},
                   {.name = "b", .lower = -5.0, .upper = 5.0}},
        .outputs = {{.name = "f"}, {.name = "c", .role = OutputRole::constraint, .upper = 4.0}}};
    // Least (n - 4.4)^2 + (b - n)^2 with n <= 4; without the limit n = 4, too, and b = n.
    const Model model = [](const ConstVectorRef& x) {
        const double gap = x(1) - x(0);
        return Evaluation{
            .value = Vector{{(x(0) - 4.4) * (x(0) - 4.4) + gap * gap, x(0)}},
            .jacobian = Matrix{{2.0 * (x(0) - 4.4) - 2.0 * gap, 2.0 * gap}, {1.0, 0.0}}};
    };
    const SearchResult found = search(model, problem, Matrix{{8.0}, {0.0}}, {});
    const SearchRun whole = search_integers(model, problem, found, {});
    CHECK(whole.x(0) == 4.0);
    CHECK(whole.x(1) == Approx(4.0).epsilon(1e-5));
    CHECK(whole.objective == Approx(0.16).epsilon(1e-5));
    CHECK(whole.violation == 0.0);
}

TEST_CASE("search: the best of several basins is kept for whole numbers, and steps lead on",
          "[optimization][search]") {
    ProblemInfo problem{.name = "corners",
                        .summary = "",
                        .inputs = {{.name = "x", .lower = 1.0, .upper = 4.0},
                                   {.name = "n", .lower = 1.0, .upper = 4.0, .integer = true}},
                        .outputs = {{.name = "f", .role = OutputRole::maximize}}};
    // (x - 3)^2 + (n - 1)^2: 13 at (1, 4), 10 at the other end of the same n.
    const Model model = [](const ConstVectorRef& x) {
        const double a = x(0) - 3.0;
        const double b = x(1) - 1.0;
        return Evaluation{.value = Vector::Constant(1, a * a + b * b),
                          .jacobian = Matrix{{2.0 * a, 2.0 * b}}};
    };
    const SearchResult found = search(model, problem, Matrix{{3.9, 1.1}, {3.5, 3.4}}, {});
    CHECK(search_integers(model, problem, found, {}).objective == Approx(13.0));
    // Greatest 5 i + 4 j with 6 i + 4 j <= 24 and i + 2 j <= 6: 20 at (4, 0), beside (3, 1.5).
    problem.inputs = {{.name = "i", .lower = 0.0, .upper = 6.0, .integer = true},
                      {.name = "j", .lower = 0.0, .upper = 6.0, .integer = true}};
    problem.outputs.push_back({.name = "g", .role = OutputRole::constraint, .upper = 24.0});
    problem.outputs.push_back({.name = "h", .role = OutputRole::constraint, .upper = 6.0});
    const Model knapsack = [](const ConstVectorRef& x) {
        const Matrix A{{5.0, 4.0}, {6.0, 4.0}, {1.0, 2.0}};
        return Evaluation{.value = A * x, .jacobian = A};
    };
    const SearchRun whole =
        search_integers(knapsack, problem, search(knapsack, problem, Matrix{{1.0}, {1.0}}, {}), {});
    CHECK(whole.x == Vector{{4.0, 0.0}});
}
