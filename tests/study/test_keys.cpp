#include "jennopt/core/error.hpp"
#include "study/config/keys.hpp"
#include "support/catch.hpp"

#include <array>

namespace jennopt {

enum class Fruit { apple, pear, plum };

template <>
inline constexpr auto enum_names<Fruit> = std::to_array<Named<Fruit>>({{Fruit::plum, "plum"},
                                                                       {Fruit::apple, "apple"},
                                                                       {Fruit::pear, "pear"}});

}  // namespace jennopt

using namespace jennopt;

namespace {

/// The error of reading the text by the keys, "" without one.
std::string error_of_keys(const std::string& text, const Keys& keys) {
    ConfigErrors errors;
    const Document block = parse(text, {"a.yaml", 1, 1, 0}, errors);
    read({block, "block", errors}, keys);
    try {
        errors.throw_if_any();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("keys: a name stands for its value, whatever the order of the list", "[study][keys]") {
    Fruit fruit = Fruit::pear;
    const Keys keys{{"fruit", &fruit, "to eat"}};
    CHECK(emit(write(keys)) == "fruit: pear\n");
    CHECK(error_of_keys("fruit: apple", keys).empty());
    CHECK(fruit == Fruit::apple);
    CHECK(error_of_keys("fruit: plum", keys).empty());
    CHECK(fruit == Fruit::plum);
    CHECK(error_of_keys("fruit: aple", keys) ==
          "a.yaml:1:8: block.fruit: is 'aple', expected one of plum, apple, pear; did you mean "
          "'apple'?");
    CHECK(fruit == Fruit::plum);
}

TEST_CASE("keys: what is read is written back the same", "[study][keys]") {
    std::vector<std::vector<double>> points;
    std::string text;
    Index count = 0;
    const Keys keys{{"points", &points, ""}, {"text", &text, ""}, {"count", &count, ""}};
    const std::string given = "points: [[1, 2.5], [3]]\ntext: \"7\"\ncount: -4\n";
    CHECK(error_of_keys(given, keys).empty());
    CHECK(points == std::vector<std::vector<double>>{{1.0, 2.5}, {3.0}});
    CHECK(emit(write(keys)) == given);
}

TEST_CASE("keys: an error stands at the element of a list", "[study][keys]") {
    std::vector<Index> sizes;
    CHECK(error_of_keys("sizes: [3, 0]", {{"sizes", {&sizes, at_least(1)}, ""}}) ==
          "a.yaml:1:12: block.sizes.1: is 0, expected an integer >= 1");
}

TEST_CASE("keys: one that is required and one that is refused are reported", "[study][keys]") {
    std::string text;
    CHECK(error_of_keys("{}", {required({"text", &text, "to print"})}) ==
          "a.yaml:1:1: block.text: is missing, expected: to print");
    ConfigErrors errors;
    const Document block = parse("text: a", {"a.yaml", 1, 1, 0}, errors);
    read({block, "", errors}, {{"text", &text, ""}}, {{"text", "has no place here"}});
    CHECK_THROWS_WITH(errors.throw_if_any(), "a.yaml:1:1: text: has no place here");
    CHECK(text.empty());
}
