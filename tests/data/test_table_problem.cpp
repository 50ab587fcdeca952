#include "data/table_problem.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <fstream>
#include <set>

using namespace jennopt;

namespace {

constexpr const char* good =
    "a,b,cd,d_cd_d_a,d_cd_d_b,note\n1,2,3,4,5,0\n2,2.5,6,,8,0\n-1,0,0,1,1,\n";

const TableOptions options{.file = "data.csv",
                           .inputs = {"a", "b"},
                           .outputs = {"cd"},
                           .pattern = "d_{output}_d_{input}",
                           .partials = {},
                           .source = "a wind tunnel"};

std::unique_ptr<TableProblem> read(const std::string& text, const TableOptions& table = options) {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "data.csv") << text;
    return read_table(table, folder.path());
}

std::string refusal(const std::string& text, const TableOptions& table = options) {
    try {
        (void)read(text, table);
    } catch (const ConfigError& error) {
        const std::string what = error.what();
        return what.substr(what.find("data.csv"));
    }
    return {};
}

}  // namespace

TEST_CASE("table: rows are samples, ranges are bounds, empty cells are missing partials",
          "[data][table]") {
    const auto table = read(good);
    CHECK(table->info().name == "data");
    CHECK(table->info().source == "a wind tunnel");
    CHECK(table->info().inputs[1].lower == 0.0);
    CHECK(table->info().inputs[1].upper == 2.5);
    CHECK(table->info().outputs[0].role == OutputRole::objective);
    CHECK(table->rows().X == Matrix{{1, 2, -1}, {2, 2.5, 0}});
    CHECK(table->rows().missing_partials() == 1);
    const Evaluation y = table->evaluate(Vector{{1, 2}}, Derivatives::first);
    CHECK(y.value == Vector{{3}});
    CHECK(y.jacobian == Matrix{{4, 5}});
    CHECK_THROWS_WITH(table->evaluate(Vector{{1, 1}}, Derivatives::none),
                      Catch::Contains("no row of it is at this point"));
}

TEST_CASE("table: partials are optional, or listed one by one", "[data][table]") {
    TableOptions table = options;
    table.pattern = "";
    CHECK_FALSE(read(good, table)->info().has_partials);
    table.partials["cd"]["b"] = "d_cd_d_b";
    const auto some = read(good, table);
    CHECK(some->info().has_partials);
    CHECK(some->rows().missing_partials() == 3);
    CHECK(some->rows().J[1] == Matrix{{5, 8, 1}});
}

TEST_CASE("table: bad data are refused with line and column", "[data][table]") {
    CHECK(refusal("a,b,c_d,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n") ==
          "data.csv:1:1: has no column \"cd\"; did you mean 'c_d'?");
    CHECK(refusal("a,b,cd,d_cd_d_a\n1,2,3,4\n2,3,4,5\n") ==
          "data.csv:1:1: has no column \"d_cd_d_b\"; did you mean 'd_cd_d_a'?");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n2,x,3,4,5\n") ==
          "data.csv:3:3: column \"b\": found \"x\", expected a finite number or an empty cell");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,nan,4,5\n2,3,3,4,5\n") ==
          "data.csv:2:5: column \"cd\": found \"nan\", expected a finite number or an empty cell");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,,4,5\n2,3,3,4,5\n") ==
          "data.csv:2:5: column \"cd\": is empty, expected a finite number");
    CHECK(refusal("a,b,a,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n") ==
          "data.csv:1:5: a second column has the name \"a\"");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n\n2,2,3,4,5\n1,2,3,4,5\n") ==
          "data.csv:5:1: has the same inputs as line 2, expected one row per point");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n1,3,3,4,5\n") ==
          "data.csv: column \"a\" is 1 in every row, expected an input that changes");
}

TEST_CASE("table: a split draws disjoint rows, and more of them keep those that fewer would be",
          "[data][table]") {
    const TableSplit few = split_rows(50, 10, 20, Rng(1));
    const TableSplit more = split_rows(50, 30, 20, Rng(1));
    CHECK(few.test == more.test);
    CHECK(std::equal(few.training.begin(), few.training.end(), more.training.begin()));
    std::set<Index> all(more.test.begin(), more.test.end());
    all.insert(more.training.begin(), more.training.end());
    CHECK(all.size() == 50);
    CHECK(split_rows(50, 10, 20, Rng(2)).test != few.test);
    CHECK_THROWS_WITH(split_rows(50, 31, 20, Rng(1)),
                      "is 31, but the table has 50 rows, 20 of them to test on; expected at most "
                      "30");
}

TEST_CASE("table: rows to test on are a number or a share", "[data][table]") {
    CHECK(test_rows(0.2, 50) == 10);
    CHECK(test_rows(20, 50) == 20);
    CHECK_THROWS_WITH(test_rows(2.5, 50), Catch::Contains("whole number of rows"));
    CHECK_THROWS_WITH(test_rows(50, 50), Catch::Contains("expected 2 to 49"));
    CHECK_THROWS_WITH(test_rows(0.001, 50), Catch::Contains("which is 0 of"));
}
