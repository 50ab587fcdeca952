#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

using Lines = std::vector<std::string>;

/// Line 4 on are the keys of the optimizers.
std::string optimizing(const std::string& keys, const std::string& budget = "30") {
    return "study: a\nproblem: {name: rosenbrock}\nbudget: " + budget + "\noptimizers:\n" + keys;
}

std::string error_of_optimizer(const std::string& key) {
    const Lines errors = StudyText(optimizing("  x: {" + key + "}\n")).errors();
    return errors.size() == 1 ? errors[0] : "not one error";
}

}  // namespace

TEST_CASE("optimizers: every key reaches its field, and the resolved study reads the same",
          "[study][optimizer]") {
    const StudyText text(optimizing(
        "  a: {model: kriging, batch: 3, radius: 0.2, target: -1.5, tolerance: 1e-4, starts: 7}\n"
        "  b: {method: multistart, algorithm: ccsaq, starts: [[1, 1], [0, 0]]}\n"
        "  c: {starts: starts.csv}\n"
        "  d: {}\n"));
    const Arm arm = text.read().arms.at(0);
    const std::vector<OptimizerConfig>& optimizers = arm.config.optimizers;
    REQUIRE(optimizers.size() == 4);
    CHECK(arm.config.budget == 30);
    CHECK(optimizers[0].sequential.model == ProposingModel::kriging);
    CHECK(optimizers[0].batch == 3);
    CHECK(optimizers[0].sequential.radius == 0.2);
    CHECK(optimizers[0].sequential.target == -1.5);
    CHECK(optimizers[0].sequential.tolerance == 1e-4);
    CHECK(optimizers[0].starts.count == 7);
    CHECK(optimizers[1].method == OptimizerMethod::multistart);
    CHECK(optimizers[1].algorithm == Algorithm::ccsaq);
    CHECK(optimizers[1].starts.points.size() == 2);
    CHECK(optimizers[2].starts.file == "starts.csv");
    CHECK(optimizers[3].sequential.model == ProposingModel::competition);
    CHECK_FALSE(optimizers[3].sequential.radius);
    CHECK(arm.config.surrogates.empty());
    CHECK(arm.config.sampling.empty());
    const Arm again = StudyText(arm.resolved).read().arms.at(0);
    CHECK(again.resolved == arm.resolved);
    CHECK(again.id == arm.id);
}

TEST_CASE("optimizers: what they share stands once, and the study's tolerance is theirs",
          "[study][optimizer]") {
    const StudyText text(optimizing("  a: {}\n  b: {target: 2}\n") +
                         "optimizer_defaults: {target: 1, starts: [[0, 0]]}\n"
                         "optimization: {constraint_tolerance: 1e-3}\n");
    const StudyConfig config = text.read().arms.at(0).config;
    CHECK(config.optimizers.at(0).sequential.target == 1.0);
    CHECK(config.optimizers.at(1).sequential.target == 2.0);
    CHECK(config.optimizers.at(1).starts.points.size() == 1);
    CHECK(config.optimizers.at(0).sequential.constraint_tolerance == 1e-3);
    const StudyConfig set =
        text.read({{"optimizers.a.batch", "4"}, {"budget", "9"}}).arms.at(0).config;
    CHECK(set.optimizers.at(0).batch == 4);
    CHECK(set.budget == 9);
    CHECK_THAT(text.errors({{"optimizers.aa.batch", "4"}}).at(0),
               Catch::Contains("there is no optimizer 'aa', expected one of a, b"));
}

TEST_CASE("optimizers: a study without any keeps its resolved configuration",
          "[study][optimizer]") {
    const std::string resolved = StudyText(small_study).read().arms.at(0).resolved;
    CHECK_THAT(resolved, !Catch::Contains("budget") && !Catch::Contains("optimizers"));
}

TEST_CASE("optimizers: each mistake is named at its place", "[study][optimizer]") {
    CHECK_THAT(error_of_optimizer("model: krigin"),
               Catch::StartsWith("study.yaml:5:14: optimizers.x.model: is 'krigin'") &&
                   Catch::Contains("did you mean 'kriging'?"));
    CHECK_THAT(error_of_optimizer("btach: 2"),
               Catch::StartsWith("study.yaml:5:7: optimizers.x.btach: is not a known key") &&
                   Catch::Contains("did you mean 'batch'?"));
    CHECK(error_of_optimizer("batch: 31") ==
          "study.yaml:5:14: optimizers.x.batch: is 31, expected at most the budget, 30: the first "
          "round is one batch");
    CHECK(error_of_optimizer("target: low") ==
          "study.yaml:5:15: optimizers.x.target: is 'low', expected a number");
    CHECK(error_of_optimizer("radius: 1.5") ==
          "study.yaml:5:15: optimizers.x.radius: is 1.5, expected a number in (0, 1]");
    CHECK_THAT(
        error_of_optimizer("algorithm: slsqp"),
        Catch::StartsWith("study.yaml:5:7: optimizers.x.algorithm: is for method multistart"));
    CHECK_THAT(error_of_optimizer("method: multistart, model: nn"),
               Catch::Contains("optimizers.x.model: is for method sequential"));
    CHECK_THAT(error_of_optimizer("starts: 0"), Catch::Contains("optimizers.x.starts: is 0"));
    CHECK_THAT(
        StudyText(optimizing("  truth: {}\n")).errors().at(0),
        Catch::StartsWith("study.yaml:5:3: optimizers.truth: is a name of the report's own"));
}

TEST_CASE("optimizers: budget, samples and problem must go together", "[study][optimizer]") {
    const auto only = [](const std::string& text) {
        const Lines errors = StudyText(text).errors();
        INFO(text);
        REQUIRE(errors.size() == 1);
        return errors[0];
    };
    CHECK_THAT(only("study: a\nproblem: {name: p}\noptimizers: {x: {}}\n"),
               Catch::Contains("budget: is missing, expected: true evaluations of each optimizer"));
    CHECK_THAT(only(small_study + "budget: 30\n"),
               Catch::StartsWith("study.yaml:6:9: budget: is 30, expected none"));
    CHECK_THAT(only(optimizing("  x: {}\n") + "sampling: {count: 9}\n"),
               Catch::StartsWith("study.yaml:6:11: sampling: is a map, expected none: without "
                                 "surrogates nothing is sampled"));
    CHECK_THAT(only(small_study + "budget: 30\noptimizers: {jenn: {}}\n"),
               Catch::Contains("optimizers.jenn: is the name of a surrogate too"));
    CHECK_THAT(only("study: a\nproblem: {table: {file: t.csv, inputs: [x], outputs: [y]}}\n"
                    "budget: 9\noptimizers: {x: {}}\n"),
               Catch::Contains("optimizers: cannot be used with problem.table"));
    CHECK_THAT(only("study: a\nproblem: {inputs: [{name: x, lower: 1, upper: 0}], "
                    "outputs: [{name: y}]}\noptimizers: {x: {}}\n"),
               Catch::Contains("problem.inputs.0.upper: is 0, expected more than lower, 1"));
}
