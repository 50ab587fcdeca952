#include "jennopt/core/error.hpp"
#include "report/sweep_curves.hpp"
#include "report/sweep_fixture.hpp"
#include "report/words.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// nn falls as 1 / count, jenn as 0.1 / count; times the lambda, and 1, 2, 3 over the replicates.
double error(const Choices& choices, const std::string& surrogate, int replicate) {
    return (surrogate == "nn" ? 0.1 : 0.01) * (1.0 + replicate) * number(choices, "s.lambda") /
           number(choices, "sampling.count");
}

ReportInput three_axes() {
    return swept_input({{"problem.name", {"hills", "valley"}},
                        {"sampling.count", {"40", "10", "20"}},
                        {"s.lambda", {"1", "2"}}},
                       3,
                       error);
}

SweepFigure figure_of(const std::string& panels) {
    SweepFigure figure;
    figure.name = "learning";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.panels = panels;
    return figure;
}

}  // namespace

TEST_CASE("sweep: panels by one axis, a curve per surrogate and remaining choice, points in order",
          "[report][sweep]") {
    const auto panels = sweep_panels(three_axes(), figure_of("problem.name"));
    REQUIRE(panels.size() == 2);
    CHECK(panels[0].title == "hills");
    CHECK(panels[1].title == "valley");
    REQUIRE(panels[0].curves.size() == 4);
    const SweepCurve& curve = panels[0].curves[3];
    CHECK(curve.surrogate == "jenn");
    CHECK(curve.others == "lambda = 2");
    REQUIRE(curve.points.size() == 3);
    CHECK(curve.points[0].x == 10.0);
    CHECK(curve.points[2].x == 40.0);
    CHECK(curve.points[0].median == Approx(0.004));
    CHECK(curve.points[0].q25 == Approx(0.003));
    CHECK(curve.points[0].q75 == Approx(0.005));
    CHECK(curve.points[0].values.size() == 3);
    CHECK(curve.points[0].values[2] == Approx(0.006));
    const SweepCurve* nn = rival(panels[0], curve, "nn");
    REQUIRE(nn != nullptr);
    CHECK(nn->others == "lambda = 2");
    CHECK(rival(panels[0], curve, "jenn") == nullptr);
}

TEST_CASE("sweep: without a panels' axis its values are what else is swept", "[report][sweep]") {
    const auto panels = sweep_panels(three_axes(), figure_of(""));
    REQUIRE(panels.size() == 1);
    CHECK(panels[0].title.empty());
    CHECK(panels[0].curves.size() == 8);
    CHECK(panels[0].curves[0].others == "hills, lambda = 1");
}

TEST_CASE("sweep: arms without the axes are not in it; words on a curve are an error",
          "[report][sweep]") {
    ReportInput input = three_axes();
    input.arms[0].arm.choices.erase(input.arms[0].arm.choices.begin());
    auto panels = sweep_panels(input, figure_of("problem.name"));
    CHECK(panels[0].curves[0].points.size() == 3);
    CHECK(panels[0].curves[1].points.size() == 2);
    CHECK(sweep_panels(input, figure_of("problem.nothing")).empty());
    input.arms[1].arm.choices[1].second = "many";
    CHECK_THROWS_MATCHES(sweep_panels(input, figure_of("")),
                         Error,
                         Catch::Message("page.figures.learning: the axis sampling.count has the "
                                        "value 'many', expected a number"));
}

TEST_CASE("sweep: surrogates restrict, the one compared with stays, and peers take part",
          "[report][sweep]") {
    ReportInput input = three_axes();
    input.peers = {{input.arms[0].arm.label, "torch", "r2_value", {missing, 0.5, 0.75}},
                   {input.arms[0].arm.label, "jax", "r2_value", {0.5, 0.5, 0.5}}};
    CHECK(surrogate_names(input) == std::vector<std::string>{"nn", "jenn", "torch", "jax"});
    SweepFigure figure = figure_of("problem.name");
    figure.surrogates = {"torch"};
    auto panels = sweep_panels(input, figure);
    REQUIRE(panels.size() == 1);
    REQUIRE(panels[0].curves.size() == 1);
    CHECK(panels[0].curves[0].points.size() == 1);
    CHECK(panels[0].curves[0].points[0].median == Approx(0.375));
    CHECK(std::isnan(panels[0].curves[0].points[0].values[0]));
    figure.against = "nn";
    CHECK(sweep_panels(input, figure)[0].curves.size() == 3);
}

TEST_CASE("sweep: the abscissa can be a metric, given to all surrogates of an arm",
          "[report][sweep]") {
    ReportInput input = three_axes();
    for (const ReportArm& arm : input.arms) {
        input.partials_errors.push_back({arm.arm.label, "", "partials_error", {0.1, 0.3, 0.2}});
    }
    SweepFigure figure = figure_of("problem.name");
    figure.x = "partials_error";
    const auto panels = sweep_panels(input, figure);
    REQUIRE(panels.size() == 2);
    REQUIRE(panels[1].curves.size() == 4);
    CHECK(panels[1].curves[2].points[1].x == 0.2);
    CHECK(panels[1].curves[2].points[1].at == 20.0);
}

TEST_CASE("sweep: R2 of 1 and of nothing have a place on a logarithmic axis", "[report][sweep]") {
    CHECK(as_shown("r2_value", 1.0) == 1e-16);
    CHECK(as_shown("r2_value[drag]", 0.75) == 0.25);
    CHECK(std::isnan(as_shown("r2_partials", missing)));
    CHECK(as_shown("train_seconds", 1.5) == 1.5);
}

TEST_CASE("sweep: a map has the ratio of pairs per cell, numbers rising along both axes",
          "[report][sweep]") {
    SweepFigure figure;
    figure.name = "map";
    figure.along = "sampling.count";
    figure.y = "s.lambda";
    figure.color = "r2_value";
    figure.panels = "problem.name";
    auto maps = sweep_maps(three_axes(), figure);
    REQUIRE(maps.size() == 4);
    CHECK(maps[1].surrogate == "jenn");
    CHECK(maps[1].columns == std::vector<std::string>{"10", "20", "40"});
    CHECK(maps[1].rows == std::vector<std::string>{"1", "2"});
    REQUIRE(maps[1].cells.size() == 6);
    CHECK(maps[1].cells[0].column == 2);
    CHECK(maps[1].cells[0].value == Approx(0.02 / 40.0));
    figure.against = "nn";
    maps = sweep_maps(three_axes(), figure);
    REQUIRE(maps.size() == 2);
    CHECK(maps[0].surrogate == "jenn");
    CHECK(maps[0].cells[0].value == Approx(0.1));
    CHECK(maps[0].cells[0].against[0] == Approx(0.1 / 40.0));
}

TEST_CASE("words: metrics and axes read as words, unknown ones as themselves", "[report][sweep]") {
    CHECK(metric_words("r2_value[drag]").text == "1 − R² of values (drag)");
    CHECK(metric_words("train_seconds").text == "training, s");
    CHECK(metric_words("something").text == "something");
    CHECK_FALSE(metric_words("spread_coverage_value").lower_is_better);
    CHECK(axis_words("sampling.count") == "training samples");
    CHECK(choice_words("problem.name", "valley") == "valley");
    CHECK(choice_words("defaults.training.max_iterations", "20") == "max iterations = 20");
}
