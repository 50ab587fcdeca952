#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

#include <fstream>

using namespace jennopt;

namespace {

using Lines = std::vector<std::string>;

/// A study of a program; each line of the block can be replaced by its key.
std::string program_study(const std::map<std::string, std::string>& changes = {}) {
    std::map<std::string, std::string> block = {
        {"name", "beam"},
        {"command", "[sh, beam.sh]"},
        {"inputs", "[{name: w, unit: m, lower: 0, upper: 1}, {name: h, lower: -1, upper: 2.5}]"},
        {"outputs", "[{name: mass, unit: kg}, {name: stress, role: constraint}]"}};
    for (const auto& [key, value] : changes) {
        block[key] = value;
    }
    std::string text = "study: small\nsurrogates: {nn: {kind: nn}}\nproblem:\n  external:\n";
    for (const auto& [key, value] : block) {
        text += "    " + key + ": " + value + "\n";
    }
    return text;
}

/// The one error that a changed block ends with.
std::string error_of(const std::map<std::string, std::string>& changes) {
    const Lines errors = StudyText(program_study(changes)).errors();
    return errors.size() == 1 ? errors.front() : std::to_string(errors.size()) + " errors";
}

}  // namespace

TEST_CASE("external block: every key is read", "[study][config][external]") {
    const Study study =
        StudyText(program_study({{"partials", "[h]"},
                                 {"gradient_price", "2.5"},
                                 {"timeout", "60"},
                                 {"memory", "1.5"},
                                 {"retries", "3"},
                                 {"pause", "30"},
                                 {"launcher", "[srun, -n, \"4\"]"},
                                 {"environment", "{OMP_NUM_THREADS: 1, B: \"two words\"}"},
                                 {"keep_folders", "none"},
                                 {"templates", "{case.in: case.template}"},
                                 {"results",
                                  "{mass: {pattern: 'm=(.*)', partials: {h: 'dm=(.*)'}}, "
                                  "stress: {pattern: 's=(.*)', file: s.txt}}"}}))
            .read();
    const ExternalConfig& external = *study.arms.front().config.problem.external;
    CHECK(external.name == "beam");
    CHECK(external.command == Lines{"sh", "beam.sh"});
    REQUIRE(external.inputs.size() == 2);
    CHECK(external.inputs[0].unit == "m");
    CHECK(external.inputs[1].upper == 2.5);
    REQUIRE(external.outputs.size() == 2);
    CHECK(external.outputs[0].role == OutputRole::objective);
    CHECK(external.outputs[1].role == OutputRole::constraint);
    CHECK(external.partials == Lines{"h"});
    CHECK(external.gradient_price == 2.5);
    CHECK(external.timeout_seconds == 60.0);
    CHECK(external.memory_gigabytes == 1.5);
    CHECK(external.retries == 3);
    CHECK(external.pause_seconds == 30.0);
    CHECK(external.launcher == Lines{"srun", "-n", "4"});
    CHECK(external.environment.at("OMP_NUM_THREADS") == "1");
    CHECK(external.keep_folders == KeepFolders::none);
    CHECK(external.templates.at("case.in") == "case.template");
    CHECK(external.results.at("mass").partials.at("h").pattern == "dm=(.*)");
    CHECK(external.results.at("stress").value.file == "s.txt");

    SECTION("and the resolved configuration reads back the same") {
        const Arm& arm = study.arms.front();
        const Arm again = StudyText(arm.resolved).read().arms.front();
        CHECK(again.resolved == arm.resolved);
        CHECK(again.id == arm.id);
        CHECK_THAT(arm.resolved, !Catch::Contains("name: \"\""));
    }
}

TEST_CASE("external block: partials are all, none or named", "[study][config][external]") {
    const auto partials = [](const std::string& value) {
        const Study study = StudyText(program_study({{"partials", value}})).read();
        return study.arms.front().config.problem.external->partials;
    };
    CHECK(partials("true") == Lines{"w", "h"});
    CHECK(partials("false").empty());
    CHECK(partials("[h]") == Lines{"h"});
    CHECK(StudyText(program_study()).read().arms.front().config.problem.external->partials.empty());
}

