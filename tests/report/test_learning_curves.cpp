#include "jennopt/report/comparison.hpp"
#include "jennopt/report/figures.hpp"
#include "report/fixture.hpp"
#include "report/learning_curves.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// Error factor / m^2 at 50, 100, 200 samples: another factor moves the curve along the axis.
LearningCurve power_law(const std::string& name, double factor, std::vector<double> samples) {
    LearningCurve curve{name, {}};
    for (const double m : samples) {
        const double error = factor / (m * m);
        curve.points.push_back({m, error, 0.9 * error, 1.1 * error});
    }
    return curve;
}

/// Records only: R2 = 1 - factor / m^2.
ReportInput swept(double nn_factor, double jenn_factor, const std::string& more = "") {
    ReportInput input;
    input.study = "swept";
    for (const Index m : {50, 100, 200, 400}) {
        ReportArm arm = made_up_input({0.1, 0.2}, {0.1, 0.2}).arms.front();
        arm.arm.label = "sampling.count=" + std::to_string(m) + more;
        arm.arm.config.sampling = {{.plan = SamplingPlan::random, .count = m}};
        arm.arm.config.surrogates.resize(2);
        arm.arm.config.surrogates[0].name = "nn";
        arm.arm.config.surrogates[0].kind = SurrogateKind::nn;
        arm.arm.config.surrogates[1].name = "jenn";
        for (ReplicateRecord& replicate : arm.replicates) {
            const auto square = static_cast<double>(m * m);
            replicate.surrogates[0].accuracy.r2_value = 1.0 - nn_factor / square;
            replicate.surrogates[1].accuracy.r2_value = 1.0 - jenn_factor / square;
        }
        input.arms.push_back(arm);
    }
    return input;
}

}  // namespace

TEST_CASE("learning: a curve shifted along the samples saves what it is shifted by",
          "[report][learning]") {
    const auto found = saving(power_law("jenn", 100.0, {50, 100, 200}),
                              power_law("nn", 900.0, {50, 100, 200, 400}));
    REQUIRE(found.has_value());
    CHECK(found->factor == Approx(3.0));
    CHECK(found->least == Approx(3.0));
    CHECK(found->most == Approx(3.0));
    CHECK(found->other_samples == Approx(3.0 * found->own_samples));
    CHECK(found->error == Approx(900.0 / std::pow(found->other_samples, 2.0)));
}

TEST_CASE("learning: errors that only one curve reaches tell nothing", "[report][learning]") {
    CHECK_FALSE(saving(power_law("jenn", 1.0, {50, 100}), power_law("nn", 1e4, {50, 100})));
    const auto worse =
        saving(power_law("jenn", 400.0, {50, 100, 200}), power_law("nn", 100.0, {50, 100, 200}));
    CHECK(worse->factor == Approx(0.5));
}

TEST_CASE("learning: a sweep over the samples says how many fewer a jenn needs",
          "[report][learning]") {
    const ReportInput input = swept(900.0, 100.0);
    const auto sweeps = learning_sweeps(input);
    REQUIRE(sweeps.size() == 1);
    REQUIRE(sweeps[0].curves.size() == 2);
    CHECK(sweeps[0].curves[0].points.size() == 4);
    const auto sentences = overall_answers(input);
    REQUIRE(sentences.size() == 1);
    CHECK_THAT(sentences[0],
               Catch::StartsWith("For the same R2 of values jenn needs 3.0 times fewer training "
                                 "samples than nn") &&
                   Catch::Contains("against"));
    CHECK_THAT(overall_answers(swept(100.0, 400.0))[0], Catch::Contains("2.0 times more"));
    CHECK_THAT(overall_answers(swept(1e3, 1e-3))[0],
               Catch::StartsWith("jenn with 50 training samples (R2 of values 1 - 4.0e-07)") &&
                   Catch::EndsWith("needs at least 8.0 times fewer."));
}

TEST_CASE("learning: what else is swept makes curves of its own", "[report][learning]") {
    ReportInput input = swept(900.0, 100.0, ", defaults.lambda=0");
    for (ReportArm& arm : swept(900.0, 200.0, ", defaults.lambda=1").arms) {
        input.arms.push_back(std::move(arm));
    }
    const auto sweeps = learning_sweeps(input);
    REQUIRE(sweeps.size() == 2);
    CHECK(sweeps[1].label == "defaults.lambda=1");
    CHECK(overall_answers(input).size() == 2);
    CHECK(learning_sweeps(made_up_input({0.1}, {0.1})).empty());
}

TEST_CASE("learning: the figure is drawn with data, script and the saving marked",
          "[report][learning]") {
    const ScratchFolder folder;
    FakeStudy study = fake_study(folder.path(), {.replicates = 3, .counts = {9, 25, 60}});
    const Figures figures = write_figures(study.input);
    REQUIRE_FALSE(figures.figures.empty());
    const Figure& figure = figures.figures.front();
    CHECK(figure.name == "learning");
    CHECK(figure.drawn);
    CHECK(std::filesystem::exists(folder.path() / "figures" / "learning.csv"));
}
