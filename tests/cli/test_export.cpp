#include "cli/program.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <string>

using namespace jennopt;

namespace {

/// y = 3 tanh(x1 - 2 x2) of x1 in [0, 1] and x2 in [0.001, 10], trained on [0.1, 0.9] and [0.01,
/// 1].
NamedSurrogate small_model(InputScale scale = InputScale::linear) {
    Network network({2, 1, 1}, Activation::tanh, Activation::linear);
    network.weights(1) << 1.0, -2.0;
    network.weights(2) << 3.0;
    const ProblemInfo problem{
        .name = "made_up",
        .inputs = {{.name = "x1", .unit = "", .lower = 0.0, .upper = 1.0},
                   {.name = "x2", .unit = "", .lower = 1e-3, .upper = 10.0, .scale = scale}},
        .outputs = {{.name = "y", .unit = ""}}};
    Normalization normalization = no_normalization(2, 1);
    if (scale == InputScale::log) {
        normalization.log_x = {1};
    }
    return {.surrogate = {.normalization = normalization, .members = {network}},
            .input_names = {"x1", "x2"},
            .output_names = {"y"},
            .origin = origin_of(problem, Matrix{{0.1, 0.9}, {1.0, 0.01}})};
}

/// A folder with a model and points.
class ModelFolder {
public:
    explicit ModelFolder(const NamedSurrogate& model, const std::string& points = "") {
        save(folder_.path() / "model.json", model);
        write_text(folder_.path() / "points.csv", points);
    }

    [[nodiscard]] ProgramOutcome run(const std::string& command) const {
        return jennopt_program(command, folder_.path());
    }

    [[nodiscard]] std::filesystem::path file(const char* name) const {
        return folder_.path() / name;
    }

private:
    ScratchFolder folder_;
};

}  // namespace

TEST_CASE("program: predict says how many points lie outside of the training samples, and how far",
          "[cli]") {
    const ModelFolder place(small_model(), "x1,x2\n0.5,0.5\n0.5,2.98\n2.5,0.5\n-0.7,1.99\n");
    const ProgramOutcome outcome = place.run("predict model.json points.csv");
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains(
                   "points.csv: 3 of 4 points lie outside of the range of the training samples"));
    CHECK_THAT(outcome.output,
               Catch::Contains(
                   "x1 in 2 of them: the farthest 2.5 in line 4, trained on 0.1 to 0.9, 2 times"));
    CHECK_THAT(outcome.output,
               Catch::Contains(
                   "x2 in 2 of them: the farthest 2.98 in line 3, trained on 0.01 to 1, 2 times"));
    CHECK_THAT(outcome.output, Catch::StartsWith("x1,x2,y\n0.5,0.5,"));
}

TEST_CASE("program: predict says nothing of points inside, and on the edge", "[cli]") {
    const ModelFolder place(small_model(), "x1,x2\n0.1,0.01\n0.9,1\n");
    CHECK_THAT(place.run("predict --strict model.json points.csv").output,
               Catch::Matches("x1,x2,y\n0.1,0.01,[^\n]*\n0.9,1,[^\n]*\n"));
}

TEST_CASE("program: the distance of a logarithmic input is one of logarithms", "[cli]") {
    const ModelFolder place(small_model(InputScale::log), "x1,x2\n0.5,100\n");
    CHECK_THAT(place.run("predict model.json points.csv").output,
               Catch::Contains("100 in line 2, trained on 0.01 to 1, 1 times that width beyond"));
}

TEST_CASE("program: what has no logarithm is refused at its row", "[cli]") {
    const ModelFolder place(small_model(InputScale::log), "x1,x2\n0.5,1\n0.5,0\n");
    const ProgramOutcome outcome = place.run("predict model.json points.csv");
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output, Catch::StartsWith("points.csv:3: x2 is 0, expected a number > 0"));
}

