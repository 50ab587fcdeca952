#include "jennopt/core/error.hpp"
#include "report/statistics.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("statistics: wins are counted on the same replicate only", "[report][statistics]") {
    const std::vector<double> a{1.0, 2.0, missing, 4.0, 5.0};
    const std::vector<double> b{2.0, 1.0, 1.0, 4.0, missing};
    const Pairing pairing = count_wins(a, b);
    CHECK(pairing.wins == 1);
    CHECK(pairing.losses == 1);
    CHECK(pairing.ties == 1);
    CHECK(pairing.pairs() == 3);
    CHECK_THROWS_AS(count_wins(a, std::vector<double>{1.0}), ShapeError);
}

TEST_CASE("statistics: the sign test gives the binomial tail", "[report][statistics]") {
    CHECK(sign_test({5, 0, 0}) == Approx(1.0 / 32.0));
    CHECK(sign_test({4, 1, 3}) == Approx(6.0 / 32.0));
    CHECK(sign_test({0, 0, 4}) == Approx(1.0));
}

TEST_CASE("statistics: five pairs of one kind decide, four do not", "[report][statistics]") {
    const std::vector<double> low(5, 1.0);
    const std::vector<double> high(5, infinite);
    CHECK(compare_pairs(low, high) == PairVerdict::better);
    CHECK(compare_pairs(high, low) == PairVerdict::worse);
    CHECK(compare_pairs(std::span(low).first(4), std::span(high).first(4)) ==
          PairVerdict::undecided);
    CHECK(compare_pairs(low, low) == PairVerdict::undecided);
}

TEST_CASE("statistics: a median is infinite where half of the values are", "[report][statistics]") {
    CHECK(*median_of(std::vector{1.0, 3.0, missing}) == 2.0);
    CHECK(*median_of(std::vector{1.0, 2.0, infinite}) == 2.0);
    CHECK(std::isinf(*median_of(std::vector{1.0, infinite})));
    CHECK_FALSE(median_of(std::vector{missing}).has_value());
}

TEST_CASE("statistics: a spread is over the finite values", "[report][statistics]") {
    const auto spread = spread_of(std::vector{4.0, missing, 1.0, 2.0, 3.0, infinite});
    REQUIRE(spread.has_value());
    CHECK(spread->median == 2.5);
    CHECK(spread->q25 == 1.75);
    CHECK(spread->q75 == 3.25);
    CHECK(spread->n == 4);
    CHECK_FALSE(spread_of(std::vector{missing}).has_value());
    CHECK_THROWS_AS(quantile({}, 0.5), Error);
}
