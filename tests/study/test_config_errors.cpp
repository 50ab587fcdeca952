#include "study/study_text.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace jennopt;

namespace {

using Lines = std::vector<std::string>;

/// The error of small_study with a line 6 added.
std::string error_of(const std::string& line) {
    const Lines errors = StudyText(small_study + line + "\n").errors();
    INFO(line);
    REQUIRE(errors.size() == 1);
    return errors.front();
}

/// The error of small_study with one more surrogate, in line 6.
std::string surrogate_error(const std::string& line) {
    return error_of("  " + line);
}

std::string override_error(const Override& given) {
    const Lines errors = StudyText(small_study).errors({given});
    INFO(given.path);
    REQUIRE(errors.size() == 1);
    return errors.front();
}

}  // namespace

TEST_CASE("errors: an unknown key names the nearest one", "[study][config]") {
    CHECK(error_of("optimzation: {}") ==
          "study.yaml:6:1: optimzation: is not a known key; did you mean 'optimization'?");
    CHECK(error_of("defaults: {training: {raet: 1}}") ==
          "study.yaml:6:23: defaults.training.raet: is not a known key; did you mean 'rate'?");
    CHECK_THAT(error_of("test: {zzz: 1}"),
               Catch::Contains("6:8: test.zzz: is not a known key, expected one of plan, count"));
}

TEST_CASE("errors: a wrong type shows what was found", "[study][config]") {
    CHECK(error_of("replicates: five") ==
          "study.yaml:6:13: replicates: is 'five', expected an integer >= 1");
    CHECK(error_of("replicates: \"5\"") ==
          "study.yaml:6:13: replicates: is \"5\", expected an integer >= 1, written 5");
    CHECK(error_of("seed: 010") ==
          "study.yaml:6:7: seed: is '010', expected an integer >= 0, written 10");
    CHECK(error_of("seed: 1e3") ==
          "study.yaml:6:7: seed: is 1e3, expected an integer >= 0, written 1000");
    CHECK(error_of("optimization: {truth_baseline: yes}") ==
          "study.yaml:6:32: optimization.truth_baseline: is 'yes', expected true or false, written "
          "true");
    CHECK(error_of("defaults: {lambda: .nan}") ==
          "study.yaml:6:20: defaults.lambda: is '.nan', expected a number >= 0 or auto");
    CHECK(error_of("defaults: {gamma: [1]}") ==
          "study.yaml:6:19: defaults.gamma: is a list, expected a number >= 0 or auto or a map");
    CHECK(error_of("defaults: {hidden: 20}") ==
          "study.yaml:6:20: defaults.hidden: is 20, expected a list, as in [20]");
    CHECK(error_of("defaults: {hidden: [3, x]}") ==
          "study.yaml:6:24: defaults.hidden.1: is 'x', expected an integer in [1, 100000]");
    CHECK(error_of("optimization:") ==
          "study.yaml:6:1: optimization: is empty, expected a map of keys, below it and indented");
    CHECK(error_of("plugins: [7]") ==
          "study.yaml:6:11: plugins.0: is 7, expected text (in quotes if it is meant)");
    const Lines numbers = StudyText(small_study + "optimization: {from: [1, 2]}\n").errors();
    CHECK(numbers ==
          Lines{"study.yaml:6:22: optimization.from: is a list, expected a list of points, "
                "as in [[1, 2]]"});
}

TEST_CASE("errors: a number out of range shows the range", "[study][config]") {
    CHECK(error_of("seed: -1") == "study.yaml:6:7: seed: is -1, expected an integer >= 0");
    CHECK(error_of("defaults: {training: {rate: 0}}") ==
          "study.yaml:6:29: defaults.training.rate: is 0, expected a number > 0");
    CHECK(error_of("defaults: {training: {second_moment_decay: 1}}") ==
          "study.yaml:6:44: defaults.training.second_moment_decay: is 1, expected a number in [0, "
          "1)");
    CHECK_THAT(error_of("sampling: {plan: grid, levels: 1}"),
               Catch::Contains("6:32: sampling.levels: is 1, expected an integer in [2, "));
    CHECK_THAT(error_of("defaults: {beta: {outputs: [1, -1]}}"),
               Catch::Contains("6:32: defaults.beta.outputs.1: is -1, expected a number >= 0"));
}

