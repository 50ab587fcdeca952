#include "jennopt/core/error.hpp"
#include "study/config/document.hpp"
#include "study/config/keys.hpp"
#include "study/config/scalar.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

const Place start = {"a.yaml", 1, 1, 0};

Document parsed(const std::string& text) {
    ConfigErrors errors;
    Document document = parse(text, start, errors);
    errors.throw_if_any();
    return document;
}

std::string refusal(const std::string& text) {
    ConfigErrors errors;
    (void)parse(text, start, errors);
    try {
        errors.throw_if_any();
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

Document plain(const std::string& text) {
    return parsed("v: " + text).entries.at(0).value;
}

Document with(Document root, const std::vector<std::string>& path, const std::string& value) {
    ConfigErrors errors;
    set(root, path, plain(value), {"--set 1", 0, 0, 1}, errors);
    errors.throw_if_any();
    return root;
}

}  // namespace

TEST_CASE("document: every key and value knows its line and column", "[study][document]") {
    const Document root = parsed("# first\nb:\n  c: 1\na: [x, {d: 2}]\n");
    REQUIRE(root.entries.size() == 2);
    CHECK(root.entries[0].key == "b");
    CHECK(to_string(root.entries[0].place) == "a.yaml:2:1");
    CHECK(to_string(root.find("b")->find("c")->place) == "a.yaml:3:6");
    const Document& list = *root.find("a");
    CHECK(to_string(list.items.at(0).place) == "a.yaml:4:5");
    CHECK(to_string(list.items.at(1).entries.at(0).place) == "a.yaml:4:9");
    CHECK(to_string(list.items.at(1).find("d")->place) == "a.yaml:4:12");
}

TEST_CASE("document: a key without a value stands at its key", "[study][document]") {
    const Document root = parsed("a: 1\nb:\n\n# late\nc: 2\n");
    CHECK(root.find("b")->kind == Document::Kind::empty);
    CHECK(to_string(root.find("b")->place) == "a.yaml:2:1");
}

TEST_CASE("document: what YAML allows and a study does not is refused at its place",
          "[study][document]") {
    CHECK(refusal("a: 1\nb: 2\na: 3\n") ==
          "a.yaml:3:1: a: is given twice, expected once (first in line 1)");
    CHECK(refusal("m: {x: 1, x: 2}\n") ==
          "a.yaml:1:11: m.x: is given twice, expected once (first in line 1)");
    CHECK_THAT(refusal("a: &n {x: 1}\n"),
               Catch::StartsWith("a.yaml:1:4: a: has the YAML anchor &n"));
    CHECK_THAT(refusal("a: &n 1\nb: *n\n"), Catch::Contains("a.yaml:2:4: b: is a YAML alias"));
    CHECK_THAT(refusal("a: {<<: {x: 1}}\n"),
               Catch::StartsWith("a.yaml:1:5: a.<<: is a YAML merge key"));
    CHECK_THAT(refusal("a: !!int 3\n"), Catch::Contains("a.yaml:1:4: a: has the YAML tag"));
    CHECK(refusal("a:\n\tb: 1\n") == "a.yaml:2:1: is indented by a tab, expected spaces");
    CHECK_THAT(refusal("a: 1\n---\nb: 2\n"),
               Catch::Contains("a.yaml:2:1: starts a second YAML document"));
    CHECK_THAT(refusal("[a]: 1\n"), Catch::Contains("has a key that is not text"));
    CHECK(refusal("a: {b: 1\nc: 2\n") == "a.yaml:1:4: '{' is not closed, expected a '}'");
    CHECK_THAT(refusal("a: " + std::string(3000, '[')),
               Catch::StartsWith("a.yaml:1:") && Catch::Contains("'[' is not closed"));
}

TEST_CASE("document: text that yaml-cpp would read for ever ends", "[study][document]") {
    CHECK_THAT(refusal("# comment\n, a\nb: 1\n"), Catch::Contains("a second YAML document"));
}

TEST_CASE("document: an integer has one notation", "[study][document]") {
    CHECK(to_integer(plain("12")) == 12);
    CHECK(to_integer(plain("-3")) == -3);
    CHECK(to_integer(plain("+4")) == 4);
    CHECK(to_integer(plain("0")) == 0);
    for (const char* text : {"010",
                             "0x10",
                             "1_000",
                             "1e3",
                             "2.0",
                             "yes",
                             "'5'",
                             "\"5\"",
                             "+-5",
                             "9223372036854775808",
                             "~",
                             "5 5"}) {
        INFO(text);
        CHECK(!to_integer(plain(text)));
    }
    CHECK(to_natural(plain("18446744073709551615")) == 18446744073709551615ULL);
    CHECK(!to_natural(plain("-1")));
}

TEST_CASE("document: a number is decimal and finite", "[study][document]") {
    CHECK(to_real(plain("1e-3")) == 0.001);
    CHECK(to_real(plain("-.5")) == -0.5);
    CHECK(to_real(plain("7")) == 7.0);
    for (const char* text :
         {"nan", ".nan", "inf", "-.inf", "1e999", "0x1p3", "007", "1.5x", "'1.5'", "1,5", "true"}) {
        INFO(text);
        CHECK(!to_real(plain(text)));
    }
}

TEST_CASE("document: only true and false are truth values", "[study][document]") {
    CHECK(to_bool(plain("true")) == true);
    CHECK(to_bool(plain("false")) == false);
    for (const char* text : {"yes", "no", "on", "True", "FALSE", "1", "'true'"}) {
        INFO(text);
        CHECK(!to_bool(plain(text)));
    }
}

TEST_CASE("document: text is in quotes or looks like nothing else", "[study][document]") {
    CHECK(to_text(plain("yes")) == "yes");
    CHECK(to_text(plain("'12'")) == "12");
    CHECK(!to_text(plain("12")));
    CHECK(!to_text(plain("true")));
    CHECK(to_option(plain("'12'")) == OptionValue(std::string("12")));
    CHECK(to_option(plain("12")) == OptionValue(std::int64_t{12}));
    CHECK(to_option(plain("12.0")) == OptionValue(12.0));
    CHECK(to_option(plain("false")) == OptionValue(false));
}

TEST_CASE("document: emitted values read back as themselves", "[study][document]") {
    for (const OptionValue& value : {OptionValue(true),
                                     OptionValue(std::int64_t{-7}),
                                     OptionValue(2.0),
                                     OptionValue(0.1),
                                     OptionValue(1.0 / 3.0),
                                     OptionValue(1e300),
                                     OptionValue(5e-324),
                                     OptionValue(std::string("text")),
                                     OptionValue(std::string("true")),
                                     OptionValue(std::string("1e3")),
                                     OptionValue(std::string("null")),
                                     OptionValue(std::string("~")),
                                     OptionValue(std::string("")),
                                     OptionValue(std::string("a: [b] # c")),
                                     OptionValue(std::string("two\nlines \"x\"")),
                                     OptionValue(std::string("*x"))}) {
        Document map = Document::map();
        map.append("v", scalar(value));
        INFO(emit(map));
        CHECK(to_option(parsed(emit(map)).entries.at(0).value) == value);
    }
    CHECK(scalar(0.1).text == "0.1");
}

TEST_CASE("document: an emitted tree reads back as itself", "[study][document]") {
    const std::string text = "a: {b: {}, c: [], d: [[1, 2], [3]]}\ne: [{f: 1, g: [h]}, {i: j}]\n";
    const std::string emitted = emit(parsed(text));
    CHECK(one_line(parsed(emitted)) == one_line(parsed(text)));
    CHECK(one_line(parsed(text)) ==
          "{a: {b: {}, c: [], d: [[1, 2], [3]]}, e: [{f: 1, g: [h]}, {i: j}]}");
}

TEST_CASE("document: a value is set by its path", "[study][document]") {
    const Document root = parsed("a: {b: 1}\nl: [{c: 1}, {c: 2}]\nempty:\n");
    CHECK(one_line(*with(root, {"a", "b"}, "2").find("a")) == "{b: 2}");
    CHECK(one_line(*with(root, {"x", "y", "z"}, "[3]").find("x")) == "{y: {z: [3]}}");
    CHECK(one_line(*with(root, {"l", "1", "c"}, "9").find("l")) == "[{c: 1}, {c: 9}]");
    CHECK(one_line(*with(root, {"empty", "k"}, "v").find("empty")) == "{k: v}");
    CHECK(one_line(*with(root, {"a"}, "{q: 1}").find("a")) == "{q: 1}");
    CHECK_THROWS_WITH(with(root, {"l", "2", "c"}, "9"),
                      Catch::Contains("--set 1: l.2.c: l is a list of 2"));
    CHECK_THROWS_WITH(with(root, {"l", "-1"}, "9"), Catch::Contains("not '-1'"));
    CHECK_THROWS_WITH(with(root, {"a", "b", "c"}, "9"),
                      Catch::Contains("a.b is 1, expected a map"));
}

TEST_CASE("document: a copy is a copy", "[study][document]") {
    const Document root = parsed("a: {b: 1}\n");
    const Document changed = with(root, {"a", "b"}, "2");
    CHECK(one_line(root) == "{a: {b: 1}}");
    CHECK(one_line(changed) == "{a: {b: 2}}");
}
