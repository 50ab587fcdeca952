#include "report/findings/findings.hpp"
#include "report/findings_fixture.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace jennopt;
using Catch::Contains;

namespace {

std::string findings(const StudyResults& study) {
    return sentences_of(optimum_findings, study);
}

}  // namespace

// In made-up studies the true value is the square of the distance.

TEST_CASE("optimum findings: a winner is named with medians and counts", "[report][optimum]") {
    const std::string text =
        findings(made_up_input({0.4, 0.5, 0.6, 0.5, 0.5}, {0.1, 0.1, 0.2, 0.1, 0.1}));
    CHECK_THAT(text,
               Contains("True value at the optimum (medians of 5 replicates): jenn (0.0100) beats "
                        "nn (0.250) in 5 of 5."));
    CHECK_THAT(text, !Contains("too close"));
}

TEST_CASE("optimum findings: the plain network wins where it is better", "[report][optimum]") {
    CHECK_THAT(findings(made_up_input(std::vector(5, 0.1), std::vector(5, 0.2))),
               Contains("nn (0.0100) beats jenn (0.0400"));
}

TEST_CASE("optimum findings: an even race is too close to call", "[report][optimum]") {
    const std::string text =
        findings(made_up_input({0.1, 0.3, 0.1, 0.3, 0.1, 0.3}, {0.2, 0.19, 0.2, 0.19, 0.2, 0.19}));
    CHECK_THAT(text, Contains("(0.0500, behind in 3 of 6) are too close to call."));
    CHECK_THAT(text, !Contains("beats") && !Contains("no test"));
}

TEST_CASE("optimum findings: too few replicates decide nothing", "[report][optimum]") {
    const std::string text = findings(made_up_input({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2}));
    CHECK_THAT(text,
               Contains("are too close to call.") &&
                   Contains("With 3 replicates no test can decide who is better; it takes 5."));
    CHECK_THAT(text, !Contains("beats") && !Contains("at least"));
}

TEST_CASE("optimum findings: numbers that differ print differently, others have no winner",
          "[report][optimum]") {
    StudyResults study = made_up_input({1.0, 1.0, 1.0, 1.0, 1.0}, {2.0, 2.0, 2.0, 2.0, 2.0});
    const auto set = [&study](double nn, double jenn) {
        for (ReplicateRecord& replicate : study.arms[0].replicates) {
            replicate.surrogates[0].optimum.verdict.true_value = nn;
            replicate.surrogates[1].optimum.verdict.true_value = jenn;
        }
    };
    set(0.18, 0.1800001);
    CHECK_THAT(findings(study), Contains("nn (0.1800000) beats jenn (0.1800001)"));
    set(0.18, 0.18000000000001);
    CHECK_THAT(findings(study), Contains("too close to call") && !Contains("beats"));
}

TEST_CASE("optimum findings: feasible comes before infeasible, whatever the distances",
          "[report][optimum]") {
    StudyResults study = made_up_input(std::vector(5, 0.1), std::vector(5, 0.2));
    add_constraint(study);
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates[0].optimum.verdict.violation = 0.5;
    }
    CHECK_THAT(findings(study), Contains("jenn (0.0400) beats nn (no feasible optimum) in 5 of 5"));
}

TEST_CASE("optimum findings: where nobody is feasible nobody wins", "[report][optimum]") {
    StudyResults study = made_up_input(std::vector(5, 0.1), std::vector(5, 0.2));
    add_constraint(study);
    add_direct_search(study, std::vector(5, 0.3));
    add_best_sample(study, std::vector(5, 0.4));
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates[0].optimum.verdict.violation = 0.5;
        replicate.surrogates[1].optimum.verdict.violation = 0.25;
        replicate.truth->verdict.violation = 0.125;
        replicate.best_sample->verdict.violation = 2.0;
    }
    const std::string text = findings(study);
    CHECK_THAT(text, Contains("No surrogate has a feasible optimum") && Contains("none wins"));
    CHECK_THAT(text, Contains("nn in 0 of 5 replicates, jenn in 0 of 5 replicates, direct search"));
    CHECK_THAT(text, Contains("The least violation is 0.125."));
    CHECK_THAT(text, !Contains("beats") && !Contains("cheaper"));
}