TEST_CASE("errors: an unknown name comes with the list", "[study][config]") {
    CHECK(error_of("optimization: {algorithm: slqsp}") ==
          "study.yaml:6:27: optimization.algorithm: is 'slqsp', expected one of slsqp, lbfgs, mma, "
          "ccsaq; did you mean 'slsqp'?");
    CHECK_THAT(
        error_of("sampling: {plan: lhs}"),
        Catch::Contains("6:18: sampling.plan: is 'lhs', expected one of grid, random, latin_"));
    CHECK_THAT(surrogate_error("x: {kind: krg}"),
               Catch::Contains("6:13: surrogates.x.kind: is 'krg', expected one of nn, jenn"));
}

TEST_CASE("errors: what is required is missed by name", "[study][config]") {
    const Lines errors = StudyText("seed: 1\n").errors();
    REQUIRE(errors.size() == 3);
    CHECK_THAT(errors[0], Catch::StartsWith("study.yaml:1:1: study: is missing"));
    CHECK_THAT(errors[1], Catch::StartsWith("study.yaml:1:1: problem: is missing"));
    CHECK_THAT(errors[2], Catch::StartsWith("study.yaml:1:1: surrogates: is missing"));
    const Lines nameless = StudyText("study: a\nproblem: {options: {}}\nsurrogates: {}\n").errors();
    REQUIRE(nameless.size() == 2);
    CHECK_THAT(nameless[0], Catch::StartsWith("study.yaml:2:10: problem.name: is missing"));
    CHECK_THAT(nameless[1], Catch::StartsWith("study.yaml:3:13: surrogates: is an empty map"));
}

TEST_CASE("errors: names must be fit for files", "[study][config]") {
    for (const char* name : {"a/b", "../x", ".hidden", "-x", "two words", "\"\xc3\xa9\""}) {
        const Lines errors =
            StudyText(std::string("study: ") + name + "\nproblem: {name: p}\nsurrogates: {a: {}}\n")
                .errors();
        INFO(name);
        REQUIRE(errors.size() == 1);
        CHECK_THAT(errors[0],
                   Catch::StartsWith("study.yaml:1:8: study: is '") &&
                       Catch::Contains("expected a name fit for a folder"));
    }
    CHECK_THAT(surrogate_error("a.b: {}"), Catch::Contains("6:3: surrogates.a.b: is not fit"));
    CHECK_THAT(surrogate_error("best_sample: {}"),
               Catch::Contains("6:3: surrogates.best_sample: is the report's name for the best "
                               "training sample"));
    CHECK_THAT(surrogate_error("truth: {}"),
               Catch::Contains("6:3: surrogates.truth: is the report's"));
}

TEST_CASE("errors: a base to polish must be above and trained afresh", "[study][config]") {
    CHECK(
        surrogate_error("p: {polish: jen}") ==
        "study.yaml:6:15: surrogates.p.polish: is 'jen', but no surrogate has this name; expected "
        "one of jenn; did you mean 'jenn'?");
    CHECK_THAT(
        surrogate_error("p: {polish: later}\n  later: {}"),
        Catch::Contains("6:15: surrogates.p.polish: is 'later', but it does not come above"));
    CHECK_THAT(surrogate_error("p: {polish: p}"), Catch::Contains("does not come above"));
    CHECK_THAT(surrogate_error("p: {polish: jenn}\n  q: {polish: p}"),
               Catch::Contains("7:15: surrogates.q.polish: is 'p', but it is polished itself"));
    CHECK_THAT(surrogate_error("p: {polish: nn}"),
               Catch::Contains("a plain network has no partials"));
    CHECK(surrogate_error("p: {polish: nn, by: value, slope_units: raw}") ==
          "study.yaml:6:43: surrogates.p.slope_units: is 'raw', expected none: polishing by value "
          "has no slope");
    CHECK_THAT(surrogate_error("p: {polish: jenn, by: vale}"), Catch::Contains("did you mean"));
}

TEST_CASE("errors: keys of one kind of surrogate are refused in another", "[study][config]") {
    CHECK_THAT(
        surrogate_error("p: {polish: jenn, hidden: [3]}"),
        Catch::Contains("6:21: surrogates.p.hidden: belongs to the surrogate that is polished"));
    CHECK_THAT(surrogate_error("p: {eta: 3}"),
               Catch::Contains("6:7: surrogates.p.eta: is for a polished surrogate"));
    CHECK_THAT(surrogate_error("p: {kind: nn, gamma: 1}"),
               Catch::Contains("6:24: surrogates.p.gamma: is 1, expected none: a plain network"));
    CHECK_THAT(error_of("defaults: {polish: jenn}"),
               Catch::Contains("6:12: defaults.polish: cannot be shared"));
}

