#include "report/findings/recommendation.hpp"
#include "report/findings_fixture.hpp"
#include "report/valley.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;
using Catch::Contains;

namespace {

std::string recommended(const StudyResults& study) {
    const std::vector<Recommendation> found = recommendations(study);
    REQUIRE(found.size() == 1);
    return recommendation_text(found[0], study.arms.size() > 1);
}

EvaluatedPoint point_of(const std::string& origin, double x, double value, double violation = 0.0) {
    return {origin, Vector::Constant(2, x), {value, violation, 0.0, 0.0}};
}

}  // namespace

TEST_CASE("recommendation: the best evaluated point of all replicates",
          "[report][recommendation]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    study.arms[0].replicates[0].best_evaluated = point_of("optimum of nn", 1.5, 0.01);
    study.arms[0].replicates[1].best_evaluated = point_of("direct search", 1.0, 3.4e-22);
    CHECK(recommended(study) ==
          "Use this design: x1 = 1, x2 = 1 (true value 3.4e-22, found by direct search, replicate "
          "1).");
    study.arms[0].problem.inputs[0].unit = "mm";
    study.arms[0].problem.outputs[0].unit = "kg";
    study.arms[0].replicates[1].best_evaluated->x(0) = 0.1 + 0.2;
    CHECK_THAT(recommended(study), Contains("x1 = 0.3 mm, x2 = 1 (true value 3.4e-22 kg,"));
}

TEST_CASE("recommendation: a cheap truth needs only the digits that keep the value",
          "[report][recommendation]") {
    const Valley valley(2, false);
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].truth = &valley;
    study.arms[0].replicates[0].best_evaluated = point_of("direct search", 0.9999999999321, 5e-21);
    CHECK_THAT(recommended(study), Contains("x1 = 1, x2 = 1 (true value 5e-21"));
    Vector x(2);
    x << 0.123456789, 0.0152415;
    const double value = valley.evaluate(x, Derivatives::none).value(0);
    study.arms[0].replicates[0].best_evaluated = EvaluatedPoint{"direct search", x, {value}};
    CHECK_THAT(recommended(study), !Contains("x1 = 0.1235,") && Contains("x1 = 0.12345"));
}

TEST_CASE("recommendation: feasible before infeasible, least violation where there is none",
          "[report][recommendation]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_constraint(study);
    study.arms[0].replicates[0].best_evaluated = point_of("optimum of nn", 1.5, 7.0);
    study.arms[0].replicates[1].best_evaluated = point_of("direct search", 1.0, 1.0, 0.5);
    CHECK_THAT(recommended(study), Contains("x1 = 1.5, x2 = 1.5 (true value 7, the optimum of nn"));
    study.arms[0].replicates[0].best_evaluated->verdict.violation = 0.25;
    const std::string text = recommended(study);
    CHECK_THAT(text,
               Contains("No feasible point was evaluated. The least violation, 0.250, is at x1 = "
                        "1.5, x2 = 1.5 (true value 7, the optimum of nn, replicate 0)."));
    CHECK_THAT(text, !Contains("Use this design"));
    CHECK_FALSE(recommendations(study)[0].is_feasible());
}

TEST_CASE("recommendation: a training sample better than every optimum is stated as one",
          "[report][recommendation]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].replicates[0].best_evaluated = point_of("training sample", 0.5, 0.001);
    CHECK_THAT(recommended(study),
               Contains("(true value 0.001, a training sample, replicate 0); no optimum found on a "
                        "surrogate is better than the best of the training samples."));
}

TEST_CASE("recommendation: older records give the best optimum that was checked",
          "[report][recommendation]") {
    StudyResults study = made_up_input({0.1, 0.3}, {0.2, 0.05});
    OptimumRecord& failed = study.arms[0].replicates[0].surrogates[1].optimum;
    failed.failure = "the mesh is tangled";
    failed.verdict = {NAN, NAN, NAN, NAN};
    CHECK_THAT(recommended(study),
               Contains("(true value 0.0025, the optimum of jenn, replicate 1)"));
    add_direct_search(study, {0.001, 0.002});
    CHECK_THAT(recommended(study),
               Contains("(true value 0.001, found by direct search, replicate 0)"));
    study.arms[0].replicates.clear();
    CHECK(recommendations(study).empty());
}

TEST_CASE("recommendation: one per different problem, with its arm", "[report][recommendation]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].arm.label = "n=9";
    study.arms.push_back(study.arms[0]);
    study.arms[1].arm.label = "n=16";
    study.arms[1].replicates[0].surrogates[1].optimum.verdict.true_value = 1e-6;
    CHECK_THAT(recommended(study), Contains("the optimum of jenn, n=16, replicate 0"));
    study.arms[1].problem.name = "another";
    CHECK(recommendations(study).size() == 2);
    study.arms[1].problem.name = study.arms[0].problem.name;
    study.arms[1].arm.config.problem.options["dimension"] = std::int64_t{3};
    CHECK(recommendations(study).size() == 2);
}

TEST_CASE("recommendation: of a table the best row", "[report][recommendation]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    make_table_study(study);
    CHECK(recommendations(study).empty());
    study.arms[0].replicates[0].best_sample = point_of("training sample", 0.25, 6.64e-3);
    const std::string text = recommended(study);
    CHECK(text == "Use the best row of the table: x1 = 0.25, x2 = 0.25 (f = 0.00664).");
}
