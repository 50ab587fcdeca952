#include "report/number_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("number text: R2 near 1 is told by its gap", "[report][number_text]") {
    CHECK(r2_number(0.9) == "0.9000");
    CHECK(r2_number(0.99976) == "0.99976");
    CHECK(r2_number(1.0 - 2.04e-6) == "1 - 2.0e-06");
    CHECK(r2_number(1.0) == "1");
    CHECK(r2_number(-0.25) == "-0.2500");
    CHECK(r2_number(-12345.678) == "-12346");
}
