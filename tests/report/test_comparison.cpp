#include "jennopt/core/error.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"

#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) {
        text += sentence + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("comparison: wins are counted on the same replicate only", "[report][comparison]") {
    const std::vector<double> a{1.0, 2.0, missing, 4.0, 5.0};
    const std::vector<double> b{2.0, 1.0, 1.0, 4.0, missing};
    const Pairing pairing = count_wins(a, b);
    CHECK(pairing.wins == 1);
    CHECK(pairing.losses == 1);
    CHECK(pairing.ties == 1);
    CHECK(pairing.pairs() == 3);
    CHECK_THROWS_AS(count_wins(a, std::vector<double>{1.0}), ShapeError);
}

TEST_CASE("comparison: the sign test gives the binomial tail", "[report][comparison]") {
    CHECK(sign_test({5, 0, 0}) == Approx(1.0 / 32.0));
    CHECK(sign_test({4, 1, 3}) == Approx(6.0 / 32.0));
    CHECK(sign_test({0, 0, 4}) == Approx(1.0));
}

TEST_CASE("comparison: a clear winner is named with medians and counts", "[report][comparison]") {
    const ReportInput input = made_up_input({0.4, 0.5, 0.6, 0.5, 0.5}, {0.1, 0.1, 0.2, 0.1, 0.1});
    const std::string text = joined(answers(input, 0));
    CHECK_THAT(
        text,
        Catch::Contains("jenn found the best optimum: median distance to the known one 0.100"));
    CHECK_THAT(text, Catch::Contains("nn (0.500, 5.0 times as far, beaten in 5 of 5 replicates)"));
    CHECK_THAT(text, !Catch::Contains("too close to call"));
}

TEST_CASE("comparison: it says so when the plain network wins", "[report][comparison]") {
    const ReportInput input = made_up_input({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2});
    CHECK_THAT(answers(input, 0).at(0), Catch::Contains("nn found the best optimum"));
}

TEST_CASE("comparison: an even race is called one", "[report][comparison]") {
    const ReportInput input = made_up_input({0.1, 0.3, 0.1, 0.3}, {0.2, 0.19, 0.2, 0.19});
    CHECK_THAT(joined(answers(input, 0)), Catch::Contains("too close to call"));
}

TEST_CASE("comparison: it says so when direct optimization wins", "[report][comparison]") {
    ReportInput input = made_up_input({0.1, 0.1}, {0.2, 0.2});
    for (ReplicateRecord& replicate : input.arms[0].replicates) {
        replicate.truth = replicate.surrogates[0].optimum;
        replicate.truth->verdict.distance = 1e-8;
        replicate.truth_evaluations = 20;
    }
    CHECK_THAT(joined(answers(input, 0)), Catch::Contains("Direct optimization on the truth wins"));
}

TEST_CASE("comparison: failures, lost surrogates and empty promises are not hidden",
          "[report][comparison]") {
    ReportInput input = made_up_input({0.1, 0.1}, {0.2, 0.2});
    CHECK(warnings(input, 0).empty());
    ReportArm& arm = input.arms[0];
    arm.arm.config.replicates = 3;
    arm.replicates[0].failed = 2;
    arm.replicates[0].first_failure = "disk full";
    arm.replicates[1].missing_partials = 4;
    arm.replicates[0].surrogates[1].optimum.predicted = -40.0;
    arm.replicates[1].surrogates.pop_back();
    const std::string text = joined(warnings(input, 0));
    CHECK_THAT(text, Catch::Contains("2 of 3 replicates are there"));
    CHECK_THAT(text, Catch::Contains("2 of 52 training samples and 0 test samples failed"));
    CHECK_THAT(text, Catch::Contains("disk full"));
    CHECK_THAT(text, Catch::Contains("4 of 100 partials"));
    CHECK_THAT(text, Catch::Contains("jenn promises too much in 1 of 1 replicate"));
    CHECK_THAT(text, Catch::Contains("jenn was lost in 1 of 2 replicates"));
}

