#include "problem/json_objects.hpp"
#include "support/catch.hpp"

#include <string>

using namespace jennopt;

namespace {

/// The objects as JSON texts, one a line.
std::string found(const std::string& text) {
    std::string lines;
    for (const Json& object : json_objects(text)) {
        lines += object.dump() + '\n';
    }
    return lines;
}

}  // namespace

TEST_CASE("json_objects: objects among anything else, in their order", "[problem][json_objects]") {
    CHECK(found("").empty());
    CHECK(found("step {1} {res: 2 {\n").empty());
    CHECK(found("start {\"a\": 1} [{\"b\": [2, {}]}] {} end") == "{\"a\":1}\n{\"b\":[2,{}]}\n{}\n");
    CHECK(found("{\n  \"a\":\n {\"b\": 2},\t\"c\": \"}\\\"{\"\n}") ==
          "{\"a\":{\"b\":2},\"c\":\"}\\\"{\"}\n");
}

TEST_CASE("json_objects: of an object that breaks off the complete ones inside count",
          "[problem][json_objects]") {
    CHECK(found(R"({"log": {"a": 1}, "b": {"c": {"d": 2}}, "e": oops})") ==
          "{\"a\":1}\n{\"c\":{\"d\":2}}\n");
    CHECK(found("{\"open\": {\"a\": 1}, \"text\n\": {\"b\": 2}}") == "{\"a\":1}\n{\"b\":2}\n");
    CHECK(found(R"({"message": "the result is {"values": {"y": 1}}"})") ==
          "{\"values\":{\"y\":1}}\n");
    CHECK(found(R"({"a": 1 "b": 2})").empty());
    CHECK(found(R"({"a": 1]})").empty());
    CHECK(found(R"({1: 2})").empty());
    CHECK(found("{\"a\": \"").empty());
    CHECK(found("{\"a\": \"\\").empty());
}

TEST_CASE("json_objects: NaN and Infinity in any spelling are texts", "[problem][json_objects]") {
    CHECK(found(R"({"a": NaN, "b": [-Infinity, inf, -nan], "c": "NaN"})") ==
          R"({"a":"nan","b":["-inf","inf","nan"],"c":"NaN"})"
          "\n");
    CHECK(found(R"({"a": 1e999, "b": -1e999, "c": 1e-999, "d": -1.5E+3, "e": null, "f": true})") ==
          R"({"a":"inf","b":"-inf","c":0.0,"d":-1500.0,"e":null,"f":true})"
          "\n");
}