TEST_CASE("external block: each key changes the arm's hash", "[study][config][external]") {
    const auto id = [](const std::map<std::string, std::string>& changes) {
        return StudyText(program_study(changes)).read().arms.front().id;
    };
    const std::string plain = id({});
    CHECK(id({{"command", "[sh, other.sh]"}}) != plain);
    CHECK(id({{"environment", "{A: 1}"}}) != plain);
    CHECK(id({{"partials", "true"}}) != plain);
    CHECK(id({{"partials", "false"}}) == plain);
}

TEST_CASE("external block: what is wrong is told with its place", "[study][config][external]") {
    CHECK(error_of({{"timeot", "3"}}) ==
          "study.yaml:9:5: problem.external.timeot: is not a known key; did you mean 'timeout'?");
    CHECK_THAT(error_of({{"command", "[]"}}),
               Catch::StartsWith("study.yaml:5:14: problem.external.command: names no program"));
    CHECK_THAT(error_of({{"command", "python3 beam.py"}}),
               Catch::Contains("expected a list, as in [python3 beam.py]"));
    CHECK_THAT(error_of({{"inputs", "[{name: w, lower: 1, upper: 1}]"}}),
               Catch::StartsWith("study.yaml:6:41: problem.external.inputs.0.upper: is 1, expected "
                                 "more than lower, 1"));
    CHECK_THAT(error_of({{"inputs", "[{name: w, upper: 1}]"}}),
               Catch::StartsWith("study.yaml:6:14: problem.external.inputs.0.lower: is missing"));
    CHECK_THAT(error_of({{"outputs", "[{name: w}]"}}),
               Catch::Contains("problem.external.outputs.0.name: is 'w' again"));
    CHECK_THAT(error_of({{"outputs", "[{name: a}, {name: b}]"}}),
               Catch::Contains("problem.external.outputs.1.role: is objective again"));
    CHECK_THAT(error_of({{"outputs", "[{name: a b}]"}}),
               Catch::Contains("is 'a b', expected letters, digits, -, _ and ."));
    CHECK_THAT(error_of({{"outputs", "[]"}}),
               Catch::Contains("outputs: is empty, expected at least one, as in [{name: f}]"));
    CHECK_THAT(error_of({{"outputs", "[{name: a, role: objectiv}]"}}),
               Catch::Contains("did you mean 'objective'?"));
    CHECK_THAT(
        error_of({{"partials", "[w, hh]"}}),
        Catch::Contains("problem.external.partials.1: 'hh' is no input, expected one of w, h"));
    CHECK_THAT(error_of({{"partials", "yes"}}),
               Catch::Contains("is 'yes', expected true, false or a list of inputs"));
    CHECK_THAT(error_of({{"timeout", "-1"}}), Catch::Contains("is -1, expected a number in [0,"));
    CHECK_THAT(error_of({{"memory", "-1"}}), Catch::Contains("is -1, expected a number in [0,"));
    CHECK_THAT(error_of({{"pause", "soon"}}), Catch::Contains("is 'soon', expected a number in"));
    CHECK_THAT(error_of({{"environment", "{A=B: 1}"}}),
               Catch::Contains("environment.A=B: is no variable, expected a name without ="));
    CHECK_THAT(error_of({{"keep_folders", "some"}}),
               Catch::Contains("expected one of failed, all"));
    CHECK_THAT(error_of({{"environment", "[A]"}}), Catch::Contains("expected a map of texts"));
    CHECK_THAT(error_of({{"templates", "{../x: y}"}}),
               Catch::Contains("problem.external.templates.../x: is no file of the evaluation's"));
    CHECK_THAT(error_of({{"templates", "{point.json: y}"}}),
               Catch::Contains("other than point.json"));
    for (const std::string target : {"/tmp/x", "a/../../x", "./point.json", "finished", "a/"}) {
        CHECK_THAT(error_of({{"templates", "{" + target + ": y}"}}),
                   Catch::Contains("is no file of the evaluation's folder"));
    }
}

