#include "problem/json_objects.hpp"
#include "support/catch.hpp"

#include <string>

using namespace jennopt;

namespace {

/// The objects as JSON texts, one a line.
std::string found(const std::string& text) {
    std::string lines;
    each_json_object(text, [&lines](FoundObject&& object) {
        lines +=
            object.value.dump() + (object.repeated.empty() ? "" : " " + object.repeated) + '\n';
    });
    return lines;
}

}  // namespace

TEST_CASE("json_objects: objects among anything else, in their order", "[problem][json_objects]") {
    CHECK(found("").empty());
    CHECK(found("step {1} {res: 2 {\n").empty());
    CHECK(found(R"(start {"a": 1} [{"b": [2, {}]}] {} end)") == "{\"a\":1}\n{\"b\":[2,{}]}\n{}\n");
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
    CHECK(found(R"({"a": ")").empty());
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

TEST_CASE("json_objects: nested too deeply it is no object", "[problem][json_objects]") {
    const auto nested = [](std::size_t depth) {
        return "{\"a\": " + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    CHECK_FALSE(found(nested(99)).empty());
    CHECK(found(nested(100)).empty());
    CHECK(found(nested(300000)).empty());
    CHECK(found(std::string(300000, '{') + R"({"b": 1})") == "{\"b\":1}\n");
    std::string objects;
    for (int i = 0; i < 100000; ++i) {
        objects += R"({"a":)";
    }
    CHECK(found(objects + R"({"b": 1})") == "{\"b\":1}\n");
}

TEST_CASE("json_objects: a key that stands twice is named", "[problem][json_objects]") {
    CHECK(found(R"({"a": {"b": 1, "c": 2, "b": 3}, "b": 4})") ==
          "{\"a\":{\"b\":3,\"c\":2},\"b\":4} b\n");
    CHECK(found(R"([{"a": 1}, {"a": 1}])") == "{\"a\":1}\n{\"a\":1}\n");
}

TEST_CASE("json_objects: letters of another encoding do not lose the numbers",
          "[problem][json_objects]") {
    CHECK(found("{\"message\": \"caf\xe9\", \"y\": 1}") == "{\"message\":\"caf?\",\"y\":1}\n");
    CHECK(found("\xff\xfe{\"y\": 1}\xc3") == "{\"y\":1}\n");
    CHECK(found(std::string("\0{\"y\": 1}\0", 10)) == "{\"y\":1}\n");
}
