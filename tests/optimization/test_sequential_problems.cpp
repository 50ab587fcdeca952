#include "optimization/sequential_fixture.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace jennopt;

TEST_CASE("sequential: a maximum within limits is the minimum of its negative",
          "[optimization][sequential]") {
    // Greatest -(x1 + x2) with x1 x2 in [6, 50]: at (sqrt 6, sqrt 6).
    const Truth truth = [](const ConstVectorRef& x) {
        return Evaluation{.value = Vector{{-x(0) - x(1), x(0) * x(1)}},
                          .jacobian = Matrix{{-1.0, -1.0}, {x(1), x(0)}}};
    };
    ProblemInfo problem = problem_of(2, 0.5, 10.0, true);
    problem.outputs[0].role = OutputRole::maximize;
    problem.outputs[1].lower = 6.0;
    problem.outputs[1].upper = 50.0;
    SECTION("to its end") {
        Sequential optimizer = make(problem, Vector{{1.0, 2.0}});
        run(optimizer, truth, 20);
        CHECK(optimizer.best()->y.value(1) >= 6.0 * (1.0 - 1e-6));
        CHECK(optimizer.best()->y.value(0) == Approx(-2.0 * std::sqrt(6.0)).epsilon(1e-5));
        CHECK(stationarity_of(problem, *optimizer.best()) < 1e-3);
    }
    SECTION("to a target") {
        Sequential optimizer = make(problem, Vector{{9.0, 5.0}}, {.target = -6.0});
        run(optimizer, truth, 20);
        CHECK(optimizer.termination() == SequentialTermination::target);
        CHECK(optimizer.best()->y.value(0) >= -6.0);
    }
    SECTION("predicted and expected in its own sense") {
        Sequential optimizer = make(problem, Vector{{1.0, 2.0}});
        run(optimizer, truth, 4);
        for (const Proposal& proposal : optimizer.propose(1)) {
            CHECK(proposal.predicted == Approx(-proposal.x.sum()).epsilon(0.05));
        }
        CHECK(optimizer.expected_gain() >= 0.0);
    }
}

TEST_CASE("sequential: an equality is met", "[optimization][sequential]") {
    // Least x1^2 + x2^2 with x1 x2 = 2000: at (sqrt 2000, sqrt 2000).
    const Truth truth = [](const ConstVectorRef& x) {
        return Evaluation{.value = Vector{{x.squaredNorm(), x(0) * x(1)}},
                          .jacobian = Matrix{{2.0 * x(0), 2.0 * x(1)}, {x(1), x(0)}}};
    };
    ProblemInfo problem = problem_of(2, 1.0, 100.0, true);
    problem.outputs[1].lower = problem.outputs[1].upper = 2000.0;
    // Rounding, which differs across processors, decides where the optimizer ends: one start alone
    // may end early.
    std::vector<double> errors;
    for (const Vector& start : {Vector{{80.0, 10.0}},
                                Vector{{30.0, 90.0}},
                                Vector{{20.0, 60.0}},
                                Vector{{15.0, 15.0}},
                                Vector{{90.0, 70.0}}}) {
        Sequential optimizer = make(problem, start);
        run(optimizer, truth, 25);
        CHECK(optimizer.best()->y.value(1) == Approx(2000.0).epsilon(1e-6));
        errors.push_back(std::abs(optimizer.best()->y.value(0) / 4000.0 - 1.0));
    }
    std::ranges::nth_element(errors, errors.begin() + 2);
    CHECK(errors[2] < 1e-5);
}

TEST_CASE("sequential: an input over eight decades by its logarithm",
          "[optimization][sequential]") {
    const Truth truth = [](const ConstVectorRef& x) {
        const double decades = std::log10(x(0)) + 2.0;
        return Evaluation{
            .value = Vector::Constant(1, decades * decades + (x(1) - 1.0) * (x(1) - 1.0)),
            .jacobian = Matrix{{2.0 * decades / (x(0) * std::log(10.0)), 2.0 * (x(1) - 1.0)}}};
    };
    ProblemInfo problem = problem_of(2, 1e-6, 1e2);
    problem.inputs[0].scale = InputScale::log;
    Sequential optimizer = make(problem, Vector{{10.0, 3.0}});
    run(optimizer, truth, 15);
    CHECK(optimizer.best()->y.value(0) < 1e-6);
    CHECK(optimizer.best()->x(0) == Approx(1e-2).epsilon(1e-2));
}

TEST_CASE("sequential: integers are whole in every proposal, the best ones are found",
          "[optimization][sequential]") {
    const auto value = [](double n, double b) {
        return 2.0 * (n - 6.4) * (n - 6.4) + 5.0 * (b - 0.3 * n) * (b - 0.3 * n);
    };
    const Truth truth = [&](const ConstVectorRef& x) {
        const double gap = x(1) - 0.3 * x(0);
        return Evaluation{.value = Vector::Constant(1, value(x(0), x(1))),
                          .jacobian = Matrix{{4.0 * (x(0) - 6.4) - 3.0 * gap, 10.0 * gap}}};
    };
    ProblemInfo problem = problem_of(2, 1.0, 12.0);
    problem.inputs[0].integer = true;
    const Index batch = GENERATE(1, 3);
    Sequential optimizer = make(problem, Vector{{11.4, 9.0}});
    const std::vector<Outcome> all = run(optimizer, truth, 30, batch);
    for (const Outcome& outcome : all) {
        CHECK(outcome.x(0) == std::round(outcome.x(0)));
    }
    CHECK(optimizer.best()->x(0) == 6.0);
    CHECK(optimizer.best()->y.value(0) == Approx(value(6.0, 1.8)).epsilon(1e-4));
}

TEST_CASE("sequential: a point outside of the bounds teaches, and is no answer and no centre",
          "[optimization][sequential]") {
    const ProblemInfo problem = problem_of(2, -2.0, 2.0);
    Sequential optimizer(problem, {}, Matrix(2, 0), Rng(3));
    const std::vector<Outcome> given{
        outcome_of(rosenbrock, Vector{{5.0, 25.0}}),  // the best, outside
        outcome_of(rosenbrock, Vector{{-1.0, -1.0}}),
        outcome_of(rosenbrock, Vector{{1.9, -1.9}})};
    optimizer.absorb(given);
    CHECK(optimizer.best()->x == given[1].x);
    for (const Outcome& outcome : run(optimizer, rosenbrock, 25)) {
        CHECK(problem.bounds().contains(outcome.x));
    }
    CHECK(optimizer.best()->y.value(0) < 1e-3);
    Sequential nowhere(problem, {}, Matrix(2, 0), Rng(3));
    nowhere.absorb(std::span(given).first(1));
    CHECK(!nowhere.best());
    CHECK(nowhere.propose(1).front().kind == ProposalKind::start);
}

TEST_CASE("sequential: an input without partials is tried, where the others have some",
          "[optimization][sequential]") {
    // Far in x2 from (1, -2), whose partial is never there.
    const Truth masked = [](const ConstVectorRef& x) {
        Evaluation y = quadratic(x);
        y.jacobian(0, 1) = std::numeric_limits<double>::quiet_NaN();
        return y;
    };
    Sequential optimizer = make(problem_of(2, -5.0, 5.0), Vector{{3.0, 4.0}});
    run(optimizer, masked, 20);
    CHECK(optimizer.best()->y.value(0) < -2.0);  // the minimum is -2.03
}