TEST_CASE("comparison: an infeasible claim loses against every feasible one",
          "[report][comparison]") {
    ReportInput input = made_up_input({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2});
    input.arms[0].problem.outputs.push_back({"g", "", OutputRole::constraint});
    for (ReplicateRecord& replicate : input.arms[0].replicates) {
        replicate.surrogates[0].optimum.verdict.violation = 0.5;
    }
    CHECK_THAT(answers(input, 0).at(0), Catch::Contains("jenn found the best optimum"));
    CHECK_THAT(joined(warnings(input, 0)), Catch::Contains("nn claims an optimum that violates"));
}

TEST_CASE("comparison: an arm without replicates is said to be unfinished",
          "[report][comparison]") {
    ReportInput input = made_up_input({0.1}, {0.2});
    input.arms[0].replicates.clear();
    CHECK(answers(input, 0).size() == 1);
    CHECK_THAT(joined(warnings(input, 0)), Catch::Contains("0 of 1 replicate"));
}

TEST_CASE("comparison: restarts and the worth of a spread are told in sentences",
          "[report][comparison]") {
    ReportInput input = made_up_input({0.1, 0.1}, {0.2, 0.2});
    SurrogateConfig jenn;
    jenn.name = "jenn";
    jenn.fit.restarts = 2;
    jenn.fit.members = 3;
    input.arms[0].arm.config.surrogates = {jenn};
    for (ReplicateRecord& replicate : input.arms[0].replicates) {
        SurrogateRecord& record = replicate.surrogates[1];
        for (Index i = 0; i < 6; ++i) {
            record.restarts.push_back({.initialization = i,
                                       .member = i / 2,
                                       .kept = i % 2 == 0,
                                       .loss = {0.25 * static_cast<double>(i + 1), 0.0, 0.0}});
        }
        record.calibration = SpreadCalibration{{0.42, 0.3}, {0.38, 0.2}};
    }
    std::string text = joined(answers(input, 0));
    CHECK_THAT(text,
               Catch::Contains("jenn keeps the best of 2 initializations for each network: "
                               "training loss 0.250 at best, 1.50 at worst"));
    CHECK_THAT(text,
               Catch::Contains("jenn is the mean of 3 networks") && Catch::Contains("42 % of") &&
                   Catch::Contains("38 % of the partials") &&
                   Catch::Contains("the spread understates the error") &&
                   Catch::Contains("is 0.30"));
    CHECK(warnings(input, 0).empty());

    for (ReplicateRecord& replicate : input.arms[0].replicates) {
        replicate.surrogates[1].calibration->values.coverage = 0.93;
    }
    CHECK_THAT(joined(answers(input, 0)), Catch::Contains("is of about the right size"));

    std::vector<Restart>& restarts = input.arms[0].replicates[1].surrogates[1].restarts;
    for (std::size_t i : {2U, 3U}) {
        restarts[i].kept = false;
        restarts[i].failure = "the loss is inf";
    }
    CHECK_THAT(joined(warnings(input, 0)),
               Catch::Contains("jenn: 2 of 12 trainings diverged and were left out, 1 member "
                               "without a network; the first said: the loss is inf"));
}

TEST_CASE("comparison: one network has nothing to say of restarts and spread",
          "[report][comparison]") {
    ReportInput input = made_up_input({0.1}, {0.2});
    SurrogateConfig jenn;
    jenn.name = "jenn";
    input.arms[0].arm.config.surrogates = {jenn};
    input.arms[0].replicates[0].surrogates[1].restarts = {{.kept = true}};
    const std::string text = joined(answers(input, 0));
    CHECK_THAT(text, !Catch::Contains("initialization") && !Catch::Contains("mean of"));
}

TEST_CASE("comparison: constant inputs and outputs are named with their replicates",
          "[report][comparison]") {
    ReportInput input = made_up_input({0.1, 0.1}, {0.2, 0.2});
    input.arms[0].replicates[1].constant = {.inputs = {1}, .outputs = {0}};
    const std::string text = joined(warnings(input, 0));
    const ProblemInfo& problem = input.arms[0].problem;
    CHECK_THAT(text,
               Catch::Contains("Input " + problem.inputs[1].name +
                               " is the same in all training samples of 1 of 2 replicates"));
    CHECK_THAT(text, Catch::Contains("Output " + problem.outputs[0].name + " is the same"));
}
