#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A folder of its own for one test, removed at its end.
class Folder {
public:
    explicit Folder(const std::string& name) : path_(fs::path(build_folder()) / "test_csv" / name) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }

    ~Folder() { fs::remove_all(path_); }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    Folder(Folder&&) = delete;
    Folder& operator=(Folder&&) = delete;

    [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }

private:
    fs::path path_;
};

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string contents(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// That reading `text` fails with "<file>:" and the given rest.
void require_refused(const Folder& folder, const std::string& text, const std::string& rest) {
    const fs::path file = folder / "bad.csv";
    write(file, text);
    CHECK_THROWS_AS(read_csv(file), ConfigError);
    CHECK_THROWS_WITH(read_csv(file), file.string() + ":" + rest);
}

}  // namespace

TEST_CASE("csv: what is written is read back to the last bit", "[data][csv]") {
    const Folder folder("round_trip");
    const Table table{.columns = {"x 1", "a,b", "say \"y\"", " padded "},
                      .rows = Matrix{{0.1, -0.0, 1e300, 5e-324},
                                     {missing, 1.0 / 3.0, -1.7976931348623157e308, 123456789.0},
                                     {missing, missing, missing, missing}}};
    write_csv(folder / "t.csv", table);
    const Table back = read_csv(folder / "t.csv");
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
    const Folder folder("text");
    write_csv(folder / "t.csv",
              {.columns = {"x1", "y"}, .rows = Matrix{{0.5, missing}, {-2.0, 1e-7}}});
    CHECK(contents(folder / "t.csv") == "x1,y\n0.5,\n-2,1e-07\n");
}

TEST_CASE("csv: a missing number in a table of one column is not lost", "[data][csv]") {
    const Folder folder("one_column");
    write_csv(folder / "t.csv", {.columns = {"x"}, .rows = Matrix{{1.0}, {missing}, {2.0}}});
    const Table back = read_csv(folder / "t.csv");
    REQUIRE(back.rows.rows() == 3);
    CHECK(std::isnan(back.rows(1, 0)));
    CHECK(back.rows(2, 0) == 2.0);
}

TEST_CASE("csv: line ends, byte order mark, blanks, quotes and signs of other programs are taken",
          "[data][csv]") {
    const Folder folder("dialects");
    for (const char* const text : {"\xEF\xBB\xBFx,y\r\n1,2\r\n3,4\r\n",
                                   "x,y\n1,2\n3,4",
                                   " x , y \n\n+1, 2.0 \n3,4e0\n\n",
                                   "\"x\",\"y\"\n\"1\",2\n3,\"4\"\n"}) {
        write(folder / "t.csv", text);
        const Table table = read_csv(folder / "t.csv");
        CHECK(table.columns == std::vector<std::string>{"x", "y"});
        CHECK(table.rows == Matrix{{1.0, 2.0}, {3.0, 4.0}});
    }
}

TEST_CASE("csv: a cell that is no finite number is named with its place", "[data][csv]") {
    const Folder folder("numbers");
    const std::string expected = ", expected a finite number or an empty cell";
    require_refused(folder, "x,y\n1,2\n3,abc\n", "3:3: column \"y\": found \"abc\"" + expected);
    require_refused(
        folder, "x,y\r\n1,2\r\n3,1.5x\r\n", "3:3: column \"y\": found \"1.5x\"" + expected);
    require_refused(folder, "x,y\nnan,2\n", "2:1: column \"x\": found \"nan\"" + expected);
    require_refused(folder, "x,y\n1,-inf\n", "2:3: column \"y\": found \"-inf\"" + expected);
    require_refused(folder, "x,y\n1,1e999\n", "2:3: column \"y\": found \"1e999\"" + expected);
    require_refused(folder, "x,y\n1,0x10\n", "2:3: column \"y\": found \"0x10\"" + expected);
    require_refused(folder, "x,y\n1,+-2\n", "2:3: column \"y\": found \"+-2\"" + expected);
    require_refused(folder, "x,y\n\n\n10,\"1,5\"", "4:4: column \"y\": found \"1,5\"" + expected);
}

TEST_CASE("csv: a row of another length is named", "[data][csv]") {
    const Folder folder("rows");
    require_refused(
        folder, "x,y\n1,2\n3\n", "3:1: 1 cells in this row, expected 2 as in the header");
    require_refused(
        folder, "x,y\n1,2,3\n", "2:1: 3 cells in this row, expected 2 as in the header");
}

TEST_CASE("csv: a header that names nothing, something twice or is missing is refused",
          "[data][csv]") {
    const Folder folder("header");
    require_refused(folder, "x,y,x\n1,2,3\n", "1:5: a second column has the name \"x\"");
    require_refused(folder, "x,,y\n1,2,3\n", "1:3: column 2 has no name");
    require_refused(folder,
                    "1,2\n3,4\n",
                    "1:1: the first line has only numbers, expected the names of the columns");
    require_refused(folder, "x,y\n", "1:1: a header line and no rows, expected at least 1 row");
    require_refused(
        folder, "", "1:1: the file is empty, expected a header line and rows of numbers");
    require_refused(
        folder, "\n\n", "1:1: the file is empty, expected a header line and rows of numbers");
}

TEST_CASE("csv: quotes out of place are refused", "[data][csv]") {
    const Folder folder("quotes");
    require_refused(
        folder,
        "x,y\n1,2\"3\n",
        "2:4: a quote in the wrong place, expected quotes around a whole cell, inner ones doubled");
    require_refused(
        folder, "x,y\n1,\"2\n3,4\n", "2:3: the quoted cell that begins here has no closing quote");
}

TEST_CASE("csv: a missing file and a folder are named", "[data][csv]") {
    const Folder folder("files");
    const fs::path absent = folder / "absent.csv";
    CHECK_THROWS_AS(read_csv(absent), ConfigError);
    CHECK_THROWS_WITH(read_csv(absent), absent.string() + ": no such file");
    CHECK_THROWS_WITH(read_csv(folder / ""),
                      (folder / "").string() + ": is a folder, expected a file");
}

TEST_CASE("csv: a table that cannot be written leaves the old file and nothing else",
          "[data][csv]") {
    const Folder folder("write");
    const fs::path file = folder / "t.csv";
    write(file, "old");
    const Table infinite{.columns = {"x"}, .rows = Matrix{{INFINITY}}};
    CHECK_THROWS_WITH(write_csv(file, infinite),
                      "table row 0, column \"x\": is inf, expected a finite number or NaN");
    const Table uneven{.columns = {"x"}, .rows = Matrix::Zero(1, 2)};
    CHECK_THROWS_AS(write_csv(file, uneven), ShapeError);
    CHECK(contents(file) == "old");

    const fs::path nowhere = folder / "no_folder/t.csv";
    const Table fine{.columns = {"x"}, .rows = Matrix{{1.0}}};
    CHECK_THROWS_WITH(write_csv(nowhere, fine),
                      nowhere.string() + ": cannot be written (No such file or directory)");
    write_csv(file, fine);
    CHECK(contents(file) == "x\n1\n");
    CHECK_FALSE(fs::exists(folder / "t.csv.part"));
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
