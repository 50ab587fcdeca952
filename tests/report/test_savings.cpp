#include "report/savings.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

/// 1 - R2 = 100 / m^2 of nn, 4 / m^2 of jenn: 0.01 at 100 and at 20 samples.
double falling(const Choices& choices, const std::string& surrogate, int /*replicate*/) {
    const double m = number(choices, "sampling.count");
    return (surrogate == "nn" ? 100.0 : 4.0) / (m * m);
}

ReportInput swept(const std::vector<std::string>& counts) {
    ReportInput input = swept_input({{"sampling.count", counts}}, 3, falling);
    for (ReportArm& arm : input.arms) {
        arm.arm.config.surrogates = {{.name = "nn", .kind = SurrogateKind::nn},
                                     {.name = "jenn", .kind = SurrogateKind::jenn}};
    }
    SweepFigure figure;
    figure.name = "needs";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.against = "nn";
    figure.target = 0.99;
    input.page.figures = {figure};
    return input;
}

const SampleNeed& only_other(const std::vector<ProblemNeeds>& needs) {
    REQUIRE(needs.size() == 1);
    REQUIRE(needs[0].others.size() == 1);
    return needs[0].others[0];
}

}  // namespace

TEST_CASE("problem_needs: samples at the target, interpolated between the sizes",
          "[report][savings]") {
    const auto needs = problem_needs({swept({"10", "40", "200"})});
    const SampleNeed& jenn = only_other(needs);
    CHECK(jenn.surrogate == "jenn");
    CHECK(jenn.is_jenn);
    CHECK_FALSE(needs[0].plain.is_jenn);
    CHECK(needs[0].plain.reach->x == Approx(100.0));
    CHECK(jenn.reach->x == Approx(20.0));
    const auto ratio = need_ratio(needs[0].plain, jenn);
    REQUIRE(ratio);
    CHECK(ratio->factor == Approx(5.0));
    CHECK_FALSE(ratio->at_least);
}

TEST_CASE("need_ratio: a bound where the plain network does not come that far",
          "[report][savings]") {
    const auto needs = problem_needs({swept({"10", "40", "80"})});
    const auto ratio = need_ratio(needs[0].plain, only_other(needs));
    REQUIRE(ratio);
    CHECK(ratio->factor == Approx(4.0));
    CHECK(ratio->at_least);
}

TEST_CASE("need_ratio: nothing where the plain network is there from the first size on",
          "[report][savings]") {
    const auto needs = problem_needs({swept({"100", "200"})});
    CHECK_FALSE(need_ratio(needs[0].plain, only_other(needs)));
}

TEST_CASE("needs_table: needs, ratio and the law in one row", "[report][savings]") {
    const std::string table = needs_table(problem_needs({swept({"10", "40", "200"})}));
    CHECK(table.find("| 100 | 20 (5 x) | 2.4 |") != std::string::npos);  // 0.8 (1 + 2)
    CHECK(needs_table(problem_needs({swept({"10", "40", "80"})})).find("| > 80 | 20 (> 4 x) |") !=
          std::string::npos);
}

TEST_CASE("problem_needs: figures without a target say nothing", "[report][savings]") {
    ReportInput input = swept({"10", "40"});
    input.page.figures[0].target.reset();
    CHECK(problem_needs({input}).empty());
}

TEST_CASE("plan_needs: a point per problem and JENN", "[report][savings]") {
    const FigurePlan plan = plan_needs(problem_needs({swept({"10", "40", "200"})}));
    CHECK(plan.data.at(0).text.find("\n0,jenn,3,") != std::string::npos);
    CHECK(plan.script.find("0.8 * x") != std::string::npos);
}
