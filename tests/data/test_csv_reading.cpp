#include "core/format.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// That reading `text` fails with "<file>:" and the given rest.
void require_refused(const ScratchFolder& folder,
                     const std::string& text,
                     const std::string& rest) {
    const fs::path file = folder.path() / "bad.csv";
    write_text(file, text);
    CHECK_THROWS_AS(read_csv(file), ConfigError);
    CHECK_THROWS_WITH(read_csv(file), file.string() + ":" + rest);
}

}  // namespace

TEST_CASE("csv: line ends, byte order mark, blanks, quotes and signs of other programs are taken",
          "[data][csv]") {
    const ScratchFolder folder;
    for (const char* const text : {"\xEF\xBB\xBFx,y\r\n1,2\r\n3,4\r\n",
                                   "x,y\n1,2\n3,4",
                                   "x,y\r1,2\r3,4\r",
                                   " x , y \n\n+1, 2.0 \n3,4e0\n\n",
                                   "x,y\n1D0,2.0d+00\n3,4\n",
                                   "\"x\",\"y\"\n\"1\",2\n3,\"4\"\n",
                                   "x,y,\n1,2,\n3,4,,\n",
                                   "x,y,\n1,2\n3,4\n"}) {
        write_text(folder.path() / "t.csv", text);
        const Table table = read_csv(folder.path() / "t.csv", {"x", "y"});
        CHECK(table.columns == std::vector<std::string>{"x", "y"});
        CHECK(table.rows == Matrix{{1.0, 2.0}, {3.0, 4.0}});
        CHECK(table.format.empty());
    }
}

TEST_CASE("csv: the separator, the decimal mark and where the names stand are recognized and said",
          "[data][csv]") {
    const ScratchFolder folder;
    std::string utf16 = "\xFF\xFE";
    for (const char letter : std::string("x\ty\r\n1.5\t2\r\n3\t4\r\n")) {
        utf16 += letter;
        utf16 += '\0';
    }
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"x;y\n1.5;2\n3;4\n", "semicolons"},
        {"x;y\n1,5;2\n3;4\n", "semicolons, decimal commas"},
        {"sep=;\nx;y\n1,5;2\n3;4\n", "semicolons, decimal commas"},
        {"x\ty\n1.5\t2\n3\t4\n", "tabs"},
        {"x|y\n1.5|2\n3|4\n", "bars"},
        {"   x      y\n 1.5      2  \n 3\t4\n", "blanks"},
        {"x y\n1,5 2\n3 4\n", "blanks, decimal commas"},
        {"%x y\n1.5 2\n3 4\n", "blanks, names in a comment"},
        {"# made on a Monday\n# x,y\n1.5,2\n3,4\n", "names in a comment"},
        {"# made on a Monday\nx,y\n1.5,2\n# 7,7\n3,4\n", "1 comment line"},
        {"x,y\nm,-\n1.5,2\n3,4\n", "units in line 2"},
        {"Wind tunnel, first entry\n\nx,y\n1.5,2\n3,4\n", "names in line 3"},
        {"n y x\n1 2 1.5\n2 4 3\n", "blanks"},
        {"\"x\" \"y\"\n\"1\" 1.5 2\n\"2\" 3 4\n", "blanks"},  // as R writes it
        {",x,y\n0,1.5,2\n1,3,4\n", ""},                       // as pandas writes it
        {"x,y,d\xB0\n1.5,2,9\n3,4,9\n", "Latin-1"},
        {utf16, "UTF-16, tabs"}};
    for (const auto& [text, format] : cases) {
        write_text(folder.path() / "t.csv", text);
        INFO(text);
        const Table table = read_csv(folder.path() / "t.csv", {"x", "y"});
        CHECK(table.rows == Matrix{{1.5, 2.0}, {3.0, 4.0}});
        CHECK(table.format == format);
    }
    CHECK(read_column_names(folder.path() / "t.csv", {}) == std::vector<std::string>{"x", "y"});
}

TEST_CASE("csv: only columns that are asked for are read, in the order asked for", "[data][csv]") {
    const ScratchFolder folder;
    write_text(folder.path() / "t.csv",
               "case,\"alpha [deg]\",date,y,y\nDSN_0,1,2024-03-01,5,6\n\"DSN, 1\",2,,7,8\n");
    const Table table = read_csv(folder.path() / "t.csv", {"alpha [deg]"});
    CHECK(table.rows == Matrix{{1.0}, {2.0}});
    CHECK(table.lines == std::vector<Index>{2, 3});
    const std::string place = (folder.path() / "t.csv").string();
    CHECK_THROWS_WITH(read_csv(folder.path() / "t.csv", {"y"}),
                      place + ":1:27: a second column has the name \"y\"");
    CHECK_THROWS_WITH(read_csv(folder.path() / "t.csv", {"alpha"}),
                      place +
                          ":1:1: has no column \"alpha\", found case, alpha [deg], date, y, y "
                          "(separated by commas); did you mean 'alpha [deg]'?");
    write_text(folder.path() / "t.csv", "x y\n1 2\n");
    CHECK_THROWS_WITH(read_csv(folder.path() / "t.csv", {"pressure"}),
                      Catch::EndsWith("found x, y (separated by blanks)"));
}