TEST_CASE("optimum findings: where only direct search is feasible its value is given",
          "[report][optimum]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    add_constraint(study);
    add_direct_search(study, {0.3});
    for (SurrogateRecord& record : study.arms[0].replicates[0].surrogates) {
        record.optimum.verdict.violation = 0.5;
    }
    const std::string text = findings(study);
    CHECK_THAT(text, Contains("direct search in 1 of 1 replicate (true value 0.300), nn"));
    CHECK_THAT(text, !Contains("too close") && !Contains("least violation"));
}

TEST_CASE("optimum findings: direct search that is better and cheaper is stated with its costs",
          "[report][optimum]") {
    StudyResults study = made_up_input(std::vector(5, 0.1), std::vector(5, 0.2));
    add_direct_search(study, std::vector(5, 1e-8));
    const std::string text = findings(study);
    CHECK_THAT(text,
               Contains("True value at the optimum (medians of 5 replicates): direct search "
                        "(1.00e-08) beats nn (0.0100) and jenn (0.0400) in 5 of 5 each; of the "
                        "surrogates, nn beats jenn in 5 of 5."));
    CHECK(std::ranges::count(text, '\n') == 2);
    CHECK_THAT(text,
               Contains("Direct search took 12 true evaluations for its optimum (257 over all 20 "
                        "starts), nn 26, with partials at their price 24 and 52 values: direct "
                        "search is cheaper."));
}

TEST_CASE("optimum findings: costs need a test, too", "[report][optimum]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_direct_search(study, {0.5, 0.5});
    const std::string text = findings(study);
    CHECK_THAT(text,
               Contains("nn (0.0100), jenn (0.0400, behind in 2 of 2) and direct search (0.500, "
                        "behind in 2 of 2) are too close to call."));
    CHECK_THAT(text, Contains("the costs are too close to call") && !Contains("cheaper"));
}

TEST_CASE("optimum findings: optima worse than the best training sample are stated",
          "[report][optimum]") {
    StudyResults study = made_up_input({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2});
    add_best_sample(study, {0.02, 0.02, 0.001});
    CHECK_THAT(findings(study),
               Contains("Worse than the best of the training samples (0.0200) is the optimum of nn "
                        "in 1 of 3 replicates (0.0100), jenn in 3 of 3 replicates (0.0400)."));
    add_best_sample(study, {0.003, 0.003, 0.003});
    CHECK_THAT(findings(study),
               Contains("No optimum found on a surrogate is better than the best of the training "
                        "samples: true value 0.0100 (nn) against 0.00300."));
    add_best_sample(study, {1.0, 1.0, 1.0});
    CHECK_THAT(findings(study), Contains("the best training sample (1.00, behind in 3 of 3)"));
}

TEST_CASE("optimum findings: a table has predictions and no truth", "[report][optimum]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    make_table_study(study);
    add_best_sample(study, {0.5, 0.5});
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.best_evaluated = replicate.best_sample;
    }
    const std::string text = findings(study);
    CHECK_THAT(text, Contains("The optima are predictions"));
    CHECK_THAT(text, Contains("nn 0.0100, jenn 0.0400, the best row 0.500."));
    CHECK_THAT(text, !Contains("truth") && !Contains("true") && !Contains("irect search"));
}

TEST_CASE("optimum findings: a surrogate lost in most replicates does not win by the rest",
          "[report][optimum]") {
    StudyResults study = made_up_input(std::vector(5, 0.1), std::vector(5, 0.01));
    for (std::size_t r = 1; r < 5; ++r) {
        study.arms[0].replicates[r].surrogates.pop_back();
    }
    CHECK_THAT(findings(study), Contains("nn (0.0100) and jenn (no feasible optimum"));
}

TEST_CASE("optimum findings: an arm without replicates is unfinished", "[report][optimum]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].replicates.clear();
    CHECK(findings(study) == "No replicate of this arm is finished yet.\n");
}
