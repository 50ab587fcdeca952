#include "report/sections_parts.hpp"
#include "support/catch.hpp"

#include <array>
#include <limits>

using namespace jennopt;

namespace {

std::optional<Spread> spread(double median, double q25, double q75) {
    return Spread{.median = median, .q25 = q25, .q75 = q75, .min = q25, .max = q75, .n = 5};
}

}  // namespace

TEST_CASE("sections: different medians of a column read differently", "[report][sections]") {
    const std::array column{spread(0.180001, 0.1, 0.2), spread(0.180002, 0.1, 0.2)};
    const std::vector<TableCell> cells = number_cells(column, NumberStyle::general);
    CHECK(cells[0].text == "0.180001");
    CHECK(cells[1].text == "0.180002");
    CHECK(cells[0].detail == "0.100, 0.200");
}

TEST_CASE("sections: quartiles that read alike are left out, and nothing is a dash",
          "[report][sections]") {
    const std::array column{
        spread(2.0, 2.0, 2.0), std::optional<Spread>(), spread(INFINITY, 1.0, 2.0)};
    const std::vector<TableCell> cells = number_cells(column, NumberStyle::general);
    CHECK(cells[0].text == "2.00");
    CHECK(cells[0].detail.empty());
    CHECK(cells[1].text == "-");
    CHECK(cells[2].text == "infeasible");
}
