#include "report/document.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <sstream>

using namespace jennopt;

namespace {

std::size_t widest_line(const std::string& text) {
    std::istringstream in(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(in, line);) {
        const auto characters = std::count_if(
            line.begin(), line.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; });
        widest = std::max(widest, static_cast<std::size_t>(characters));
    }
    return widest;
}

TableBlock wide_table() {
    TableBlock table{{{"", false}, {"R2 of values"}, {"true value at the optimum"}, {"note"}}, {}};
    table.rows.push_back({{"a_surrogate_with_a_name_that_nobody_would_type_twice"},
                          {"1 - 3.6e-09", "1 - 1.1e-08, 1 - 1.7e-09"},
                          {"9.28e-05", "3.10e-05, 2.20e-04"},
                          {std::string(300, 'x')}});
    return table;
}

}  // namespace

TEST_CASE("document text: no line is wider than the terminal, whatever the texts",
          "[report][document_text]") {
    const std::size_t width = GENERATE(30U, 40U, 61U, 100U);
    ReportDocument document{std::string(300, 's'), {}, {}};
    document.head = {
        {Paragraph{std::string(400, 'x')}},
        {Sentences{{"a " + std::string(250, 'y'), "ä ö ü λ γ → × R2 1 - 3.6e-09"}, Tone::warning}},
        {Heading{std::string(200, 'h'), 3}},
        {wide_table()}};
    const std::string text = document_text(document, width);
    INFO(text);
    CHECK(widest_line(text) <= width);
}

TEST_CASE("document text: columns that do not fit go into a block below, names repeated",
          "[report][document_text]") {
    TableBlock table = wide_table();
    table.columns.pop_back();
    table.rows[0].pop_back();
    table.rows[0][0].text = "jenn";
    const std::string text = document_text({"study", {{table}}, {}}, 50);
    CHECK(text == R"(study
=====
      R2 of values
jenn  1 - 3.6e-09 [1 - 1.1e-08, 1 - 1.7e-09]

      true value at the optimum
jenn  9.28e-05 [3.10e-05, 2.20e-04]

)");
}

TEST_CASE("document text: a heading is wrapped over a narrow column where a line has no room",
          "[report][document_text]") {
    const TableBlock table{{{"", false}, {"true value at the optimum"}, {"cross-validated R2"}},
                           {{{"nn"}, {"1.00"}, {"0.5"}}, {{"best sample"}, {"-"}, {"-"}}}};
    CHECK(document_text({"s", {{table}}, {}}, 42) == R"(s
=
             true value
             at the      cross-validated
             optimum     R2
nn           1.00        0.5
best sample  -           -

)");
    CHECK(document_text({"s", {{table}}, {}}, 56) == R"(s
=
                                        cross-validated
             true value at the optimum  R2
nn           1.00                       0.5
best sample  -                          -

)");
}

TEST_CASE("document text: a number that is too wide is shown without its quartiles",
          "[report][document_text]") {
    const TableBlock table{{{"", false}, {"R2"}}, {{{"nn"}, {"0.123456", std::string(40, '1')}}}};
    CHECK_THAT(document_text({"s", {{table}}, {}}, 30), Catch::Contains("nn  0.123456\n"));
}

TEST_CASE("document text: findings and warnings have their marks, and lines break between words",
          "[report][document_text]") {
    const ReportDocument document{
        "s",
        {{Sentences{{"Use this one design of all: x = 1"}, Tone::advice}},
         {Sentences{{"first one two three", "second"}, Tone::finding}},
         {Sentences{{"a fit is bad, R2 1 - 3.6e-09\nand more"}, Tone::warning}}},
        {{Paragraph{"of pages only"}}}};
    CHECK(document_text(document, 30) == R"(s
=
Use this one design of all:
x = 1

* first one two three
* second

! a fit is bad, R2 1 - 3.6e-09
  and more

)");
}

TEST_CASE("document text: folds and figures are of pages only", "[report][document_text]") {
    const ReportDocument document{
        "s", {{Fold{"open me", {{Paragraph{"inside"}}}}}, {FigureBlock{}}, {Cards{}}}, {}};
    CHECK(document_text(document) == "s\n=\n");
}
