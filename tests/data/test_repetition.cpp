#include "data/repetition.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("repetition: points that an earlier sample has are counted", "[data][repetition]") {
    CHECK(count_repeated(Matrix(2, 0)) == 0);
    CHECK(count_repeated(Matrix{{1.0}, {2.0}}) == 0);
    CHECK(count_repeated(Matrix{{1.0, 2.0, 1.0}, {2.0, 1.0, 3.0}}) == 0);
    CHECK(count_repeated(Matrix{{1.0, 2.0, 1.0, 2.0, 1.0}, {5.0, 6.0, 5.0, 6.0, 5.0}}) == 3);
    CHECK(count_repeated(Matrix{{0.0, -0.0, 1e-300}}) == 1);
    CHECK(count_repeated(Matrix::Ones(3, 100)) == 99);
}
