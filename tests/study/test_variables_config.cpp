#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

using Lines = std::vector<std::string>;

std::string study_of(const std::string& inputs, const std::string& outputs) {
    return "study: small\nsurrogates: {nn: {kind: nn}}\nproblem:\n  external:\n    name: p\n"
           "    command: [sh, p.sh]\n    inputs: " +
           inputs + "\n    outputs: " + outputs + "\n";
}

const ExternalConfig& external_of(const Study& study) {
    return *study.arms.front().config.problem.external;
}

std::string error_of(const std::string& inputs, const std::string& outputs) {
    const Lines errors = StudyText(study_of(inputs, outputs)).errors();
    return errors.size() == 1 ? errors.front() : std::to_string(errors.size()) + " errors";
}

constexpr const char* any_input = "[{name: x, lower: 0, upper: 1}]";
constexpr const char* any_output = "[{name: f}]";

}  // namespace

TEST_CASE("variables: outputs have a sense and limits", "[study][config][variables]") {
    const Study study =
        StudyText(
            study_of(any_input,
                     "[{name: a, role: maximize}, {name: b, lower: 0.5}, {name: c, role: "
                     "constraint, upper: 5}, {name: d, lower: 1, upper: 2}, {name: e, equals: "
                     "3}, {name: f, role: equality}, {name: g, role: constraint}, {name: h, "
                     "role: quantity}, {name: i, role: inequality, upper: 1e3}]"))
            .read();
    const std::vector<Output>& outputs = external_of(study).outputs;
    REQUIRE(outputs.size() == 9);
    CHECK(outputs[0].role == OutputRole::maximize);
    for (const std::size_t k : {1U, 2U, 3U, 4U, 5U, 6U, 8U}) {
        CHECK(outputs[k].role == OutputRole::constraint);
    }
    CHECK((outputs[1].lower == 0.5 && !outputs[1].upper));
    CHECK((!outputs[2].lower && outputs[2].upper == 5.0));
    CHECK((outputs[3].lower == 1.0 && outputs[3].upper == 2.0));
    CHECK((outputs[4].lower == 3.0 && outputs[4].upper == 3.0));
    CHECK((outputs[5].lower == 0.0 && outputs[5].upper == 0.0));
    CHECK((!outputs[6].lower && !outputs[6].upper));
    CHECK(outputs[7].role == OutputRole::quantity);
    // What is written reads back to the same.
    const Study again = StudyText(study.arms.front().resolved).read();
    CHECK(external_of(again).outputs == outputs);
    CHECK(again.arms.front().id == study.arms.front().id);
}

TEST_CASE("variables: minimize is another word for the objective's role",
          "[study][config][variables]") {
    CHECK(external_of(StudyText(study_of(any_input, "[{name: f, role: minimize}]")).read())
              .outputs.front()
              .role == OutputRole::objective);
}

TEST_CASE("variables: limits that do not go together are told", "[study][config][variables]") {
    CHECK_THAT(error_of(any_input, "[{name: f}, {name: g, lower: 2, upper: 1}]"),
               Catch::Contains("outputs.1.lower: is 2, expected at most upper, 1"));
    CHECK_THAT(error_of(any_input, "[{name: f}, {name: g, equals: 2, upper: 3}]"),
               Catch::Contains("outputs.1.equals: is 2, expected none beside lower or upper"));
    CHECK_THAT(error_of(any_input, "[{name: f, role: maximize, upper: 3}]"),
               Catch::Contains("outputs.0.upper: is a limit, expected none of an output that is no "
                               "constraint"));
    CHECK_THAT(error_of(any_input, "[{name: f}, {name: g, role: maximise}]"),
               Catch::Contains("did you mean 'maximize'?"));
}

TEST_CASE("variables: inputs have a scale and may be whole", "[study][config][variables]") {
    const Study study =
        StudyText(study_of("[{name: mu, lower: 1e-6, upper: 1e2, scale: log}, {name: "
                           "n, lower: 1, upper: 9, integer: true}]",
                           any_output))
            .read();
    const std::vector<Input>& inputs = external_of(study).inputs;
    CHECK(inputs[0].scale == InputScale::log);
    CHECK(!inputs[0].integer);
    CHECK((inputs[1].integer && inputs[1].scale == InputScale::linear));
    CHECK(external_of(StudyText(study.arms.front().resolved).read()).inputs == inputs);
    CHECK_THAT(error_of("[{name: x, lower: 0, upper: 1, scale: log}]", any_output),
               Catch::Contains("inputs.0.lower: is 0, expected a number > 0, as the scale is log"));
    CHECK_THAT(error_of("[{name: x, lower: 0.5, upper: 3, integer: true}]", any_output),
               Catch::Contains("inputs.0.lower: is 0.5, expected a whole number"));
}

TEST_CASE("variables: what is not supported says how to do it by hand",
          "[study][config][variables]") {
    CHECK_THAT(error_of("[{name: x, lower: 0, upper: 1, values: [a, b]}]", any_output),
               Catch::Contains("categorical ones are not supported; make one study per value"));
    CHECK_THAT(error_of("[{name: x, lower: 0, upper: 1, periodic: true}]", any_output),
               Catch::Contains("cosine and sine"));
}

TEST_CASE("variables: a plugin's outputs may be given other goals", "[study][config][variables]") {
    const auto study_with = [](const std::string& goals) {
        return StudyText(
            "study: small\nsurrogates: {nn: {kind: nn}}\nproblem: {name: branin, goals: " + goals +
            "}\n");
    };
    const Study study = study_with("{y: maximize, g: {lower: 0.5}, h: quantity}").read();
    const std::map<std::string, Output>& goals = study.arms.front().config.problem.goals;
    CHECK(goals.at("y").role == OutputRole::maximize);
    CHECK(goals.at("g").role == OutputRole::constraint);
    CHECK(goals.at("g").lower == 0.5);
    CHECK(goals.at("h").role == OutputRole::quantity);
    CHECK(StudyText(study.arms.front().resolved).read().arms.front().config.problem.goals == goals);
    CHECK_THAT(study_with("{y: {role: maximize, upper: 2}}").errors().front(),
               Catch::Contains("problem.goals.y.upper: is a limit, expected none"));
    CHECK_THAT(study_with("maximize").errors().front(), Catch::Contains("a map by output"));
}