TEST_CASE("program: predict --strict names the first point outside, and prints no values",
          "[cli]") {
    const ModelFolder place(small_model(), "x1,x2\n0.5,0.5\n0.5,7\n2.5,0.5\n");
    const ProgramOutcome outcome = place.run("predict --strict model.json points.csv");
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output, Catch::StartsWith("points.csv:3: x2 is 7, expected"));
    CHECK_THAT(outcome.output, !Catch::Contains("x1,x2,y"));
}

TEST_CASE("program: of a model that does not know its range predict says so, --strict refuses",
          "[cli]") {
    NamedSurrogate model = small_model();
    model.origin.reset();
    const ModelFolder place(model, "x1,x2\n0.5,100\n");
    const ProgramOutcome outcome = place.run("predict model.json points.csv");
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("does not say on which range of its inputs it was trained"));
    CHECK(place.run("predict --strict model.json points.csv").exit_code == 2);
}

TEST_CASE("program: export writes what the package JENN reads, and never over a file", "[cli]") {
    const ModelFolder place(small_model());
    const ProgramOutcome outcome = place.run("export model.json --jenn parameters.json");
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output, Catch::Contains("x[0] = x1, x[1] = x2, y[0] = y"));
    const Evaluation y =
        evaluate(load(place.file("parameters.json")).surrogate, Vector{{0.4, 0.1}});
    CHECK(y.value(0) == Approx(3.0 * std::tanh(0.2)).epsilon(1e-14));

    const std::string before = read_text(place.file("parameters.json"));
    const ProgramOutcome again = place.run("export model.json --jenn parameters.json");
    CHECK(again.exit_code == 2);
    CHECK_THAT(again.output,
               Catch::StartsWith("parameters.json: is there already, expected a new file"));
    CHECK(read_text(place.file("parameters.json")) == before);
}

TEST_CASE("program: export writes C and ONNX, and says how they are called", "[cli]") {
    const ModelFolder place(small_model());
    const ProgramOutcome c = place.run("export model.json --c wing.c");
    CHECK(c.exit_code == 0);
    CHECK_THAT(
        c.output,
        Catch::StartsWith("wing.c: int wing_evaluate(const double *x, double *y, double *J); "
                          "x[0] = x1, x[1] = x2, y[0] = y\n"));
    CHECK_THAT(read_text(place.file("wing.c")), Catch::Contains("samples from 0.1 to 0.9"));
    CHECK(place.run("export model.json --c wing.c").exit_code == 2);
    const ProgramOutcome wrong = place.run("export model.json --c 2-wings.c");
    CHECK(wrong.exit_code == 2);
    CHECK_THAT(wrong.output,
               Catch::StartsWith("model.json: cannot be exported: '2-wings' is no name of C"));
    const ProgramOutcome onnx = place.run("export model.json --onnx wing.onnx");
    CHECK(onnx.exit_code == 0);
    CHECK_THAT(onnx.output,
               Catch::StartsWith("wing.onnx: input X (m, 2), outputs Y (m, 1) and J (m, 1, 2)"));
}

TEST_CASE("program: export says what it needs, and why it cannot", "[cli]") {
    const ModelFolder place(small_model(InputScale::log));
    const ProgramOutcome outcome = place.run("export model.json --jenn parameters.json");
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(
        outcome.output,
        Catch::StartsWith("model.json: cannot be exported: the model takes the logarithm of x2"));
    CHECK_FALSE(std::filesystem::exists(place.file("parameters.json")));
    CHECK_THAT(place.run("export model.json").output,
               Catch::Contains("needs one of --c FILE.c, --onnx"));
    CHECK(place.run("export model.json --c a.c --onnx a.onnx").exit_code == 2);
    const ModelFolder linear(small_model());
    const ProgramOutcome nowhere = linear.run("export model.json --jenn no/such/parameters.json");
    CHECK(nowhere.exit_code == 2);
    CHECK_THAT(nowhere.output,
               Catch::StartsWith(
                   "no/such/parameters.json: cannot be written (No such file or directory)"));
    CHECK_THAT(jennopt_program("--help").output, Catch::Contains("jennopt export MODEL.json"));
}
