#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/given_data.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

GivenData read_rows(const std::string& text) {
    const ScratchFolder folder;
    write_text(folder.path() / "runs.csv", text);
    return read_given_data(folder.path() / "runs.csv", CountingProblem().info());
}

std::string refusal(const std::string& text) {
    try {
        (void)read_rows(text);
    } catch (const ConfigError& error) {
        const std::string what = error.what();
        return what.substr(what.find("runs.csv"));
    }
    return {};
}

}  // namespace

TEST_CASE("given data: rows with values, partials and failures, in any order of columns",
          "[study][data]") {
    const GivenData given = read_rows(
        "y,x2,x1,d_y_d_x2\n"
        "1.5,0.5,0.25,7\n"
        ",0.1,0.2,\n"
        "2.5,3,0.75,\n");
    REQUIRE(given.rows.size() == 3);
    CHECK(given.rows[0].x == Vector{{0.25, 0.5}});
    CHECK(given.rows[0].y.value == Vector::Constant(1, 1.5));
    CHECK(std::isnan(given.rows[0].y.jacobian(0, 0)));
    CHECK(given.rows[0].y.jacobian(0, 1) == 7.0);
    CHECK_THAT(given.rows[1].failure,
               Catch::EndsWith("runs.csv:3: has no outputs: a failed evaluation"));
    CHECK(given.outside == 1);
    CHECK(given.text() ==
          "3 rows of runs.csv (1 failed, 1 outside of the bounds, used all the same)");
    const std::vector<Outcome> outcomes = given.outcomes();
    CHECK(outcomes[1].failed);
    CHECK(outcomes[2].x == Vector{{0.75, 3.0}});
}

TEST_CASE("given data: of a point that failed and was run again the later row counts",
          "[study][data]") {
    const GivenData given = read_rows("x1,x2,y\n0.1,0.2,\n0.3,0.3,1\n0.1,0.2,5\n");
    REQUIRE(given.rows.size() == 2);
    CHECK(given.rows[0].y.value(0) == 5.0);
}

TEST_CASE("given data: rows of one point are averaged, rows without inputs left out, and both said",
          "[study][data]") {
    const GivenData given = read_rows(
        "run;x1;x2;y;d_y_d_x1\na;0,1;0,2;1;nan\nb;0,1;0,2;2;4\nc;0,1;0,2;6;6\nd;;0,2;6;\n"
        "e;0,3;0,3;inf;1\n");
    REQUIRE(given.rows.size() == 2);
    CHECK(given.rows[0].y.value(0) == Approx(3.0));
    CHECK_FALSE(given.rows[1].failure.empty());
    CHECK(
        given.text() ==
        "5 rows of runs.csv (semicolons, decimal commas, 1 left out, without a finite input, 2 at "
        "the point of an earlier row, averaged, 1 failed)");
}

TEST_CASE("given data: what does not fit is one sentence with its place", "[study][data]") {
    CHECK(refusal("x1,y\n1,2\n") ==
          "runs.csv:1:1: has no column \"x2\", found x1, y (separated by commas); did you mean "
          "'x1'?");
    CHECK(refusal("x1,x2,y,d_y_dx1\n1,2,3,4\n") ==
          "runs.csv:1:1: column \"d_y_dx1\" is no input, output or partial; did you mean "
          "'d_y_d_x1'?; "
          "expected x1, x2, y of counting, and d_<output>_d_<input> for partials");
}

namespace {

const std::string with_data =
    "study: given\nreplicates: 2\nproblem: {name: counting}\n"
    "sampling: {plan: sobol, count: 6}\ntest: {count: 5}\n"
    "defaults: {hidden: [3], lambda: 0.001, gamma: 1, training: {max_iterations: 30}}\n"
    "surrogates: {jenn: {kind: jenn}}\noptimization: {starts: 1, max_evaluations: 5}\n"
    "data: runs.csv\n";

}  // namespace

TEST_CASE("given data: rows are training samples beside those of the plan and are not paid again",
          "[study][data]") {
    const ScratchFolder folder;
    const auto problem = std::make_shared<const CountingProblem>();
    const auto file = folder.path() / "runs.csv";
    write_text(file, "x1,x2,y,d_y_d_x1,d_y_d_x2\n0.3,-0.1,0,0,0\n0.5,0.5,,,\n");
    const Study study = study_from(with_data, folder);
    auto arms = arms_with(study, problem);
    arms.front().given = std::make_shared<const GivenData>(read_given_data(file, problem->info()));
    const auto place = run(study, arms, {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r1");
    CHECK(record.samples == 7);
    CHECK(record.failed == 1);
    CHECK(record.best_sample->verdict.true_value == 0.0);
    CHECK(read_csv(place / study.arms.front().id / "r0" / "training.csv").rows.rows() == 7);

    // Another row is another configuration of the arm.
    write_text(file, "x1,x2,y\n0.3,-0.1,0\n");
    CHECK(study_from(with_data, folder).arms.front().id != study.arms.front().id);
}

TEST_CASE("given data: a table has none", "[study][data][config]") {
    CHECK(StudyText("study: a\nproblem: {table: {file: d.csv, inputs: [a], outputs: [y]}}\n"
                    "surrogates: {nn: {kind: nn}}\ndata: more.csv\n")
              .errors() ==
          std::vector<std::string>{
              "study.yaml:4:7: data: is 'more.csv', expected none: a table's rows are the data"});
}
