#include "report/sweep_curves.hpp"
#include "report/sweep_fixture.hpp"
#include "report/sweep_pairs.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

/// nn falls as 1 / count, jenn as 0.1 / count; times the lambda, and 1, 2, 3 over the replicates.
double error(const Choices& choices, const std::string& surrogate, int replicate) {
    return (surrogate == "nn" ? 0.1 : 0.01) * (1.0 + replicate) * number(choices, "s.lambda") /
           number(choices, "sampling.count");
}

StudyResults three_axes() {
    return swept_input({{"problem.name", {"hills", "valley"}},
                        {"sampling.count", {"40", "10", "20"}},
                        {"s.lambda", {"1", "2"}}},
                       3,
                       error);
}

SweepFigure figure_of(const std::string& panels) {
    SweepFigure figure;
    figure.name = "errors";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.panels = panels;
    return figure;
}

SweepData data_of(const StudyResults& study, const SweepFigure& figure) {
    return sweep_data(study, MetricTable(study), figure);
}

}  // namespace

TEST_CASE("sweep: panels by one axis, a curve per surrogate and remaining choice, points in order",
          "[report][sweep_curves]") {
    const SweepData data = data_of(three_axes(), figure_of("problem.name"));
    CHECK(data.panels == std::vector<std::string>{"hills", "valley"});
    REQUIRE(data.curves.size() == 8);
    const SweepCurve& curve = data.curves[3];
    CHECK(curve.panel == 0);
    CHECK(data.curves[4].panel == 1);
    CHECK(curve_name(curve) == "jenn (lambda = 2)");
    CHECK(curve_name(curve, data.panels[0]) == "jenn (hills, lambda = 2)");
    REQUIRE(curve.points.size() == 3);
    CHECK(curve.points[0].x == 10.0);
    CHECK(curve.points[2].x == 40.0);
    CHECK(curve.points[0].spread.median == Approx(0.004));
    CHECK(curve.points[0].spread.q25 == Approx(0.003));
    CHECK(curve.points[0].spread.q75 == Approx(0.005));
    CHECK(curve.points[0].values.at(2) == Approx(0.006));
}

TEST_CASE("sweep: pairs are curves over the same arms", "[report][sweep_curves]") {
    SweepFigure figure = figure_of("problem.name");
    figure.against = "nn";
    const SweepData data = data_of(three_axes(), figure);
    const auto pairs = pairs_of(figure, data);
    REQUIRE(pairs.size() == 4);
    CHECK(pairs[1].own->contender == "jenn");
    CHECK(pairs[1].other->contender == "nn");
    CHECK(pairs[1].own->others == pairs[1].other->others);
    CHECK(pairs[2].name == "jenn (valley, lambda = 1)");
}

TEST_CASE("sweep: without a panels' axis its values are what else is swept",
          "[report][sweep_curves]") {
    const SweepData data = data_of(three_axes(), figure_of(""));
    CHECK(data.panels == std::vector<std::string>{""});
    CHECK(data.curves.size() == 8);
    CHECK(data.curves[0].others == "hills, lambda = 1");
}

TEST_CASE("sweep: an axis with one value does not tell curves apart", "[report][sweep_curves]") {
    const StudyResults study = swept_input(
        {{"problem.name", {"hills"}}, {"sampling.count", {"10", "20"}}, {"s.lambda", {"1"}}},
        2,
        error);
    CHECK(data_of(study, figure_of("")).curves.at(0).others.empty());
}

TEST_CASE("sweep: an arm that lacks an axis of the others is on a curve of its own",
          "[report][sweep_curves]") {
    StudyResults study =
        swept_input({{"sampling.count", {"10", "20"}}, {"s.lambda", {"1"}}}, 2, error);
    study.arms.push_back(study.arms[0]);
    study.arms.back().arm.choices.pop_back();
    const auto curves = data_of(study, figure_of("")).curves;
    REQUIRE(curves.size() == 4);
    CHECK(curves[0].others == "lambda = 1");
    CHECK(curves[1].others.empty());
}

TEST_CASE("sweep: arms without the axes, or with a word in place of a number, are not in it",
          "[report][sweep_curves]") {
    StudyResults study = three_axes();
    study.arms[0].arm.choices.erase(study.arms[0].arm.choices.begin());
    study.arms[1].arm.choices[1].second = "many";
    const auto curves = data_of(study, figure_of("problem.name")).curves;
    CHECK(curves[0].points.size() == 2);
    CHECK(curves[1].points.size() == 2);
    const SweepData none = data_of(study, figure_of("problem.nothing"));
    CHECK(none.panels.empty());
    CHECK(none.fault == "no arm with its axes has a feasible value of R2 of values");
}

