#include "core/json_text.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

std::string refused_json(const std::string& text, Index line = 1) {
    try {
        (void)parse_json(text, "a.json", "expected a list", line);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "was read";
}

}  // namespace

TEST_CASE("json text: what is no JSON is refused at its place", "[core][json_text]") {
    CHECK(refused_json("{\n  \"a\": 1,\n  b\n}") == "a.json:3:3: is no JSON, expected a list");
    CHECK(refused_json("x", 7) == "a.json:7:1: is no JSON, expected a list");
    CHECK(refused_json("[1, 2") == "a.json:1:6: is cut off, its JSON has no end, expected a list");
    CHECK(refused_json("[\n\"ab") ==
          "a.json:2:4: is cut off, its JSON has no end, expected a list");
    CHECK(refused_json("") == "a.json:1:1: is empty, expected a list");
    CHECK(refused_json(" \n") == "a.json:2:1: is empty, expected a list");
    CHECK(parse_json("[1]", "a.json", "") == Json::array({1}));
}

TEST_CASE("json text: a wrong value is told without the library's codes", "[core][json_text]") {
    const auto words = [](const auto& read) -> std::string {
        try {
            read();
        } catch (const Json::exception& error) {
            return plain_words(error);
        }
        return "";
    };
    const Json json{{"a", "text"}};
    CHECK(words([&] { (void)json.at("b"); }) == "key 'b' not found");
    CHECK(words([&] { (void)json.at("a").get<double>(); }) ==
          "a value is of another kind than it should be");
}