TEST_CASE("csv: what programs write where there is no number is a gap, which may be refused",
          "[data][csv]") {
    const ScratchFolder folder;
    for (const char* gap : {"nan",
                            "NaN",
                            "-nan",
                            "NA",
                            "N/A",
                            "null",
                            "None",
                            "",
                            "inf",
                            "-Infinity",
                            "1e999",
                            "#N/A",
                            "#DIV/0!"}) {
        INFO(gap);
        write_text(folder.path() / "t.csv", fmt::format("y,x\n{},1\n2,3\n", gap));
        const Table table = read_csv(folder.path() / "t.csv");
        REQUIRE(table.rows.rows() == 2);
        CHECK(std::isnan(table.rows(0, 0)));
        CHECK(table.rows(1, 1) == 3.0);
        CHECK_THROWS_WITH(read_csv(folder.path() / "t.csv", {"y"}, Gaps::refused),
                          Catch::Contains("t.csv:2:1: column \"y\":"));
    }
}

TEST_CASE("csv: a cell that is no number is named with its place", "[data][csv]") {
    const ScratchFolder folder;
    const std::string expected = ", expected a number; where there is none an empty cell or nan";
    require_refused(folder, "x,y\n1,2\n3,abc\n", R"(3:3: column "y": found "abc")" + expected);
    require_refused(
        folder, "x,y\r\n1,2\r\n3,1.5x\r\n", R"(3:3: column "y": found "1.5x")" + expected);
    require_refused(
        folder, "x,y\r\n1,2\r\n\r\nabc,1.5\r\n", R"(4:1: column "x": found "abc")" + expected);
    require_refused(folder, "x,y\n1,2 kN\n2,3 kN\n", R"(2:3: column "y": found "2 kN")" + expected);
    require_refused(folder, "x,y\n'1','2'\n", R"(2:1: column "x": found "'1'")" + expected);
    require_refused(folder, "x,y\n1,0x10\n", R"(2:3: column "y": found "0x10")" + expected);
    require_refused(folder, "x,y\n1,+-2\n", R"(2:3: column "y": found "+-2")" + expected);
    require_refused(folder,
                    "x,y\n\n\n10,\"1,5\"",
                    "4:4: column \"y\": found \"1,5\", with a decimal comma where decimal points "
                    "are used" +
                        expected);
    require_refused(folder,
                    "x;y\n1.5;2\n2,5;2\n3.5;3\n",
                    "3:1: column \"x\": found \"2,5\", with a decimal comma where decimal points "
                    "are used" +
                        expected);
}

