#include "report/number_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("number text: R2 near 1 is printed by its gap", "[report][number_text]") {
    CHECK(r2_number(0.9) == "0.9000");
    CHECK(r2_number(0.99976) == "0.99976");
    CHECK(r2_number(1.0 - 2.04e-6) == "1 - 2.0e-06");
    CHECK(r2_number(1.0) == "1");
    CHECK(r2_number(-0.25) == "-0.250");
    CHECK(r2_number(-2.25461) == "-2.25");
    CHECK(r2_number(-12345.678) == "-12346");
}

TEST_CASE("number text: a duration is printed in two units at most", "[report][number_text]") {
    CHECK(duration_text(0.0432) == "0.043 s");
    CHECK(duration_text(9.96) == "10 s");
    CHECK(duration_text(12.4) == "12 s");
    CHECK(duration_text(59.6) == "1 min 0 s");
    CHECK(duration_text(192.0) == "3 min 12 s");
    CHECK(duration_text(3599.8) == "1 h 0 min");
    CHECK(duration_text(7500.0) == "2 h 5 min");
}

TEST_CASE("number text: numbers that differ print differently", "[report][number_text]") {
    using Texts = std::vector<std::string>;
    CHECK(distinct_numbers(std::vector{0.18, 0.25}, NumberStyle::general) ==
          Texts{"0.180", "0.250"});
    CHECK(distinct_numbers(std::vector{0.18, 0.18000001, 0.18}, NumberStyle::general) ==
          Texts{"0.18000000", "0.18000001", "0.18000000"});
    CHECK(distinct_numbers(std::vector{0.93211, 0.93213}, NumberStyle::r2) ==
          Texts{"0.93211", "0.93213"});
    CHECK(distinct_numbers(std::vector{12.4, 12.3}, NumberStyle::count) == Texts{"12", "12"});
    CHECK(distinct_numbers({}, NumberStyle::general).empty());
}

TEST_CASE("number text: a count has commas", "[report][number_text]") {
    CHECK(count_text(999.4) == "999");
    CHECK(count_text(1234567.0) == "1,234,567");
    CHECK(count_text(-1234.0) == "-1,234");
    CHECK(count_text(-0.3) == "0");
}

TEST_CASE("number text: a long list is cut", "[report][number_text]") {
    CHECK(short_list(std::vector<std::string>{"a", "b", "c"}) == "a, b and c");
    CHECK(short_list(std::vector<std::string>(7, "a")) == "a, a, a, a and 3 more");
}

TEST_CASE("number text: a share has its noun in the number of all", "[report][number_text]") {
    CHECK(count_of(1, 1, "replicate") == "1 of 1 replicate");
    CHECK(count_of(0, 5, "replicate") == "0 of 5 replicates");
}
