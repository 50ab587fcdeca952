#include "report/words.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("words: no line ends inside of an R2 that is printed by its gap", "[report][words]") {
    CHECK(keep_numbers_whole("R2 1 - 3.6e-09, 1 - 2") ==
          "R2 1\u00a0-\u00a03.6e-09, 1\u00a0-\u00a02");
    CHECK(keep_numbers_whole("21 - 3, 1 - R2, 1 -") == "21 - 3, 1 - R2, 1 -");
}