TEST_CASE("csv: marks of thousands are refused, in whatever form", "[data][csv]") {
    const ScratchFolder folder;
    const auto refusal = [&](const std::string& text) {
        write_text(folder.path() / "t.csv", text);
        try {
            (void)read_csv(folder.path() / "t.csv");
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(refusal("x,y\n1,\"1,234.5\"\n"), Catch::Contains("with marks of thousands"));
    CHECK_THAT(refusal("x;y\n1;1.234,5\n"), Catch::Contains("with marks of thousands"));
    CHECK_THAT(refusal("x,y\n1,1 234\n"), Catch::Contains("with marks of thousands"));
    CHECK_THAT(refusal("x,y\n1,1\xE2\x80\xAF"
                       "234\n"),
               Catch::Contains("with marks of thousands"));
    CHECK_THAT(refusal("x,y\n1,1'234.5\n"), Catch::Contains("with marks of thousands"));
    CHECK_THAT(refusal("x\ty\n1\t1,234\n2\t12,345,678\n"),
               Catch::Contains("found \"1,234\", with a decimal comma or a mark of thousands"));
}

TEST_CASE("csv: a column of text is called categorical, with what to do", "[data][csv]") {
    const ScratchFolder folder;
    require_refused(folder,
                    "x,m\n1,steel\n2,brass\n3,steel\n",
                    "2:3: column \"m\" is text (steel, brass), expected numbers; a categorical "
                    "input is not supported: make one study per value, or a column of 0 and 1 for "
                    "each value");
}

TEST_CASE("csv: a file of another kind is called by its name", "[data][csv]") {
    const ScratchFolder folder;
    const std::string end =
        ", expected text: a header line with the names of the columns and rows of numbers; save it "
        "as CSV";
    require_refused(folder,
                    "PK\x03\x04 and more",
                    "1:1: the file is a zip archive, as Excel (.xlsx), OpenDocument (.ods) and "
                    "NumPy (.npz) write them" +
                        end);
    require_refused(folder, "\x89HDF and more", "1:1: the file is an HDF5 file" + end);
    require_refused(folder, "\n<!DOCTYPE html><html>", "1:1: the file is an HTML page" + end);
    require_refused(folder, "[\n {\"x\": 1}]", "1:1: the file is JSON" + end);
    require_refused(folder, "{\"x\": [1, 2]}", "1:1: the file is JSON" + end);
    require_refused(folder, std::string("x,y\n1,2\0\0\0\7", 11), "1:1: the file is binary" + end);
}

TEST_CASE("csv: a row of another length is named with the separator that was found",
          "[data][csv]") {
    const ScratchFolder folder;
    require_refused(folder,
                    "x,y\n1,2\n3\n",
                    "3:1: 1 cells in this row, expected 2 as in the header; cells are separated by "
                    "commas");
    require_refused(folder,
                    "x;y\n1;2;3\n4;5\n",
                    "2:1: 3 cells in this row, expected 2 as in the header; cells are separated by "
                    "semicolons");
    write_text(folder.path() / "t.csv", "x,y\n1,5,2,5\n2,5,3,5\n");
    CHECK_THROWS_WITH(read_csv(folder.path() / "t.csv", {"x", "y"}),
                      Catch::EndsWith("decimal commas need semicolons between cells"));
}

TEST_CASE("csv: a header that names nothing, something twice or is missing is refused",
          "[data][csv]") {
    const ScratchFolder folder;
    require_refused(folder, "x,y,x\n1,2,3\n", "1:5: a second column has the name \"x\"");
    require_refused(folder, "x,,y\n1,2,3\n", "1:3: column 2 has no name");
    require_refused(folder,
                    "1,2\n3,4\n",
                    "1:1: the first line has only numbers, expected the names of the columns");
    require_refused(folder, "x,y\n", "1:1: a header line and no rows, expected at least 1 row");
    require_refused(folder,
                    "x,y\n#1,2\n",
                    "1:1: a header line, 1 comments (# or %) and no rows, expected at least 1 row");
    require_refused(
        folder, "", "1:1: the file is empty, expected a header line and rows of numbers");
    require_refused(
        folder, "\n\n", "1:1: the file is empty, expected a header line and rows of numbers");
    require_refused(folder,
                    "# x,y\n# 1,2\n",
                    "1:1: every line is a comment (# or %), expected a header line and rows of "
                    "numbers");
}

TEST_CASE("csv: quotes out of place are refused", "[data][csv]") {
    const ScratchFolder folder;
    require_refused(
        folder,
        "x,y\n1,2\"3\n",
        "2:4: a quote in the wrong place, expected quotes around a whole cell, inner ones doubled");
    require_refused(
        folder, "x,y\n1,\"2\n3,4\n", "2:3: the quoted cell that begins here has no closing quote");
}

TEST_CASE("csv: a missing file and a folder are named", "[data][csv]") {
    const ScratchFolder folder;
    const fs::path absent = folder.path() / "absent.csv";
    CHECK_THROWS_AS(read_csv(absent), ConfigError);
    CHECK_THROWS_WITH(read_csv(absent), absent.string() + ": no such file");
    CHECK_THROWS_WITH(read_csv(folder.path() / ""),
                      (folder.path() / "").string() + ": is a folder, expected a file");
}

TEST_CASE("csv: rows that all end in a separator are no rows with names", "[data][csv]") {
    for (const char* text : {"case,a,b\nr1,0.5,7,\nr2,1.5,8,\nr3,2.5,9,\n",
                             "1st;a;b\nx;0,5;7;\ny;1,5;8;\nz;2,5;9;\n",
                             "a,b\n0.5,7,\n1.5,8,\n2.5,9,\n"}) {
        CAPTURE(text);
        const ScratchFolder folder;
        write_text(folder.path() / "d.csv", text);
        const Table table = read_csv(folder.path() / "d.csv", {"a", "b"});
        CHECK(table.rows == Matrix{{0.5, 7.0}, {1.5, 8.0}, {2.5, 9.0}});
    }
}