TEST_CASE("errors: a plan has either a count or levels", "[study][config]") {
    CHECK_THAT(error_of("sampling: {plan: grid}"),
               Catch::Contains("6:11: sampling.levels: is missing"));
    CHECK_THAT(error_of("sampling: {plan: grid, levels: 3, count: 9}"),
               Catch::Contains("6:42: sampling.count: is 9, expected none"));
    CHECK_THAT(error_of("sampling: [{plan: sobol, levels: 3}]"),
               Catch::Contains("6:34: sampling.0.levels: is 3, expected none"));
    CHECK_THAT(error_of("sampling: []"), Catch::Contains("6:11: sampling: is an empty list"));
}

TEST_CASE("errors: weights and starts that cannot fit are seen", "[study][config]") {
    CHECK_THAT(surrogate_error("p: {beta: {inputs: [1]}}"),
               Catch::Contains("6:14: surrogates.p.beta.inputs: is not a known key"));
    CHECK_THAT(surrogate_error("p: {beta: 0, gamma: 0}"),
               Catch::Contains("6:3: surrogates.p: has beta 0 and gamma 0"));
    CHECK_THAT(surrogate_error("p: {hidden: []}"), Catch::Contains("surrogates.p.hidden: is []"));
    CHECK_THAT(error_of("optimization: {from: [[1, 2], [1]]}"),
               Catch::Contains("6:31: optimization.from.1: has 1 numbers, expected 2"));
    CHECK_THAT(error_of("optimization: {starts: 1, from: [[1], [2]]}"),
               Catch::Contains("6:33: optimization.from: has 2 points, expected at most as many"));
}

TEST_CASE("errors: an option of a problem is a scalar", "[study][config]") {
    const Lines errors =
        StudyText("study: a\nproblem: {name: p, options: {n: [1], m:}}\nsurrogates: {a: {}}\n")
            .errors();
    REQUIRE(errors.size() == 2);
    CHECK_THAT(errors[0], Catch::StartsWith("study.yaml:2:33: problem.options.n: is a list"));
    CHECK_THAT(errors[1], Catch::Contains("problem.options.m: is empty"));
}

TEST_CASE("errors: all come at once, in the order of the file", "[study][config]") {
    const Lines errors = StudyText(
                             "study: a\n"
                             "sed: 3\n"
                             "seed: x\n"
                             "replicates: 0\n"
                             "surrogates:\n"
                             "  jenn: {hidden: 3, lambda: -1}\n"
                             "problem: {nam: rosenbrock}\n"
                             "study: b\n")
                             .errors({{"test.count", "0"}, {"tst", "1"}});
    REQUIRE(errors.size() == 10);
    const Lines starts = {"study.yaml:2:1: sed:",
                          "study.yaml:3:7: seed:",
                          "study.yaml:4:13: replicates:",
                          "study.yaml:6:18: surrogates.jenn.hidden:",
                          "study.yaml:6:29: surrogates.jenn.lambda:",
                          "study.yaml:7:10: problem.name: is missing",
                          "study.yaml:7:11: problem.nam: is not a known key; did you mean 'name'?",
                          "study.yaml:8:1: study: is given twice",
                          "--set 1 (test.count=0): test.count: is 0",
                          "--set 2 (tst=1): tst: is not a known key; did you mean 'test'?"};
    for (std::size_t i = 0; i < starts.size(); ++i) {
        CHECK_THAT(errors[i], Catch::StartsWith(starts[i]));
    }
}

TEST_CASE("errors: an override is named by number and text", "[study][config]") {
    CHECK(override_error({"seed", "abc"}) ==
          "--set 1 (seed=abc): seed: is 'abc', expected an integer >= 0");
    CHECK_THAT(
        override_error({"surrogates.jen.lambda", "0"}),
        Catch::Contains("there is no surrogate 'jen', expected one of nn, jenn; did you mean "
                        "'jenn'?"));
    CHECK_THAT(override_error({"study.x", "0"}), Catch::Contains("study is small, expected a map"));
    CHECK_THAT(override_error({"a..b", "0"}), Catch::Contains("is not a path of keys"));
    CHECK_THAT(override_error({"problem", "{name: x"}),
               Catch::Contains("'{' is not closed, expected a '}'"));
    CHECK_THAT(override_error({"seed", ""}),
               Catch::Contains("seed: is empty, expected an integer"));
    CHECK_THAT(
        override_error({"defaults", "{hiden: [1]}"}),
        Catch::StartsWith("--set 1 (defaults={hiden: [1]}): defaults.hiden: is not a known"));
}

