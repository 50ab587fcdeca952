#include "report/document.hpp"
#include "support/catch.hpp"

#include <array>
#include <limits>

using namespace jennopt;

namespace {

std::optional<Spread> spread(double median, double q25, double q75) {
    return Spread{.median = median, .q25 = q25, .q75 = q75, .min = q25, .max = q75, .n = 5};
}

}  // namespace

TEST_CASE("document: different medians of a column read differently", "[report][document]") {
    const std::array column{spread(0.180001, 0.1, 0.2), spread(0.180002, 0.1, 0.2)};
    const std::vector<TableCell> cells = number_cells(column, NumberStyle::general);
    CHECK(cells[0].text == "0.180001");
    CHECK(cells[1].text == "0.180002");
    CHECK(cells[0].detail == "0.100, 0.200");
}

TEST_CASE("document: quartiles that read alike are left out, and nothing is a dash",
          "[report][document]") {
    const std::array column{
        spread(2.0, 2.0, 2.0), std::optional<Spread>(), spread(INFINITY, 1.0, 2.0)};
    const std::vector<TableCell> cells = number_cells(column, NumberStyle::general);
    CHECK(cells[0].text == "2.00");
    CHECK(cells[0].detail.empty());
    CHECK(cells[1].text == "-");
    CHECK(cells[2].text == "infeasible");
}

TEST_CASE("document: no line ends inside of an R2 that is printed by its gap",
          "[report][document]") {
    CHECK(keep_numbers_whole("R2 1 - 3.6e-09, 1 - 2") ==
          "R2 1\u00a0-\u00a03.6e-09, 1\u00a0-\u00a02");
    CHECK(keep_numbers_whole("21 - 3, 1 - R2, 1 -") == "21 - 3, 1 - R2, 1 -");
}
