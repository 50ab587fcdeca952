#include "jennopt/core/error.hpp"
#include "study/config/document.hpp"
#include "study/config/yaml_text.hpp"
#include "support/catch.hpp"

#include <string>

using namespace jennopt;

namespace {

/// All that is wrong with a text as YAML, one line each.
std::string wrong(const std::string& text) {
    ConfigErrors errors;
    (void)parse(text, {"a.yaml", 1, 1, 0}, errors);
    try {
        errors.throw_if_any();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("yaml text: a blank that is missing after a colon is found where it is missing",
          "[study][yaml_text]") {
    CHECK(wrong("study: s\nreplicates:1\nproblem: {name: x}\n") ==
          "a.yaml:2:12: a blank after the colon is missing, expected 'replicates: ...'");
    CHECK(wrong("study:s\nproblem: {name: x}\n") ==
          "a.yaml:1:7: a blank after the colon is missing, expected 'study: ...'");
    CHECK(wrong("a: 1\nseed:2\n\n# why\nreplicates:3\nb: 4\n") ==
          "a.yaml:2:6: a blank after the colon is missing, expected 'seed: ...'\n"
          "a.yaml:5:12: a blank after the colon is missing, expected 'replicates: ...'");
    CHECK(wrong("m:\n  name:x\n  count: 3\n") ==
          "a.yaml:2:8: a blank after the colon is missing, expected 'name: ...'");
    CHECK(wrong("l:\n  - name:x\n    count: 3\n") ==
          "a.yaml:2:10: a blank after the colon is missing, expected 'name: ...'");
    CHECK(wrong("study: s\r\nreplicates:1\r\nproblem: 1\r\n") ==
          "a.yaml:2:12: a blank after the colon is missing, expected 'replicates: ...'");
}

TEST_CASE("yaml text: an address, a drive or a time is no key", "[study][yaml_text]") {
    CHECK(key_without_blank("http://x.org").empty());
    CHECK(key_without_blank("C:\\runs").empty());
    CHECK(key_without_blank("a b:c").empty());
    CHECK(key_without_blank("count: 3").empty());
    CHECK(key_without_blank("count:").empty());
    CHECK(key_without_blank("count:3") == "count");
    CHECK(wrong("source: http://x.org/a:b\nfile: C:\\runs\\a.csv\nat: 12:30\n").empty());
}

TEST_CASE("yaml text: blanks that are none are named", "[study][yaml_text]") {
    CHECK(wrong("a: 1\nb:\xC2\xA0"
                "2\nc: 3\n") ==
          "a.yaml:2:3: has a no-break space (U+00A0), expected a plain blank or nothing");
    CHECK_THAT(wrong("a:\n\xC2\xA0 b: 2\n"), Catch::StartsWith("a.yaml:2:1: has a no-break space"));
    CHECK_THAT(wrong("a: 2\xC2\xA0\n"), Catch::StartsWith("a.yaml:1:5: has a no-break space"));
    CHECK_THAT(wrong("a: {b:\xE3\x80\x80"
                     "2}\n"),
               Catch::Contains("ideographic space (U+3000)"));
    CHECK_THAT(wrong("- \xE2\x80\x8Bx\n"), Catch::Contains("zero-width space (U+200B)"));
    CHECK(wrong("a: \"\xC2\xA0x\"  # \xC2\xA0\nb: 10\xC2\xA0mm x\n").empty());
    CHECK(wrong("\xEF\xBB\xBF"
                "a: 1\n")
              .empty());
}

TEST_CASE("yaml text: a quote that is not closed is found where it opens", "[study][yaml_text]") {
    CHECK(wrong("a: \"x\nb: 2\n") == "a.yaml:1:4: the quote \" is not closed");
    CHECK(wrong("a: 1\nb: [x, 'y]\n") == "a.yaml:2:8: the quote ' is not closed");
    CHECK(
        wrong("a: it's\nb: 'it''s'\nc: \"\\\"\"\nd: x \"y\ne: ''  # it's\nf: {g: it's}\n").empty());
    CHECK(wrong("a: |\n  it's \"text\n   [{\n\nb: >-\n  'so\nc: 1\n").empty());
    CHECK(wrong("a: \"two\n  lines\"\nb: 1\n").empty());
}

TEST_CASE("yaml text: brackets that do not fit are found", "[study][yaml_text]") {
    CHECK(wrong("a: {b: 1\nc: 2\n") == "a.yaml:1:4: '{' is not closed, expected a '}'");
    CHECK(wrong("a: {b: [1, 2}\n") == "a.yaml:1:13: '}' cannot close the '[' of line 1, column 8");
    CHECK(wrong("a: {b: 1}}\n") == "a.yaml:1:10: '}' closes nothing");
    CHECK(wrong("a: (.*)[0-9]{2}\nb: 'x]'\nc: [\"]\", {d: \"}\"}]\n").empty());
}

TEST_CASE("yaml text: bytes that are no text are refused", "[study][yaml_text]") {
    CHECK(wrong(std::string("\x89PNG\r\n\0\0", 8)) ==
          "a.yaml:1:1: is no text, expected a study in YAML");
    CHECK(wrong("a: 1\nb: caf\xE9\n") ==
          "a.yaml:2:7: has the byte 0xE9, which is not UTF-8, expected a file saved as UTF-8");
    CHECK_THAT(wrong("a: x\x1By\n"), Catch::StartsWith("a.yaml:1:5: has the byte 0x1B"));
    CHECK(wrong("a: caf\xC3\xA9\nb: 1  # L\xE4nge\n").empty());
    CHECK_THAT(wrong("a: 1\rb: 2\r"), Catch::Contains("lines that end in CR alone"));
}

TEST_CASE("yaml text: a study in UTF-16 is read", "[study][yaml_text]") {
    std::string wide = "\xFF\xFE";
    for (const char letter : std::string("a: 1\nb: [2, 3]\n")) {
        wide += letter;
        wide += '\0';
    }
    ConfigErrors errors;
    const Document root = parse(wide, {"a.yaml", 1, 1, 0}, errors);
    CHECK(errors.count() == 0);
    REQUIRE(root.find("b") != nullptr);
    CHECK(root.find("b")->items.size() == 2);
}

TEST_CASE("yaml text: what a YAML reader says is told in our words", "[study][yaml_text]") {
    const auto [text, words] = GENERATE(table<const char*, const char*>({
        {"a: 1\n  b: 2\n", "colon with a blank after it stands inside a text"},
        {"a: {b: 1}\n  c: 2\n", "expected the keys of a map in one column"},
        {"a:\n    b: 1\n  c: 2\n", "expected the keys of a map in one column"},
        {"a: b: c\n", "expected the text in quotes"},
        {"a: @b\n", "expected quotes around it"},
        {"a: `b`\n", "expected quotes around it"},
        {"a: \"\\q\"\n", "a backslash in double quotes"},
        {"a: *b\n", "a YAML alias (*), expected the value written out"},
    }));
    CAPTURE(text);
    CHECK_THAT(wrong(text), Catch::Contains(words));
    CHECK_THAT(wrong(text), !Catch::Contains("yaml-cpp") && !Catch::Contains("illegal"));
}
