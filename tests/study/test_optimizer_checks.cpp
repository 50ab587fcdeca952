#include "jennopt/core/error.hpp"
#include "study/finished_study.hpp"
#include "study/optimizer_checks.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

/// What is wrong with an optimizer "x" of these keys, "path: message" each.
std::vector<std::string> objections_to(const std::string& keys, const ProblemInfo& problem) {
    const ScratchFolder folder;
    const Study study = study_from(
        "study: a\nproblem: {name: p}\nbudget: 9\noptimizers: {x: {" + keys + "}}\n", folder);
    std::vector<std::string> found;
    check_optimizers(study.arms.front().config,
                     problem,
                     folder.path(),
                     [&](const std::string& path, const std::function<void()>& check) {
                         try {
                             check();
                         } catch (const ConfigError& error) {
                             found.push_back(path + ": " + error.what());
                         }
                     });
    return found;
}

ProblemInfo problem_of(bool has_partials, Index n_x = 2) {
    return {
        .name = "beam",
        .inputs = box_inputs(n_x, 0.0, 1.0),
        .outputs = {{"mass", "", OutputRole::objective}, {"stress", "", OutputRole::constraint}},
        .has_partials = has_partials,
        .known_optimum = KnownOptimum{.X = Vector{{0, 0}}, .value = 2.0, .source = ""}};
}

}  // namespace

TEST_CASE("optimizer checks: what only the problem can find wrong", "[study][optimizer]") {
    const ProblemInfo partials = problem_of(true);
    const ProblemInfo none = problem_of(false);
    CHECK(objections_to("", partials).empty());
    CHECK(objections_to("model: kriging", none).empty());
    CHECK_THAT(objections_to("model: jenn", none).at(0),
               Catch::StartsWith("optimizers.x: model jenn learns from partials, and beam gives "
                                 "none; use model: kriging or nn"));
    CHECK_THAT(objections_to("method: multistart", none).at(0),
               Catch::StartsWith("optimizers.x: a local search needs partials, and beam"));
    CHECK_THAT(objections_to("method: multistart, algorithm: lbfgs", partials).at(0),
               Catch::Contains("lbfgs cannot take the constraint of beam"));
    CHECK_THAT(objections_to("target: 1", partials).at(0),
               Catch::StartsWith("optimizers.x.target: is 1, but no feasible point of beam is "
                                 "better than its known optimum 2"));
    CHECK_THAT(objections_to("starts: [[0, 2]]", partials).at(0),
               Catch::StartsWith("optimizers.x.starts: start 1 is [0, 2], expected 2 numbers"));
    CHECK_THAT(objections_to("starts: there_is_none.csv", partials).at(0),
               Catch::StartsWith("optimizers.x.starts: ") && Catch::Contains("there_is_none.csv"));
}

TEST_CASE("optimizer checks: missing partials and many inputs are said with their price",
          "[study][optimizer]") {
    OptimizerConfig optimizer{.name = "x"};
    CHECK(model_warning(optimizer, problem_of(true)).empty());
    CHECK_THAT(model_warning(optimizer, problem_of(false)),
               Catch::StartsWith("x proposes from values alone, because beam gives no partials"));
    CHECK(model_warning(optimizer, problem_of(true, 174)).empty());
    CHECK_THAT(model_warning(optimizer, problem_of(true, 175)),
               Catch::StartsWith("x proposes local steps by the network alone: with 175 inputs"));
    optimizer.sequential.model = ProposingModel::kriging;
    CHECK_THAT(model_warning(optimizer, problem_of(true, 175)),
               Catch::StartsWith("x proposes local steps from the 4 nearest samples: with 175"));
    optimizer.sequential.model = ProposingModel::jenn;
    CHECK(model_warning(optimizer, problem_of(true, 175)).empty());
}

TEST_CASE("optimizer checks: a local search needs partials by every input", "[study][optimizers]") {
    const ScratchFolder folder;
    const Study study = study_from(
        "study: a\nproblem: {name: p, missing: {inputs: [x2]}}\nbudget: 9\n"
        "optimizers: {x: {method: multistart}, y: {}}\n",
        folder);
    std::vector<std::string> found;
    check_optimizers(study.arms.front().config,
                     problem_of(true),
                     folder.path(),
                     [&](const std::string& path, const std::function<void()>& check) {
                         try {
                             check();
                         } catch (const ConfigError& error) {
                             found.push_back(path + ": " + error.what());
                         }
                     });
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0],
               Catch::StartsWith("optimizers.x: ") && Catch::Contains("there are none by x2"));
}
