#include "report/findings/findings.hpp"
#include "report/sweep_fixture.hpp"
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

/// nn 9 / m^2, jenn 1 / m^2: jenn needs a third of the samples.
double falling(const Choices& choices, const std::string& surrogate, int replicate) {
    const double m = number(choices, "sampling.count");
    return (surrogate == "nn" ? 9.0 : 1.0) * (1.0 + 0.01 * (replicate - 2)) / (m * m);
}

SweepFigure figure_along(const std::string& axis) {
    SweepFigure figure;
    figure.name = "figure";
    figure.title = "Figure";
    figure.along = axis;
    figure.y = "r2_value";
    figure.log_x = true;
    return figure;
}

std::vector<std::string> findings(StudyResults study, const std::vector<SweepFigure>& figures) {
    study.figures = figures;
    return sweep_findings(study, MetricTable(study));
}

std::vector<std::string> noise_findings(int replicates) {
    SweepFigure figure = figure_along("problem.noise.partials");
    figure.against = "nn";
    return findings(swept_input({{"problem.noise.partials", noises}}, replicates, rising),
                    {figure});
}

StudyResults over_counts(const std::vector<std::string>& counts = {"10", "20", "40"},
                         int replicates = 5) {
    return swept_input({{"sampling.count", counts}}, replicates, falling);
}

}  // namespace

TEST_CASE("sweep findings: where a curve is better, where worse, where the medians cross",
          "[report][sweep_findings]") {
    const auto all = noise_findings(6);
    REQUIRE(all.size() == 1);
    // At 0.04 both are equal: no pair is decided there.
    CHECK(all[0] ==
          "jenn against nn in R2 of values, by noise of the partials: better up to 0.02, worse "
          "from 0.08 on; the "
          "medians cross at 0.04 (sign test, 6 pairs each).");
}

TEST_CASE("sweep findings: with too few pairs nothing is decided", "[report][sweep_findings]") {
    const auto all = noise_findings(4);
    REQUIRE(all.size() == 1);
    CHECK(all[0] ==
          "jenn against nn in R2 of values, by noise of the partials: not decided (4 pairs, a sign "
          "test needs 5); "
          "the medians cross at 0.04.");
}

TEST_CASE("sweep findings: medians that print alike are too close to call",
          "[report][sweep_findings]") {
    const auto alike = [](const Choices&, const std::string& surrogate, int replicate) {
        return (0.1 + 0.001 * replicate) * (surrogate == "nn" ? 1.0 : 1.0 - 1e-12);
    };
    SweepFigure figure = figure_along("problem.noise.partials");
    figure.against = "nn";
    CHECK(findings(swept_input({{"problem.noise.partials", noises}}, 6, alike), {figure})[0] ==
          "jenn against nn in R2 of values, by noise of the partials: too close to call (sign "
          "test, 6 pairs each).");
}

TEST_CASE("sweep findings: replicates that are missing are not counted",
          "[report][sweep_findings]") {
    StudyResults study = over_counts();
    for (int r = 0; r < 2; ++r) {
        const ReplicateRecord extra = study.arms[0].replicates[0];
        study.arms[0].replicates.push_back(extra);
    }
    study.arms[0].replicates[6].surrogates[0].accuracy.r2_value = std::nan("");
    SweepFigure figure = figure_along("sampling.count");
    figure.against = "nn";
    CHECK(findings(study, {figure})[0] ==
          "jenn against nn in R2 of values, by training samples: better everywhere (sign test, 5 "
          "to 6 pairs).");
}

