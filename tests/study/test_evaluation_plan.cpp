#include "study/counting_problem.hpp"
#include "study/evaluation_plan.hpp"
#include "study/finished_study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

/// An external study; the problem stands in for the program.
std::string program_study(const std::string& partials, const std::string& more) {
    return "study: small\nproblem:\n  external:\n    name: counting\n    command: [sh]\n"
           "    inputs: [{name: x1, lower: -1, upper: 1}, {name: x2, lower: -1, upper: 1}]\n"
           "    outputs: [{name: y}]\n    partials: " +
           partials + "\n" + more;
}

const std::string surrogates = "sampling: {count: 10}\nsurrogates: {jenn: {}, nn: {kind: nn}}\n";

EvaluationPlan plan_of(const std::string& text) {
    const ScratchFolder folder;
    const Study study = study_from(text, folder);
    return evaluation_plan({&study.arms.front(), std::make_shared<const CountingProblem>()});
}

}  // namespace

TEST_CASE("evaluation plan: of a program nothing is made that was not asked for",
          "[study][evaluation_plan]") {
    const ScratchFolder folder;
    const Study study = study_from(program_study("true", surrogates), folder);
    CHECK(study.replicates == 1);
    CHECK(study.arms.front().config.test.empty());
    CHECK_FALSE(study.arms.front().config.optimization.truth_baseline);
    const auto arms = arms_with(study, std::make_shared<const CountingProblem>());
    CHECK(planned_in_all(arms, study.replicates) == 12);
    CHECK(planned_tests(arms.front()) == 0);
    // The resolved configuration is read back as it is.
    CHECK_THAT(study.arms.front().resolved, Catch::Contains("test: none"));
    CHECK(StudyText(study.arms.front().resolved).read().arms.front().id == study.arms.front().id);
}

TEST_CASE("evaluation plan: what is asked for counts, test samples and direct search among it",
          "[study][evaluation_plan]") {
    const EvaluationPlan plan = plan_of(
        program_study("true",
                      "replicates: 3\ntest: {count: 7}\nsampling: {count: 10}\nbudget: 9\n"
                      "surrogates: {jenn: {infill: 4}}\noptimizers: {best: {}, other: {}}\n"
                      "optimization: {starts: 2, max_evaluations: 30, truth_baseline: true}\n"));
    CHECK(plan.training == 10);
    CHECK(plan.test == 7);
    CHECK(plan.checks == 1);
    CHECK(plan.infill == 4);
    CHECK(plan.optimizers == 18);
    CHECK(plan.direct_search == 60);
    CHECK(plan.total() == 100);
}

TEST_CASE("evaluation plan: differences are evaluations", "[study][evaluation_plan]") {
    const std::string search =
        "optimization: {starts: 1, max_evaluations: 10, truth_baseline: true}\n";
    CHECK(plan_of(program_study("[x1]", surrogates + search)).direct_search == 30);
    const EvaluationPlan differenced =
        plan_of(program_study("true\n  partials: finite_difference", surrogates));
    CHECK(differenced.training == 50);
    CHECK(differenced.checks == 3);  // and the best sample, which was disturbed
}

TEST_CASE(
    "evaluation plan: other problems keep their defaults, and test: none is theirs to ask for",
    "[study][evaluation_plan]") {
    const Study plain = StudyText(small_study).read();
    CHECK(plain.replicates == 5);
    CHECK(plain.arms.front().config.test.front().count == 1000);
    const Study none = StudyText(small_study + "test: none\n").read();
    CHECK(none.arms.front().config.test.empty());
    CHECK(none.arms.front().id != plain.arms.front().id);
    const Study table = StudyText(
                            "study: t\nproblem: {table: {file: a.csv, inputs: [x], outputs: [y]}}\n"
                            "sampling: {count: 4}\ntest: none\nsurrogates: {nn: {kind: nn}}\n")
                            .read();
    CHECK(table.arms.front().config.problem.table.test == 0.0);
    CHECK_THAT(table.arms.front().resolved, Catch::Contains("test: none"));
    CHECK(StudyText(table.arms.front().resolved).read().arms.front().id == table.arms.front().id);
}

TEST_CASE("evaluation plan: inputs by which there are no partials", "[study][evaluation_plan]") {
    const ProblemInfo info = CountingProblem().info();
    CHECK(inputs_without_partials({}, info).empty());
    CHECK(inputs_without_partials({.wrappers = {.missing = {.inputs = {"x2"}}}}, info) ==
          std::vector<std::string>{"x2"});
    CHECK(inputs_without_partials({.wrappers = {.partials = {.only = {"x2"}}}}, info) ==
          std::vector<std::string>{"x1"});
}

TEST_CASE("evaluation plan: the time that evaluations take, in words", "[study][evaluation_plan]") {
    CHECK(time_text(10, 2.0, 1) == "about 20 s at 2 s each");
    CHECK(time_text(100, 3600.0, 4) == "about 25 h 0 min at 1 h 0 min each, 4 at a time");
}
