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
