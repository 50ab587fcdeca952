#include "jennopt/core/error.hpp"
#include "study/evaluation_line.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

EvaluationLine some_line() {
    return {
        .problem = "bowl-1",
        .result = {.x = Vector{{0.1, -2.5e-7}},
                   .y = {.value = Vector{{1.0 / 3.0}}, .jacobian = Matrix{{std::nan(""), 4.0}}}}};
}

std::string refusal(const std::string& text) {
    try {
        (void)line_from(text);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "was read";
}

/// Of an earlier version, without a checksum.
std::string old_line(const std::string& rest) {
    return R"({"problem":"a","x":[1,2],)" + rest + "}";
}

}  // namespace

TEST_CASE("evaluation line: it is read as it was written", "[study][store]") {
    std::string text = to_text(some_line());
    CHECK_THAT(text, Catch::EndsWith("\"}\n"));
    text.pop_back();
    const EvaluationLine line = line_from(text);
    CHECK(line.problem == "bowl-1");
    CHECK(line.result.x == some_line().result.x);
    CHECK(line.result.y.value == some_line().result.y.value);
    CHECK(std::isnan(line.result.y.jacobian(0, 0)));
    CHECK(line.result.y.jacobian(0, 1) == 4.0);
    text = to_text({.problem = "a", .result = {.x = Vector{{1.0}}, .failure = "it \xff broke\n"}});
    text.pop_back();
    CHECK_THAT(line_from(text).result.failure, Catch::StartsWith("it "));
}

TEST_CASE("evaluation line: every bit that flips is found", "[study][store]") {
    std::string text = to_text(some_line());
    text.pop_back();
    for (char& letter : text) {
        for (int bit = 0; bit < 8; ++bit) {
            letter = static_cast<char>(letter ^ (1 << bit));
            INFO(text);
            CHECK_THROWS_AS(line_from(text), ConfigError);
            letter = static_cast<char>(letter ^ (1 << bit));
        }
    }
    for (std::size_t length = 0; length < text.size(); ++length) {
        CHECK_THROWS_AS(line_from(text.substr(0, length)), ConfigError);
    }
}

TEST_CASE("evaluation line: one of an earlier version has no checksum", "[study][store]") {
    CHECK(line_from(old_line(R"("status":"ok","y":[3])")).result.y.value(0) == 3.0);
    CHECK(line_from(old_line(R"("status":"ok","y":[3],"J":[[1,null]])")).result.y.jacobian.cols() ==
          2);
    CHECK(line_from(old_line(R"("status":"failed","message":"no")")).result.failure == "no");
    CHECK(refusal(old_line(R"("status":"ok","y":[3],"crb":"12345678")")) == "it has the key 'crb'");
}

TEST_CASE("evaluation line: sizes and kinds are looked at, and named", "[study][store]") {
    CHECK(refusal("x") == "it is no JSON");
    CHECK(refusal("[1]") == "it is no JSON object");
    CHECK(refusal(std::string(100'000, '[')) == "it is no JSON");
    CHECK(refusal(R"({"problem":"a"})") == "key 'x' not found");
    CHECK(refusal(old_line(R"("status":"ok")")) == "key 'y' not found");
    CHECK(refusal(old_line(R"("status":"ok","y":[])")) == "its y is no list of numbers");
    CHECK(refusal(old_line(R"("status":"ok","y":3)")) == "its y is no list of numbers");
    CHECK(refusal(old_line(R"("status":"ok","y":[null])")) == "its y is no list of numbers");
    CHECK(refusal(old_line(R"("status":"ok","y":["3"])")) ==
          "a value is of another kind than it should be");
    CHECK(refusal(old_line(R"("status":"ok","y":[1e999])")) == "it is no JSON");
    CHECK(refusal(old_line(R"("status":"ok","y":[3],"J":[[1]])")) ==
          "its J does not have a row for each y and a column for each x");
    CHECK(refusal(old_line(R"("status":"ok","y":[3],"J":[[1,2],[3,4]])")) ==
          "its J does not have a row for each y and a column for each x");
    CHECK(refusal(old_line(R"("status":"ok","y":[3,4],"J":[[1,2],[3]])")) ==
          "the rows of a matrix differ in length");
    CHECK(refusal(old_line(R"("status":"ok","y":[3],"J":[1,2])")) == "its J is no list of rows");
    CHECK(refusal(old_line(R"("status":"ok","y":[3],"J":{"a":[1,2]})")) ==
          "its J is no list of rows");
    CHECK(refusal(old_line(R"("status":"failed")")) == "key 'message' not found");
    CHECK(refusal(old_line(R"("status":"failed","message":"")")) ==
          "it failed and says nothing of it");
    CHECK(refusal(old_line(R"("status":"well","y":[3])")) == "its status is neither ok nor failed");
    CHECK(refusal(R"({"problem":"","x":[1],"status":"ok","y":[1]})") == "it names no problem");
    CHECK(refusal(R"({"problem":7,"x":[1],"status":"ok","y":[1]})") ==
          "a value is of another kind than it should be");
    CHECK(refusal(R"({"problem":"a","x":[null],"status":"ok","y":[1]})") ==
          "its x is no list of numbers");
}
