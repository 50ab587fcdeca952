#include "jennopt/core/error.hpp"
#include "problem/line_pattern.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("line pattern: the first group of the first match", "[problem][line_pattern]") {
    CHECK(LinePattern("y = ([0-9]+)").find("y = 12, y = 13") == "12");
    CHECK(LinePattern("([0-9]+)$").find("1 2 3") == "3");
    CHECK(LinePattern("(a)?b").find("b") == "");
    CHECK_FALSE(LinePattern("(x)").find("y").has_value());
    CHECK(LinePattern(R"((\d+) \u0041 [[:alpha:]]{2})").find("7 A bc") == "7");
    CHECK(LinePattern("(.)").find(std::string_view("\0\377", 2)) == std::string("\0", 1));
}

TEST_CASE("line pattern: what is wrong is told with its place", "[problem][line_pattern]") {
    CHECK_THROWS_WITH(LinePattern("abc"), "is 'abc', expected a group ( ) around the number");
    CHECK_THROWS_WITH(LinePattern("(["),
                      Catch::StartsWith("is '([', expected a regular expression (") &&
                          Catch::EndsWith(" at letter 3)"));
    CHECK_THROWS_AS(LinePattern(std::string(100000, '(')), ConfigError);
    CHECK_THROWS_AS(LinePattern("((a{1000}){1000}){1000}"), ConfigError);
}

TEST_CASE("line pattern: a search without end is refused", "[problem][line_pattern]") {
    CHECK_THROWS_AS(LinePattern("(a+)+[bc]").find(std::string(10000, 'a')), EvaluationError);
    CHECK_FALSE(LinePattern("total cost +([0-9]+)").find(std::string(10000, 't')).has_value());
}
