#include "jennopt/core/error.hpp"
#include "jennopt/report/summary.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

const SummaryRow& row(const std::vector<SummaryRow>& rows,
                      const std::string& surrogate,
                      const std::string& metric) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const SummaryRow& each) {
        return each.surrogate == surrogate && each.metric == metric;
    });
    INFO(surrogate << " " << metric);
    REQUIRE(found != rows.end());
    return *found;
}

bool has(const std::vector<SummaryRow>& rows, const std::string& metric) {
    return std::any_of(
        rows.begin(), rows.end(), [&](const SummaryRow& each) { return each.metric == metric; });
}

}  // namespace

TEST_CASE("summary: quantiles interpolate between order statistics", "[report][summary]") {
    const std::vector<double> four{4.0, 1.0, 3.0, 2.0};
    CHECK(quantile(four, 0.0) == 1.0);
    CHECK(quantile(four, 0.25) == 1.75);
    CHECK(quantile(four, 0.5) == 2.5);
    CHECK(quantile(four, 0.75) == 3.25);
    CHECK(quantile(four, 1.0) == 4.0);
    CHECK(quantile(std::vector<double>{7.0}, 0.25) == 7.0);
    CHECK(quantile(std::vector<double>{10.0, 0.0, 5.0}, 0.25) == 2.5);
    CHECK_THROWS_AS(quantile(std::vector<double>{}, 0.5), Error);
}

TEST_CASE("summary: the five numbers of a metric by hand, replicates without it left out",
          "[report][summary]") {
    const ReportInput input =
        made_up_input({0.4, 0.1, missing, 0.3, 0.2}, {1.0, 1.0, 1.0, 1.0, 1.0});
    const std::vector<SummaryRow> rows = summarize(collect_metrics(input));
    const SummaryRow& distance = row(rows, "nn", "optimum_distance");
    CHECK(distance.arm == "base");
    CHECK(distance.n == 4);
    CHECK(distance.median == Approx(0.25));
    CHECK(distance.q25 == Approx(0.175));
    CHECK(distance.q75 == Approx(0.325));
    CHECK(distance.min == 0.1);
    CHECK(distance.max == 0.4);
    CHECK(row(rows, "jenn", "optimum_distance").n == 5);
}

TEST_CASE("summary: a metric that no replicate has makes no row", "[report][summary]") {
    ReportInput input = made_up_input({missing, missing}, {missing, missing});
    const std::vector<SummaryRow> rows = summarize(collect_metrics(input));
    CHECK(!has(rows, "optimum_distance"));
    CHECK(has(rows, "r2_value"));
    CHECK(!has(rows, "optimum_violation"));
    CHECK(!has(rows, "polish_kept"));
    CHECK(!has(rows, "r2_value[f]"));
}

TEST_CASE("summary: several outputs, constraints, polishing and the truth add their rows",
          "[report][summary]") {
    const ScratchFolder scratch;
    const FakeStudy study =
        fake_study(scratch.path(), {.replicates = 2, .test_count = 50, .constraint = true});
    const std::vector<SummaryRow> rows = summarize(collect_metrics(study.input));
    for (const char* metric : {"r2_value",
                               "r2_value[f]",
                               "r2_value[g]",
                               "r2_partials",
                               "rmse_value",
                               "rmse_partials",
                               "train_seconds",
                               "search_seconds",
                               "train_iterations",
                               "final_loss",
                               "optimum_predicted",
                               "optimum_true_value",
                               "optimum_gradient_norm",
                               "optimum_violation",
                               "true_evaluations",
                               "true_cost",
                               "polish_kept",
                               "near_error_before",
                               "near_error_after",
                               "global_error_before",
                               "global_error_after"}) {
        CHECK(row(rows, "jenn_polished", metric).n == 2);
    }
    CHECK(row(rows, "truth", "true_cost").median ==
          2.0 * row(rows, "truth", "true_evaluations").median);
    CHECK(row(rows, "truth", "optimum_true_value").n == 2);
}

TEST_CASE("summary: summary.csv has exactly its columns, and labels with commas are quoted",
          "[report][summary]") {
    const ScratchFolder scratch;
    ReportInput input = made_up_input({0.1}, {0.2});
    input.folder = scratch.path();
    input.arms[0].arm.label = "a=1, b=\"x\"";
    const std::vector<SummaryRow> rows = summarize(collect_metrics(input));
    write_summary(input, rows);
    std::ifstream file(scratch.path() / "summary.csv");
    std::string line;
    REQUIRE(std::getline(file, line));
    CHECK(line == "arm,surrogate,metric,median,q25,q75,min,max,n");
    std::size_t n_lines = 0;
    while (std::getline(file, line)) {
        CHECK(line.rfind("\"a=1, b=\"\"x\"\"\",", 0) == 0);
        CHECK(line.find("nan") == std::string::npos);
        ++n_lines;
    }
    CHECK(n_lines == rows.size());
    CHECK(std::filesystem::exists(scratch.path() / "summary.json"));
}
