#include "study/config/fingerprint.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("fingerprint: the digits are those of any other UUID library", "[study][fingerprint]") {
    CHECK(fingerprint("jennopt") == "ff68894e5763536d820d51ae63f1cc50");
    CHECK(fingerprint("") == "0a68eb57c88a5f349e9d27f85e68af4f");
}

TEST_CASE("fingerprint: texts that differ have others", "[study][fingerprint]") {
    CHECK(fingerprint("seed: 1") != fingerprint("seed: 2"));
}
