#include "core/json.hpp"
#include "report/fixture.hpp"
#include "report/metric_table.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace jennopt;

TEST_CASE("metric table: summary.json describes its arms and metrics", "[report][metric_table]") {
    const ScratchFolder folder;
    StudyResults study = made_up_input({0.2, 0.3}, {0.1, 0.2});
    study.folder = folder.path();
    write_metrics(study, MetricTable(study));
    std::ifstream file(folder.path() / "summary.json");
    const Json json = Json::parse(file);
    REQUIRE(json.at("arms").size() == study.arms.size());
    const Json& arm = json.at("arms").at(0);
    CHECK(arm.at("arm") == study.arms.front().arm.label);
    CHECK(arm.at("problem") == study.arms.front().problem.name);
    CHECK(arm.at("inputs") == study.arms.front().problem.n_x());
    CHECK(arm.at("outputs") == study.arms.front().problem.n_y());
    CHECK(json.at("metrics").at("r2_value") == Json{{"words", "R2 of values"},
                                                    {"unit", ""},
                                                    {"better", "higher"},
                                                    {"scale", "one_minus"},
                                                    {"style", "r2"}});
    CHECK_FALSE(json.at("metrics").contains("polish_kept"));
}

TEST_CASE("metric table: of an infeasible optimum no metric but its violation counts",
          "[report][metric_table]") {
    StudyResults study = made_up_input({0.1, 0.2}, {0.1, 0.2});
    study.arms[0].problem.outputs.push_back({"g", "", OutputRole::constraint});
    study.arms[0].replicates[0].surrogates[0].optimum.verdict.violation = 0.5;
    study.arms[0].replicates[1].surrogates[0].optimum.verdict.violation = 0.0;
    const MetricTable table(study);
    const auto values = table.values(0, "nn", metrics::optimum_true_value);
    CHECK(table.feasible_values(0, "nn", metrics::optimum_true_value, INFINITY) ==
          std::vector<double>{INFINITY, values[1]});
    const auto violations = table.feasible_values(0, "nn", metrics::optimum_violation, INFINITY);
    CHECK(violations == std::vector{0.5, 0.0});
    const auto r2 = table.feasible_values(0, "nn", metrics::r2_value, INFINITY);
    CHECK(std::ranges::equal(r2, table.values(0, "nn", metrics::r2_value)));
    CHECK(table.feasible_values(0, "stranger", metrics::optimum_true_value, 0.0).empty());
}