TEST_CASE("external block: results must fit the outputs and be patterns",
          "[study][config][external]") {
    const auto error = [](const std::string& mass) {
        return error_of({{"results", "{stress: {pattern: (.)}, " + mass + "}"}});
    };
    CHECK_THAT(error("mas: {pattern: (.)}"), Catch::Contains("2 errors"));
    CHECK_THAT(error("mass: {pattern: abc}"),
               Catch::Contains("results.mass.pattern: is 'abc', expected a group ( )"));
    CHECK_THAT(error("mass: {pattern: '(['}"), Catch::Contains("expected a regular expression"));
    for (const std::string file : {"/etc/passwd", "../x", "a/../../x"}) {
        CHECK_THAT(error("mass: {pattern: (.), file: " + file + "}"),
                   Catch::Contains("is in the file '" + file + "', expected one of"));
    }
    CHECK_THAT(error("mass: {pattern: (.), partials: {w: (.)}}"),
               Catch::Contains("is not among the inputs of external.partials"));
    CHECK_THAT(error("mass: {pattern: (.), partials: {v: (.)}}"),
               Catch::Contains("'v' is no input"));
    CHECK_THAT(
        error_of({{"results", "{mass: {pattern: (.)}}"}}),
        Catch::Contains("problem.external.results: has no output 'stress', expected every output"));
}

TEST_CASE("external block: it stands instead of a name", "[study][config][external]") {
    const std::string study = program_study();
    const auto errors_with = [&](const std::string& more) {
        std::string text = study;
        return StudyText(text.replace(text.find("  external"), 0, more)).errors();
    };
    const Lines both = errors_with("  name: branin\n");
    REQUIRE(both.size() == 1);
    CHECK_THAT(both[0],
               Catch::EndsWith("problem.name: is 'branin', expected none beside problem.external"));
    const Lines options = errors_with("  options: {a: 1}\n");
    REQUIRE(options.size() == 1);
    CHECK_THAT(
        options[0],
        Catch::StartsWith("study.yaml:4:12: problem.options: is a map, expected none beside"));
}

TEST_CASE("external block: its keys can be swept, but not the whole", "[study][sweep][external]") {
    CHECK(StudyText(program_study() + "sweep: {problem.external.environment: [{A: 1}, {A: 2}]}\n")
              .read()
              .arms.size() == 2);
    const Lines errors =
        StudyText(program_study() + "sweep: {problem.external: [{}, {}]}\n").errors();
    REQUIRE_FALSE(errors.empty());
    CHECK_THAT(errors[0],
               Catch::Contains("cannot be swept: all arms have the same table or program"));
}

TEST_CASE("external block: a missing program is refused with its place before anything runs",
          "[study][external]") {
    const ScratchFolder folder;
    const std::string file = (folder.path() / "study.yaml").string();
    const auto message = [&](const std::map<std::string, std::string>& changes) {
        const Study study = study_from(program_study(changes), folder);
        try {
            (void)plan(study, ProblemRegistry({}));
        } catch (const ConfigError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(message({}),
               Catch::StartsWith(file + ":5:19: problem.external.command.1: is 'beam.sh': no such "
                                        "file in "));
    std::ofstream(folder.path() / "beam.sh") << "";
    CHECK(message({}).empty());
    CHECK_THAT(message({{"command", "[pyton3, beam.sh]"}}),
               Catch::StartsWith(file + ":5:15: problem.external.command.0: is 'pyton3': command "
                                        "not found"));
    CHECK_THAT(message({{"templates", "{case.in: case.template}"}}),
               Catch::StartsWith(file + ":9:26: problem.external.templates.case.in: ") &&
                   Catch::EndsWith("case.template: no such file"));
}