TEST_CASE("sweep: surrogates restrict, and the one compared with stays", "[report][sweep_curves]") {
    const StudyResults study = three_axes();
    SweepFigure figure = figure_of("problem.name");
    const std::size_t all = data_of(study, figure).curves.size();
    figure.surrogates = {"jenn"};
    const std::size_t one = data_of(study, figure).curves.size();
    CHECK(one < all);
    figure.against = "nn";
    CHECK(data_of(study, figure).curves.size() == 2 * one);
}

TEST_CASE("sweep: the abscissa can be a metric, given to all surrogates of an arm",
          "[report][sweep_curves]") {
    StudyResults study = three_axes();
    for (std::size_t i = 0; i < study.arms.size(); ++i) {
        study.partials_errors.push_back({i, "partials_error", {0.1, 0.3, 0.2}});
    }
    SweepFigure figure = figure_of("problem.name");
    figure.x = "partials_error";
    const SweepData data = data_of(study, figure);
    REQUIRE(data.panels.size() == 2);
    REQUIRE(data.curves.size() == 8);
    CHECK(data.curves[6].points[1].x == 0.2);
    CHECK(data.curves[6].points[1].at == 20.0);
    CHECK_FALSE(data.over_samples);
}

TEST_CASE("sweep: an axis is logarithmic by its metric's scale or by the figure",
          "[report][sweep_curves]") {
    StudyResults study = three_axes();
    SweepFigure figure = figure_of("");
    CHECK(data_of(study, figure).scales.log_y);
    CHECK_FALSE(data_of(study, figure).scales.log_x);
    figure.log_x = true;
    figure.log_y = false;
    CHECK(data_of(study, figure).scales.log_x);
    CHECK_FALSE(data_of(study, figure).scales.log_y);
    SweepFigure optimum = figure_of("");
    optimum.y = "optimum_true_value";
    CHECK_FALSE(data_of(study, optimum).scales.log_y);
    optimum.x = "r2_value";
    CHECK(data_of(study, optimum).scales.log_x);
}

TEST_CASE("sweep: no disturbance is a place on the abscissa, which then is not logarithmic",
          "[report][sweep_curves]") {
    StudyResults study = three_axes();
    for (std::size_t i = 0; i < study.arms.size(); ++i) {
        study.partials_errors.push_back(
            {i, "partials_error", std::vector<double>(3, 0.1 * static_cast<double>(i))});
    }
    SweepFigure figure = figure_of("");
    figure.x = "partials_error";
    CHECK_FALSE(data_of(study, figure).scales.log_x);
}

TEST_CASE("sweep: an infeasible optimum is left out of the median and counted",
          "[report][sweep_curves]") {
    StudyResults study =
        swept_input({{"sampling.count", {"10", "20"}}, {"s.lambda", {"1"}}}, 3, error);
    for (ArmResults& arm : study.arms) {
        arm.problem.outputs.push_back({.name = "limit", .role = OutputRole::constraint});
        for (ReplicateRecord& replicate : arm.replicates) {
            for (std::size_t s = 0; s < 2; ++s) {
                Verdict& verdict = replicate.surrogates[s].optimum.verdict;
                const bool is_low = replicate.replicate == 0 || (s == 1 && &arm == &study.arms[1]);
                verdict.true_value =
                    is_low ? -100.0 : 1.0 + static_cast<double>(replicate.replicate);
                verdict.violation = is_low ? 1e-3 : 1e-9;
            }
        }
    }
    SweepFigure figure = figure_of("");
    figure.y = "optimum_true_value";
    const SweepData data = data_of(study, figure);
    const auto& curves = data.curves;
    REQUIRE(curves.size() == 2);
    CHECK(curves[0].points[0].spread.median == Approx(2.5));
    CHECK(curves[1].points.size() == 1);  // of jenn with 20 samples none is feasible
    CHECK(data.infeasible == "Infeasible optima are left out: 6 of 12.");
    figure.y = "optimum_violation";
    CHECK(data_of(study, figure).curves[1].points.size() == 2);
    study.arms[0].arm.config.optimization.constraint_tolerance = 0.1;
    study.arms[1].arm.config.optimization.constraint_tolerance = 0.1;
    figure.y = "optimum_true_value";
    CHECK(data_of(study, figure).infeasible.empty());
}