TEST_CASE("errors: a file that holds no study is refused", "[study][config]") {
    CHECK(StudyText("").errors() ==
          Lines{"study.yaml:1:1: is empty, expected the keys of a study"});
    CHECK(StudyText("- 1\n").errors() ==
          Lines{"study.yaml:1:1: is a list, expected the keys of a study"});
    CHECK_THROWS_WITH(read_study("no/such.yaml"), Catch::Contains("no/such.yaml: no such file"));
    CHECK_THROWS_WITH(read_study("/"), Catch::Contains("/: is a folder"));
    const Lines unreadable = StudyText("study: {a: 3\nseed: 3\n").errors();
    REQUIRE(unreadable.size() == 1);
    CHECK(unreadable[0] == "study.yaml:1:8: '{' is not closed, expected a '}'");
}

TEST_CASE("errors: a value in a near spelling shows the right one", "[study][config]") {
    const auto [text, end] = GENERATE(table<const char*, const char*>({
        {"replicates: 1_000", "expected an integer >= 1, written 1000"},
        {"replicates: 20.0", "expected an integer >= 1, written 20"},
        {"replicates: 2.5", "is 2.5, expected an integer >= 1"},
        {"replicates: 1e30", "is 1e30, expected an integer >= 1"},
        {"replicates: -1e1", "is -1e1, expected an integer >= 1"},
        {"defaults:\n  lambda: 0,1", "is '0,1', expected a number >= 0 or auto, written 0.1"},
        {"defaults: {lambda: 1d-3}", "expected a number >= 0 or auto, written 0.001"},
        {"defaults: {lambda: \"0.5\"}", "expected a number >= 0 or auto, written 0.5"},
        {"defaults: {normalize: Off}", "is 'Off', expected true or false, written false"},
        {"defaults: {normalize: True}", "is 'True', expected true or false, written true"},
        {"defaults: {normalize: 1}", "is 1, expected true or false"},
        {"defaults: {activation: TANH}", "did you mean 'tanh'?"},
    }));
    CAPTURE(text);
    const Lines lines = StudyText(small_study + text + "\n").errors();
    REQUIRE_FALSE(lines.empty());
    CHECK_THAT(lines[0], Catch::EndsWith(end));
}

TEST_CASE("errors: a key in a near spelling shows the right one", "[study][config]") {
    CHECK(error_of("REPLICATES: 3") ==
          "study.yaml:6:1: REPLICATES: is not a known key; did you mean 'replicates'?");
    CHECK(error_of("optimizer-defaults: {}") ==
          "study.yaml:6:1: optimizer-defaults: is not a known key; did you mean "
          "'optimizer_defaults'?");
    CHECK(error_of("replicates = 3:") ==
          "study.yaml:6:1: replicates = 3: is not a known key, expected 'replicates: ...' with a "
          "colon");
    CHECK(
        error_of("test: {plan: sobol, count:20}") ==
        "study.yaml:6:21: test.count:20: a blank after the colon is missing, expected 'count: 20'");
    CHECK(error_of("replicates:3") ==
          "study.yaml:6:1: replicates:3: a blank after the colon is missing, expected 'replicates: "
          "3'");
    CHECK(
        error_of("defaults: {lambda: 0,5}") ==
        "study.yaml:6:22: defaults.5: is not a known key; a number with decimals is written with a "
        "point, 0.5");
}

TEST_CASE("errors: what stands in place of a map says how it is written", "[study][config]") {
    CHECK(error_of("test: sobol") ==
          "study.yaml:6:7: test: is 'sobol', expected a map of keys, as in {plan: sobol}");
    CHECK(error_of("test: 20") ==
          "study.yaml:6:7: test: is 20, expected a map of keys, as in {count: 20}");
    CHECK(error_of("optimization: [1]") ==
          "study.yaml:6:15: optimization: is a list, expected a map of keys, 'key: value' in each "
          "line, "
          "without '- '");
    CHECK(
        error_of("test:\n  plan:sobol") ==
        "study.yaml:7:3: test: is 'plan:sobol', expected a map of keys: a blank after the colon is "
        "missing, 'plan: sobol'");
    CHECK(error_of("optimization: {from: 1}") ==
          "study.yaml:6:22: optimization.from: is 1, expected a list of points, as in [[1]]");
    const Lines problem = StudyText("study: s\nproblem: branin\nsurrogates: {nn: {}}\n").errors();
    CHECK(problem ==
          Lines{"study.yaml:2:10: problem: is 'branin', expected a map of keys, as in {name: "
                "branin}"});
}
