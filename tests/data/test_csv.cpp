#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("csv: what is written is read back to the last bit", "[data][csv]") {
    const ScratchFolder folder;
    const Table table{.columns = {"x 1", "a,b", "say \"y\"", " padded "},
                      .rows = Matrix{{0.1, -0.0, 1e300, 5e-324},
                                     {missing, 1.0 / 3.0, -1.7976931348623157e308, 123456789.0},
                                     {missing, missing, missing, missing}}};
    write_csv(folder.path() / "t.csv", table);
    const Table back = read_csv(folder.path() / "t.csv");
    CHECK(back.columns == table.columns);
    REQUIRE(back.rows.rows() == 3);
    REQUIRE(back.rows.cols() == 4);
    for (Index i = 0; i < 3; ++i) {
        for (Index j = 0; j < 4; ++j) {
            const bool both_missing = std::isnan(table.rows(i, j)) && std::isnan(back.rows(i, j));
            const bool same_bits = std::bit_cast<std::uint64_t>(table.rows(i, j)) ==
                                   std::bit_cast<std::uint64_t>(back.rows(i, j));
            REQUIRE((both_missing || same_bits));
        }
    }
}

TEST_CASE("csv: the written text is plain, missing numbers are empty cells", "[data][csv]") {
    const ScratchFolder folder;
    write_csv(folder.path() / "t.csv",
              {.columns = {"x1", "y"}, .rows = Matrix{{0.5, missing}, {-2.0, 1e-7}}});
    CHECK(read_text(folder.path() / "t.csv") == "x1,y\n0.5,\n-2,1e-07\n");
}

TEST_CASE("csv: a missing number in a table of one column is not lost", "[data][csv]") {
    const ScratchFolder folder;
    write_csv(folder.path() / "t.csv", {.columns = {"x"}, .rows = Matrix{{1.0}, {missing}, {2.0}}});
    const Table back = read_csv(folder.path() / "t.csv");
    REQUIRE(back.rows.rows() == 3);
    CHECK(std::isnan(back.rows(1, 0)));
    CHECK(back.rows(2, 0) == 2.0);
}

TEST_CASE("csv: a table that cannot be written leaves the old file and nothing else",
          "[data][csv]") {
    const ScratchFolder folder;
    const fs::path file = folder.path() / "t.csv";
    write_text(file, "old");
    const Table infinite{.columns = {"x"}, .rows = Matrix{{INFINITY}}};
    CHECK_THROWS_WITH(write_csv(file, infinite),
                      "table row 0, column \"x\": is inf, expected a finite number or NaN");
    const Table uneven{.columns = {"x"}, .rows = Matrix::Zero(1, 2)};
    CHECK_THROWS_AS(write_csv(file, uneven), ShapeError);
    CHECK(read_text(file) == "old");

    const fs::path nowhere = folder.path() / "no_folder/t.csv";
    const Table fine{.columns = {"x"}, .rows = Matrix{{1.0}}};
    CHECK_THROWS_WITH(write_csv(nowhere, fine),
                      nowhere.string() + ": cannot be written (No such file or directory)");
    write_csv(file, fine);
    CHECK(read_text(file) == "x\n1\n");
    CHECK_FALSE(fs::exists(folder.path() / "t.csv.part"));
}

TEST_CASE("to_table: inputs, outputs, then the partials of each output by each input",
          "[data][csv]") {
    const std::vector<Evaluation> evaluations = {
        {.value = Vector{{3.0, 4.0}}, .jacobian = Matrix{{5.0, 6.0}, {7.0, 8.0}}}};
    const Dataset data = make_dataset(Matrix{{1.0}, {2.0}}, evaluations);
    const Table table = to_table(data, {"a", "b"}, {"f", "g"});
    CHECK(table.columns ==
          std::vector<std::string>{"a", "b", "f", "g", "d_f_d_a", "d_f_d_b", "d_g_d_a", "d_g_d_b"});
    CHECK(table.rows == Matrix{{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0}});
    CHECK_THROWS_AS(to_table(data, {"a"}, {"f", "g"}), ShapeError);
}
