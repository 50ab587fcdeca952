#include "jennopt/report/comparison.hpp"
#include "report/sweep_findings.hpp"
#include "report/sweep_fixture.hpp"
#include "report/sweep_levels.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace jennopt;

namespace {

const std::vector<std::string> noises{"0.01", "0.02", "0.04", "0.08", "0.16"};

/// nn stays at 0.1; jenn rises with the noise and crosses it at 0.04.
double rising(const Choices& choices, const std::string& surrogate, int replicate) {
    const double part = 1.0 + 0.01 * replicate;
    return part * (surrogate == "nn" ? 0.1 : 2.5 * number(choices, "problem.noise.partials"));
}

/// nn 10 / m^2, jenn 1 / m^2.
double falling(const Choices& choices, const std::string& surrogate, int replicate) {
    const double m = number(choices, "sampling.count");
    return (surrogate == "nn" ? 10.0 : 1.0) * (1.0 + 0.01 * (replicate - 2)) / (m * m);
}

SweepFigure noise_figure() {
    SweepFigure figure;
    figure.name = "noise";
    figure.title = "Noise";
    figure.along = "problem.noise.partials";
    figure.y = "r2_value";
    figure.against = "nn";
    figure.log_x = true;
    return figure;
}

SweepFigure count_figure() {
    SweepFigure figure;
    figure.name = "count";
    figure.title = "Samples";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.log_x = true;
    return figure;
}

ReportInput noise_input(int replicates) {
    return swept_input({{"problem.noise.partials", noises}}, replicates, rising);
}

ReportInput count_input() {
    return swept_input({{"sampling.count", {"10", "20", "40"}}}, 5, falling);
}

}  // namespace

TEST_CASE("findings: up to where a curve is better, where medians cross, from where it is worse",
          "[report][sweep]") {
    ReportInput input = noise_input(6);
    input.page.figures = {noise_figure()};
    const std::vector<std::string> all = overall_answers(input);
    REQUIRE(all.size() == 1);
    // At 0.04 both are equal: no pair is decided there.
    CHECK(all[0] ==
          "Noise: jenn against nn: better up to noise of the partials = 0.02, significantly worse "
          "from noise of the partials = 0.08 on, the medians cross at noise of the partials = 0.04 "
          "(sign test, 6 pairs each).");
}

TEST_CASE("findings: with too few pairs nothing is decided, and that is said", "[report][sweep]") {
    const auto all = sweep_findings(noise_input(4), noise_figure());
    REQUIRE(all.size() == 1);
    CHECK_THAT(all[0],
               Catch::Contains("not decided (4 pairs, a sign test needs 5)") &&
                   !Catch::Contains("better"));
}

TEST_CASE("findings: better everywhere is never worse; replicates that are missing are not counted",
          "[report][sweep]") {
    ReportInput input = count_input();
    for (int r = 0; r < 2; ++r) {
        ReplicateRecord extra = input.arms[0].replicates[0];
        input.arms[0].replicates.push_back(extra);
    }
    input.arms[0].replicates[6].surrogates[0].accuracy.r2_value = std::nan("");
    SweepFigure figure = count_figure();
    figure.against = "nn";
    CHECK(sweep_findings(input, figure)[0] ==
          "Samples: jenn against nn: better everywhere, from training samples = 10 to 40, never "
          "significantly worse, the medians do not cross (sign test, 5 to 6 pairs).");
}

TEST_CASE("findings: a verdict here and there is counted, not stretched to a range",
          "[report][sweep]") {
    const auto waves = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const double noise = number(choices, "problem.noise.partials");
        const bool is_worse = noise == 0.02 || noise == 0.08;
        return (surrogate == "nn" ? 0.1 : is_worse ? 0.2 : 0.05) * (1.0 + replicate);
    };
    const ReportInput input = swept_input({{"problem.noise.partials", noises}}, 5, waves);
    CHECK_THAT(sweep_findings(input, noise_figure())[0],
               Catch::Contains("better at 3 of 5 places, the last noise of the partials = 0.16") &&
                   Catch::Contains("significantly worse at 2 of 5 places, the first") &&
                   Catch::Contains("cross at noise of the partials = 0.0141 and 0.0283 and"));
}

TEST_CASE("findings: exponents by least squares on logarithms", "[report][sweep]") {
    SweepFigure figure = count_figure();
    figure.slopes = true;
    CHECK(
        sweep_findings(count_input(), figure)[0] ==
        "Samples: 1 - R2 of values goes as (training samples)^-2.00 for nn, ^-2.00 for jenn, from "
        "10 to 40 (3 medians, R2 of the fit at least 1.000).");
}

TEST_CASE("findings: where a target is reached, how much earlier, and where it is not",
          "[report][sweep]") {
    SweepFigure figure = count_figure();
    figure.against = "nn";
    figure.target = 0.9975;  // jenn at 20, nn at 63
    const auto found = sweep_findings(count_input(), figure);
    REQUIRE(found.size() == 2);
    CHECK(found[1] ==
          "Samples: R2 of values 0.9975 is first reached, in training samples, not by nn up to 40 "
          "(lowest R2 0.9938); by jenn at 20, at least 2.0 times less than nn.");
    figure.target = 0.98;  // nn at 22.4, jenn below it from the start
    CHECK_THAT(sweep_findings(count_input(), figure)[1],
               Catch::Contains("by nn at 22.4; by jenn at 10 already, the first, at least 2.2 "
                               "times less than nn."));
}

TEST_CASE("findings: crossings are interpolated as the axes are", "[report][sweep]") {
    SweepFigure figure;
    figure.log_x = true;
    figure.log_y = true;
    CHECK(crossing(figure, {1.0, 1.0, 10.0}, {100.0, 10.0, 1.0}) == Approx(10.0));
    figure.log_x = false;
    CHECK(crossing(figure, {1.0, 1.0, 10.0}, {100.0, 10.0, 1.0}) == Approx(50.5));
    figure.log_x = true;
    CHECK(crossing(figure, {0.0, 1.0, 10.0}, {0.1, 10.0, 1.0}) == Approx(0.05));
}

TEST_CASE("findings: of a map the cells won, lost and open, and the best one", "[report][sweep]") {
    const auto error = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const double lambda = number(choices, "s.lambda");
        const double m = number(choices, "sampling.count");
        const double jenn = lambda < 1.0 ? 0.5 : lambda > 1.0 ? 2.0 : replicate < 3 ? 0.9 : 1.1;
        return 0.01 * (1.0 + replicate) * (surrogate == "nn" ? 1.0 : jenn * (m > 10.0 ? 0.9 : 1.0));
    };
    const ReportInput input =
        swept_input({{"sampling.count", {"10", "20"}}, {"s.lambda", {"0.1", "1", "10"}}}, 6, error);
    SweepFigure figure;
    figure.name = "map";
    figure.title = "Map";
    figure.along = "sampling.count";
    figure.y = "s.lambda";
    figure.color = "r2_value";
    figure.against = "nn";
    const auto found = sweep_findings(input, figure);
    REQUIRE(found.size() == 1);
    CHECK(found[0] ==
          "Map: jenn against nn: of 6 cells better in 3, worse in 2 and not decided in 1 (sign "
          "test, 6 pairs each), best at training samples = 20, lambda = 0.1 (median ratio 0.45).");
}
