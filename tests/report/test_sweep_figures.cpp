#include "report/sweep_curves.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

StudyResults over_counts(const std::vector<std::string>& problems) {
    StudyResults study = swept_input({{"problem.name", problems}, {"sampling.count", {"9", "25"}}},
                                     1,
                                     [](const Choices&, const std::string&, int) { return 0.1; });
    for (ArmResults& arm : study.arms) {
        arm.arm.config.surrogates.resize(2);
        arm.arm.config.surrogates[0].name = "jenn";
        arm.arm.config.surrogates[1].name = "nn";
        arm.arm.config.surrogates[1].kind = SurrogateKind::nn;
    }
    return study;
}

}  // namespace

TEST_CASE("sweep figures: a sweep over the samples has one of the error by their number",
          "[report][sweep_figures]") {
    StudyResults study = over_counts({"hills", "valley"});
    const auto figures = sweep_figures(study);
    REQUIRE(figures.size() == 1);
    CHECK(figures[0].name == "learning");
    CHECK(figures[0].y == "r2_value");
    CHECK(figures[0].against == "nn");
    CHECK(figures[0].panels == "problem.name");
    CHECK(sweep_figures(over_counts({"hills"}))[0].panels.empty());
    study.figures.resize(1);
    study.figures[0].name = "other";
    study.figures[0].along = "sampling.count";
    study.figures[0].y = "train_seconds";
    CHECK(sweep_figures(study).size() == 2);
    CHECK(sweep_figures(study)[0].name == "learning");
    study.figures[0].y = "r2_value";
    CHECK(sweep_figures(study).size() == 1);
}

TEST_CASE("sweep figures: one number of samples is no sweep over them", "[report][sweep_figures]") {
    StudyResults study = over_counts({"hills", "valley"});
    std::erase_if(study.arms,
                  [](const ArmResults& arm) { return arm.arm.choices.back().second == "9"; });
    CHECK(sweep_figures(study).empty());
}

TEST_CASE("sweep figures: words follow the direction that the catalogue gives",
          "[report][sweep_figures]") {
    CHECK(side_words("r2_value[drag]").lower == "better");
    CHECK(side_words("train_seconds").higher == "worse");
    CHECK(side_words("optimum_true_value").lower == "better");
    CHECK(side_words("optimum_true_value", true).lower == "worse");
    CHECK(side_words("train_seconds", true).lower == "better");
    CHECK(side_words("spread_coverage_value").lower == "lower");
    CHECK(place_text(10000.0) == "10,000");
    CHECK(place_text(22.36) == "22.4");
    CHECK(place_text(123.4) == "123");
}
