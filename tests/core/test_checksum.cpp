#include "core/checksum.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("checksum: it is the CRC-32 that everybody computes", "[core][checksum]") {
    CHECK(checksum("123456789") == "cbf43926");
    CHECK(checksum("") == "00000000");
}