TEST_CASE("sweep findings: a verdict here and there is counted, not stretched to a range",
          "[report][sweep_findings]") {
    const auto waves = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const double noise = number(choices, "problem.noise.partials");
        const bool is_worse = noise == 0.02 || noise == 0.08;
        return (surrogate == "nn" ? 0.1 : is_worse ? 0.2 : 0.05) * (1.0 + replicate);
    };
    SweepFigure figure = figure_along("problem.noise.partials");
    figure.against = "nn";
    CHECK(findings(swept_input({{"problem.noise.partials", noises}}, 5, waves), {figure})[0] ==
          "jenn against nn in R2 of values, by noise of the partials: better at 3 of 5 places, "
          "worse at 2 of 5 "
          "places; the medians cross 4 times (sign test, 5 pairs each).");
}

TEST_CASE("sweep findings: exponents", "[report][sweep_findings]") {
    SweepFigure figure = figure_along("sampling.count");
    figure.slopes = true;
    CHECK(findings(over_counts(), {figure}).back() ==
          "1 - R2 of values goes as training samples to the power -2.00 for nn (from 10 to 40, 3 "
          "medians, R2 of the fit 1.000) and -2.00 for jenn (from 10 to 40, 3 medians, R2 of the "
          "fit 1.000).");
}

TEST_CASE("sweep findings: where a target is reached, how much earlier, and where it is not",
          "[report][sweep_findings]") {
    SweepFigure figure = figure_along("sampling.count");
    figure.against = "nn";
    figure.target = 0.9975;  // jenn at 20, nn at 60
    CHECK(findings(over_counts(), {figure}).back() ==
          "R2 of values 0.9975 is first reached, in training samples, by jenn at 20 (nn needs at "
          "least 2.0 times as much); not by nn up to 40 (at best 0.9944).");
    figure.target = 0.98;  // nn at 21.2, jenn below it from the start
    CHECK_THAT(
        findings(over_counts(), {figure}).back(),
        Catch::EndsWith("by nn at 21.2 and by jenn at 10 already, the first (nn needs at least "
                        "2.1 times as much)."));
    figure.target = 0.98;
    CHECK_THAT(findings(over_counts({"5", "10", "40"}), {figure}).back(),
               Catch::EndsWith("by jenn at 7.07 (nn needs 3.0 times as much)."));
}

TEST_CASE("sweep findings: how many times fewer samples give the same",
          "[report][sweep_findings]") {
    SweepFigure figure = figure_along("sampling.count");
    figure.against = "nn";
    CHECK_THAT(findings(over_counts(), {figure}).at(1),
               Catch::StartsWith("For the same R2 of values jenn needs 3.0 times fewer training "
                                 "samples than nn; e.g. ") &&
                   !Catch::Contains("median"));
    CHECK_THAT(findings(over_counts({"10", "20", "40"}, 3), {figure}).at(1),
               Catch::EndsWith("; by the medians, not decided (3 pairs, a sign test needs 5)."));
    CHECK_THAT(findings(over_counts({"10", "20"}), {figure}).at(1),
               Catch::StartsWith("jenn with 10 training samples (R2 of values 0.9900) is ahead of "
                                 "nn with 20 (0.9775): it needs at least 2.0 times fewer."));
    figure.against = "jenn";
    CHECK_THAT(findings(over_counts(), {figure}).at(1),
               Catch::Contains("nn needs 3.0 times more training samples than jenn"));
    CHECK(findings(over_counts({"10", "20"}), {figure}).size() == 1);  // no level in common
}

TEST_CASE("sweep findings: a sweep over the samples gives them without being asked for",
          "[report][sweep_findings]") {
    StudyResults study = over_counts();
    study.arms[0].arm.config.surrogates.resize(1);
    study.arms[0].arm.config.surrogates[0].name = "nn";
    study.arms[0].arm.config.surrogates[0].kind = SurrogateKind::nn;
    const auto all = findings(study, {});
    REQUIRE(all.size() == 2);
    CHECK_THAT(all[0],
               Catch::StartsWith(
                   "jenn against nn in R2 of values, by training samples: better everywhere"));
    CHECK_THAT(all[1], Catch::Contains("3.0 times fewer"));
    SweepFigure figure = figure_along("sampling.count");
    figure.y = "train_seconds";
    for (ArmResults& arm : study.arms) {
        for (ReplicateRecord& replicate : arm.replicates) {
            replicate.surrogates[0].train_seconds = 1.0;
        }
    }
    figure.slopes = true;
    CHECK_THAT(findings(study, {figure}).back(),
               Catch::StartsWith("Figure: training time, s goes"));
}

