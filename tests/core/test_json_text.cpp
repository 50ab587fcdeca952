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

TEST_CASE("json text: what is nested beyond all use is refused, not read", "[core][json_text]") {
    const auto nested = [](Index times) {
        const auto n = static_cast<std::size_t>(times);
        return std::string(n, '[') + std::string(n, ']');
    };
    CHECK(parse_json(nested(most_nested), "a.json", "").is_array());
    CHECK(refused_json(nested(most_nested + 1)) ==
          "a.json:1:101: lists and objects are nested more than 100 times, expected a list");
    CHECK(json_in(nested(most_nested)).has_value());
    CHECK_FALSE(json_in(nested(3'000'000)).has_value());
    CHECK_FALSE(json_in(std::string(3'000'000, '[')).has_value());
    CHECK_FALSE(json_in("{\"a\": 1e999}").has_value());
    // Brackets in texts are none.
    CHECK(json_in("[\"" + std::string(200, '[') + "\\\"[\"]").has_value());
}
