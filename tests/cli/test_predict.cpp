#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "study/config.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <string>

using namespace jennopt;

TEST_CASE("program: predict prints what the saved surrogate says", "[cli]") {
    const Workplace place;
    REQUIRE(place.run("--quiet").exit_code == 0);
    const std::string id = read_study(place.file()).arms.front().id;
    const auto replicate = place.output() / "small" / id / "r0";
    const ProgramOutcome outcome =
        jennopt_program("predict --partials " + (replicate / "models" / "jenn.json").string() +
                        " " + (replicate / "test.csv").string());
    INFO(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    write_text(place.folder() / "prediction.csv", outcome.output);
    const Table truth = read_csv(replicate / "test.csv");
    const Table prediction = read_csv(place.folder() / "prediction.csv");
    CHECK(prediction.columns == truth.columns);
    CHECK((prediction.rows - truth.rows).cwiseAbs().maxCoeff() < 0.3);

    const ProgramOutcome values =
        jennopt_program("predict " + (replicate / "models" / "jenn.json").string() + " " +
                        (replicate / "test.csv").string());
    CHECK(values.exit_code == 0);
    CHECK_THAT(values.output, Catch::StartsWith("x,y\n"));

    std::ofstream(place.folder() / "other.csv") << "a,b\n1,2\n";
    const ProgramOutcome refused =
        jennopt_program("predict " + (replicate / "models" / "jenn.json").string() + " " +
                        (place.folder() / "other.csv").string());
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.output, Catch::Contains("has no column \"x\", found a, b"));
}

TEST_CASE("program: predict shows the spread of an ensemble beside its mean", "[cli]") {
    const Workplace place;
    REQUIRE(place.run("--quiet --set surrogates.jenn.members=3").exit_code == 0);
    const auto arm = std::filesystem::directory_iterator(place.output() / "small");
    const auto folder = std::find_if(begin(arm), end(arm), [](const auto& entry) {
        return entry.is_directory() && entry.path().filename() != "figures";
    });
    const auto replicate = folder->path() / "r0";
    const std::string arguments =
        (replicate / "models" / "jenn.json").string() + " " + (replicate / "test.csv").string();
    CHECK_THAT(jennopt_program("predict " + arguments).output, Catch::StartsWith("x,y,spread_y\n"));
    const ProgramOutcome outcome = jennopt_program("predict --partials " + arguments);
    write_text(place.folder() / "prediction.csv", outcome.output);
    const Table prediction = read_csv(place.folder() / "prediction.csv");
    CHECK(prediction.columns ==
          std::vector<std::string>{"x", "y", "d_y_d_x", "spread_y", "spread_d_y_d_x"});
    CHECK(prediction.rows.rightCols(2).minCoeff() >= 0.0);
    CHECK(prediction.rows.rightCols(2).maxCoeff() > 0.0);
}

TEST_CASE("program: predict says which rows are no finite numbers", "[cli]") {
    const Workplace place;
    write_text(place.folder() / "model.json",
               R"({"jennopt_model": 1, "input_names": ["x"], "output_names": ["y"],
                   "layer_sizes": [1, 1], "hidden_activation": "tanh",
                   "output_activation": "linear", "W": [[[1e308]]], "b": [[[0]]],
                   "mu_x": [[0]], "sigma_x": [[1]], "mu_y": [[0]], "sigma_y": [[1]]})");
    write_text(place.folder() / "points.csv", "x\n1\n1e10\n0\n\n-1e300\n");
    const ProgramOutcome outcome = jennopt_program("predict model.json points.csv", place.folder());
    CHECK(outcome.exit_code == 1);
    CHECK_THAT(outcome.output,
               Catch::StartsWith("x,y\n1,1e+308\n10000000000,inf\n0,0\n-1e+300,-inf\n") &&
                   Catch::EndsWith("points.csv: model.json predicts no finite numbers for 2 of 4 "
                                   "points, lines 3, 6\n"));
}