TEST_CASE("sweep findings: of a map the cells won, lost and open, and the best one",
          "[report][sweep_findings]") {
    const auto error = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const double lambda = number(choices, "s.lambda");
        const double m = number(choices, "noise");
        const double jenn = lambda < 1.0 ? 0.5 : lambda > 1.0 ? 2.0 : replicate < 3 ? 0.9 : 1.1;
        return 0.01 * (1.0 + replicate) * (surrogate == "nn" ? 1.0 : jenn * (m > 10.0 ? 0.9 : 1.0));
    };
    const StudyResults study =
        swept_input({{"noise", {"10", "20"}}, {"s.lambda", {"0.1", "1", "10"}}}, 6, error);
    SweepFigure figure = figure_along("noise");
    figure.y = "s.lambda";
    figure.color = "r2_value";
    figure.against = "nn";
    auto found = findings(study, {figure});
    REQUIRE(found.size() == 1);
    CHECK(found[0] ==
          "jenn against nn in R2 of values: better in 3 of 6 arms, worse in 2, not decided in 1 "
          "(sign test, 6 pairs each); best at noise = 20, lambda = 0.1 (median ratio 0.450).");
    figure.against = "";
    found = findings(study, {figure});
    REQUIRE(found.size() == 2);
    CHECK(found[1] ==
          "1 - R2 of values of jenn: best at noise = 20, lambda = 0.1 (median 0.0157).");
}

TEST_CASE("sweep findings: at most eight sentences a figure, the rest in one",
          "[report][sweep_findings]") {
    std::vector<std::string> problems;
    for (int i = 0; i < 12; ++i) {
        problems.push_back(std::to_string(i));
    }
    const auto error = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const double m = number(choices, "sampling.count");
        const double cross = 2.0 + number(choices, "problem.name");
        return (surrogate == "nn" ? cross / m : 1.0 / std::sqrt(m)) * (1.0 + 0.1 * replicate);
    };
    const StudyResults study =
        swept_input({{"problem.name", problems}, {"sampling.count", {"2", "20", "200"}}}, 5, error);
    SweepFigure figure = figure_along("sampling.count");
    figure.panels = "problem.name";
    figure.against = "nn";
    figure.target = 0.9;
    figure.slopes = true;
    const auto all = findings(study, {figure});
    CHECK(all.size() == 8);
    CHECK_THAT(all.back(),
               Catch::StartsWith("All 12 curves against nn in R2 of values: better in ") &&
                   Catch::Contains(" of 36 arms, worse in "));
    const auto count = [&all](const std::string& part) {
        return std::count_if(all.begin(), all.end(), [&](const std::string& text) {
            return text.find(part) != std::string::npos;
        });
    };
    CHECK(count("is first reached") >= 1);
    CHECK(count("goes as") >= 1);
    CHECK(count("which cross") >= 1);
    CHECK(count("sign test, 5 pairs each") >= 1);
}

TEST_CASE("sweep findings: curves of which the same holds share a sentence",
          "[report][sweep_findings]") {
    const StudyResults study = swept_input(
        {{"problem.name", {"hills", "valley"}}, {"sampling.count", {"10", "20"}}}, 5, falling);
    SweepFigure figure = figure_along("sampling.count");
    figure.panels = "problem.name";
    figure.against = "nn";
    CHECK(findings(study, {figure})[0] ==
          "jenn (hills) and jenn (valley) against nn in R2 of values, by training samples: better "
          "everywhere (sign "
          "test, 5 pairs each).");
}
