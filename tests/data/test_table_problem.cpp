#include "data/table_problem.hpp"
#include "data/table_remarks.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <fstream>

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
          "data.csv:1:1: has no column \"cd\", found a, b, c_d, d_cd_d_a, d_cd_d_b (separated by "
          "commas); did you mean 'c_d'?");
    CHECK(refusal("a,b,cd,d_cd_d_a\n1,2,3,4\n2,3,4,5\n") ==
          "data.csv:1:1: has no column \"d_cd_d_b\", found a, b, cd, d_cd_d_a (separated by "
          "commas); did you mean 'd_cd_d_a'?");
    CHECK(
        refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n2,x,3,4,5\n") ==
        "data.csv:3:3: column \"b\": found \"x\", expected a number; where there is none an empty "
        "cell or nan");
    CHECK(refusal("a,b,a,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5,6\n") ==
          "data.csv:1:5: a second column has the name \"a\"");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n1,3,3,4,5\n") ==
          "data.csv: column \"a\" is 1 in every row, expected an input that changes");
    CHECK(refusal("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,nan,4,5\n,3,3,4,5\n") ==
          "data.csv: none of its 2 rows has a finite number in every input and output");
}

TEST_CASE("table: rows without a finite input or output are left out, counted and named",
          "[data][table]") {
    const auto table = read(
        "case,a,b,cd,d_cd_d_a,d_cd_d_b\nx,1,2,3,4,5\ny,2,2,nan,1,1\n\nz,inf,1,2,1,1\nu,2,1,7,NA,"
        "inf\n");
    CHECK(table->rows().X == Matrix{{1, 2}, {2, 1}});
    CHECK(table->rows().missing_partials() == 2);
    CHECK(table->origin().lines == std::vector<Index>{2, 6});
    CHECK(table->origin().failed == std::vector<Index>{3, 5});
    CHECK(table->info().summary ==
          "4 rows of data.csv (2 used, 2 failed: no finite value, lines 3 and 5)");
    CHECK(failed_remark(table->origin()) ==
          "2 of 4 rows of data.csv failed and were left out: no finite value of an input or output "
          "in lines 3 and 5.");
    CHECK(repeated_remark(*table).empty());
}

TEST_CASE("table: a point may be measured more than once, its value is the mean", "[data][table]") {
    const auto table =
        read("a,b,cd,d_cd_d_a,d_cd_d_b\n1,2,3,4,5\n2,1,7,1,1\n1,2,3.5,,6\n1,2,4,5,7\n");
    CHECK(table->points() == std::vector<std::vector<Index>>{{0, 2, 3}, {1}});
    const Evaluation y = table->evaluate(Vector{{1, 2}}, Derivatives::first);
    CHECK(y.value(0) == Approx(3.5));
    CHECK(y.jacobian(0, 0) == Approx(4.5));
    CHECK(y.jacobian(0, 1) == Approx(6.0));
    CHECK(
        repeated_remark(*table) ==
        "1 point of data.csv was measured more than once (lines 2, 4 and 5): values differ, cd by "
        "up to 1.");
}

TEST_CASE("table: standard deviations are read by row and must be positive", "[data][table]") {
    TableOptions table = options;
    table.deviations = {"s"};
    const std::string head = "a,b,cd,d_cd_d_a,d_cd_d_b,s\n1,2,3,4,5,0.5\n2,1,nan,4,5,0\n";
    CHECK(read(head + "2,3,4,5,6,2\n", table)->origin().deviations.at("s") == Vector{{0.5, 2.0}});
    CHECK(refusal(head + "2,3,4,5,6,0\n", table) ==
          "data.csv:4: column \"s\" is 0, expected a standard deviation > 0");
    CHECK(refusal(head + "2,3,4,5,6,\n", table) ==
          "data.csv:4: column \"s\" is missing, expected a standard deviation > 0");
}

TEST_CASE("table: units below the names are the columns', where the study says nothing",
          "[data][table]") {
    TableOptions table{.file = "data.csv", .inputs = {"a", "b"}, .outputs = {"y"}};
    table.stated_inputs["b"] = {.unit = "cm"};
    const auto problem = read("a,b,y\n[mm],(mm),-\n1,2,3\n2,5,4\n", table);
    CHECK(problem->info().inputs[0].unit == "mm");
    CHECK(problem->info().inputs[1].unit == "cm");
    CHECK(problem->info().outputs[0].unit.empty());
}

TEST_CASE("table: how many rows lie within the bounds of the study is said", "[data][table]") {
    TableOptions table{.file = "data.csv", .inputs = {"a"}, .outputs = {"y"}};
    CHECK(bounds_remark(*read("a,y\n1,3\n2,4\n3,4\n", table)).empty());
    table.stated_inputs["a"] = {.lower = 1.5, .upper = 5.0};
    CHECK_THAT(bounds_remark(*read("a,y\n1,3\n2,4\n3,4\n", table)),
               Catch::StartsWith("2 of 3 rows lie within the bounds"));
    table.stated_inputs["a"] = {.lower = 4.0, .upper = 5.0};
    CHECK_THAT(bounds_remark(*read("a,y\n1,3\n2,4\n3,4\n", table)),
               Catch::StartsWith("None of 3 rows lie within the bounds"));
}
