#include "jennopt/core/error.hpp"
#include "jennopt/problem/options.hpp"
#include "support/catch.hpp"

#include <limits>
#include <stdexcept>

using namespace jennopt;

namespace {

const std::vector<OptionInfo> declared = {
    {"dimension", std::int64_t{2}, "number of inputs", 1, 10},
    {"load", 3.5, "N", 0.0, 100.0},
    {"verbose", false, ""},
    {"solver", std::string("euler"), ""},
};

std::string refusal(const std::map<std::string, OptionValue>& given) {
    try {
        const ProblemOptions options(declared, given);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("options: what is not given has its default", "[problem][options]") {
    const ProblemOptions options(declared, {});
    CHECK(options.integer("dimension") == 2);
    CHECK(options.number("load") == 3.5);
    CHECK_FALSE(options.flag("verbose"));
    CHECK(options.text("solver") == "euler");
}

TEST_CASE("options: what is given replaces the default", "[problem][options]") {
    const ProblemOptions options(declared,
                                 {{"dimension", std::int64_t{10}},
                                  {"load", 0.5},
                                  {"verbose", true},
                                  {"solver", std::string("rans")}});
    CHECK(options.integer("dimension") == 10);
    CHECK(options.number("load") == 0.5);
    CHECK(options.flag("verbose"));
    CHECK(options.text("solver") == "rans");
}

TEST_CASE("options: a whole number is accepted where a number is declared", "[problem][options]") {
    CHECK(ProblemOptions(declared, {{"load", std::int64_t{7}}}).number("load") == 7.0);
    CHECK(refusal({{"load", std::int64_t{700}}}) ==
          "option 'load' is '700', expected a number from 0 to 100");
}

TEST_CASE("options: an unknown name is refused with the nearest and all others",
          "[problem][options]") {
    CHECK(refusal({{"dimensions", std::int64_t{3}}}) ==
          "unknown option 'dimensions'; did you mean 'dimension'? "
          "(options: dimension, load, verbose, solver)");
    CHECK_THROWS_WITH(ProblemOptions({}, {{"a", true}}), "unknown option 'a' (options: none)");
}

TEST_CASE("options: a wrong type is refused with the expected one", "[problem][options]") {
    CHECK(refusal({{"dimension", std::string("two")}}) ==
          "option 'dimension' is 'two', expected a whole number from 1 to 10");
    CHECK(refusal({{"dimension", 2.5}}) ==
          "option 'dimension' is '2.5', expected a whole number from 1 to 10");
    CHECK(refusal({{"verbose", std::int64_t{1}}}) ==
          "option 'verbose' is '1', expected true or false");
    CHECK(refusal({{"solver", true}}) == "option 'solver' is 'true', expected a text");
}

TEST_CASE("options: a number out of range or NaN is refused with the range", "[problem][options]") {
    CHECK(refusal({{"dimension", std::int64_t{0}}}) ==
          "option 'dimension' is '0', expected a whole number from 1 to 10");
    CHECK(refusal({{"load", 100.5}}) ==
          "option 'load' is '100.5', expected a number from 0 to 100");
    CHECK(refusal({{"load", std::numeric_limits<double>::quiet_NaN()}}) ==
          "option 'load' is 'nan', expected a number from 0 to 100");
}

TEST_CASE("options: asking for what was not declared is an error", "[problem][options]") {
    const ProblemOptions options(declared, {});
    CHECK_THROWS_AS(options.flag("quiet"), std::out_of_range);
    CHECK_THROWS_AS(options.flag("load"), std::bad_variant_access);
}
