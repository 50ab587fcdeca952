#include "core/format.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "study/evaluation_plan.hpp"
#include "study/finished_study.hpp"
#include "study/row_weights.hpp"
#include "study/study.hpp"
#include "study/study_audit.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <fstream>

using namespace jennopt;

namespace {

/// y = a^2 + a b on 60 random points, with partials.
void write_table(const std::filesystem::path& file) {
    std::string text = "a,b,y,dya,dyb\n";
    Rng rng(4);
    for (int i = 0; i < 60; ++i) {
        const double a = 2.0 * rng.uniform() - 1.0;
        const double b = rng.uniform();
        text += fmt::format("{},{},{},{},{}\n", a, b, a * a + a * b, 2.0 * a + b, a);
    }
    write_text(file, text);
}

std::string study_with(const std::string& table, const std::string& more = "") {
    return "study: table\nreplicates: 2\nproblem:\n  table: {" + table +
           "}\n"
           "defaults: {hidden: [4], lambda: 0.001, gamma: 1, training: {max_iterations: 30}}\n"
           "surrogates:\n  nn: {kind: nn}\n  jenn: {kind: jenn}\n  polished: {polish: jenn}\n"
           "optimization: {starts: 2, max_evaluations: 30}\n" +
           more;
}

const std::string columns =
    "file: data.csv, inputs: [a, b], outputs: [y], partials: {y: {a: dya, b: dyb}}, test: 20";

std::vector<PlannedArm> plan_in(const ScratchFolder& folder, const Study& study) {
    write_table(folder.path() / "data.csv");
    return plan(study, ProblemRegistry({}));
}

std::string refusal(const std::string& text) {
    const ScratchFolder folder;
    try {
        (void)plan_in(folder, study_from(text, folder));
    } catch (const ConfigError& error) {
        const std::string what = error.what();
        return what.substr(what.find("study.yaml"));
    }
    return {};
}

}  // namespace

TEST_CASE("table study: trains on rows, tests on others, and claims nothing of a truth",
          "[study][table]") {
    const ScratchFolder folder;
    const Study study = study_from(study_with(columns, "sampling: {count: 30}\n"), folder);
    const auto arms = plan_in(folder, study);
    CHECK(evaluation_plan(arms.front()).total() == 0);
    CHECK(planned_tests(arms.front()) == 20);
    const auto place = run(study, arms, {.output = folder.path() / "out"}, silent);
    const auto replicate = place / study.arms.front().id / "r0";
    CHECK(read_csv(replicate / "training.csv").rows.rows() == 30);
    CHECK(read_csv(replicate / "test.csv").rows.rows() == 20);
    CHECK(read_text(replicate / "training.csv") !=
          read_text(place / study.arms.front().id / "r1" / "training.csv"));
    CHECK_FALSE(std::filesystem::exists(place / "evaluations"));
    const ReplicateRecord record = read_record(replicate);
    REQUIRE(record.surrogates.size() == 3);
    CHECK(std::isnan(record.surrogates[1].optimum.verdict.true_value));
    CHECK(record.surrogates[1].optimum.failure.empty());
    CHECK(record.surrogates[1].true_evaluations == 30);
    CHECK(record.surrogates[1].accuracy.r2_value > 0.9);
    CHECK_FALSE(record.truth.has_value());
    REQUIRE(record.best_sample);
    CHECK(record.best_sample->verdict.true_value ==
          read_csv(replicate / "training.csv").rows.col(2).minCoeff());
    REQUIRE(record.best_evaluated);
    CHECK(record.best_evaluated->origin == "row of the table");
    CHECK(record.best_evaluated->verdict.true_value ==
          read_csv(folder.path() / "data.csv").rows.col(2).minCoeff());
}

TEST_CASE("table study: same bytes for any number of jobs, wrappers included", "[study][table]") {
    const ScratchFolder folder;
    const std::string text =
        study_with(columns + "}\n  noise: {values: 0.1", "sampling: {count: 9}\n");
    const Study study = study_from(text, folder);
    const auto arms = plan_in(folder, study);
    CHECK(contents(run(study, arms, {.output = folder.path() / "one"}, silent)) ==
          contents(run(study, arms, {.output = folder.path() / "four", .jobs = 4}, silent)));
}

TEST_CASE("table study: the resolved configuration reads back", "[study][table][config]") {
    const Arm arm = StudyText(study_with(columns)).read().arms[0];
    CHECK_THAT(arm.resolved, Catch::Contains("plan: random") && !Catch::Contains("\ntest:"));
    const Arm again = StudyText(arm.resolved).read().arms[0];
    CHECK(again.id == arm.id);
    CHECK(again.config.problem.table == arm.config.problem.table);
}

TEST_CASE("table study: that the table is optional changes no arm", "[study][table][config]") {
    const Arm plain = StudyText(study_with(columns)).read().arms[0];
    const Arm optional = StudyText(study_with(columns + ", optional: true")).read().arms[0];
    CHECK(optional.config.problem.table.optional);
    CHECK(optional.id == plain.id);
    CHECK(optional.resolved == plain.resolved);
}

TEST_CASE("table study: what does not go with a table is refused with its place",
          "[study][table][config]") {
    const auto errors = [](const std::string& text) { return StudyText(text).errors(); };
    using Lines = std::vector<std::string>;
    CHECK(errors(study_with(columns, "test: {count: 9}\n")) ==
          Lines{"study.yaml:11:7: test: is a map, expected none: a table's rows to test on are "
                "problem.table.test"});
    CHECK(errors(study_with(columns, "sampling: {plan: sobol}\n")) ==
          Lines{"study.yaml:11:11: sampling: is a map, expected only a count: the rows of a table "
                "are drawn at random"});
    CHECK(errors(study_with(columns + "}\n  name: {")).size() == 2);
    CHECK(errors(study_with(columns + "}\n  partials: {source: finite_difference")) ==
          Lines{"study.yaml:5:13: problem.partials: is a map, expected exact or none: a table "
                "cannot be differenced"});
    CHECK(
        errors(study_with("file: data.csv, inputs: [a], outputs: [y], partials: d_y_d_x")).size() ==
        1);
    CHECK(errors(study_with("file: data.csv, inputs: [a], outputs: [y], partials: {y: {b: c}}")) ==
          Lines{"study.yaml:4:69: problem.table.partials.y.b: is none of the table's inputs; did "
                "you mean 'a'?"});
    CHECK(
        errors(study_with("file: data.csv, inputs: [a]")) ==
        Lines{"study.yaml:4:10: problem.table.outputs: is missing, expected: its columns that are "
              "outputs; without a role the first is minimized"});
    CHECK(errors("study: a\nproblem: {}\nsurrogates: {nn: {kind: nn}}\n") ==
          Lines{"study.yaml:2:10: problem.name: is missing, expected one of `jennopt problems`, or "
                "external: {...}, or table: {...}, or inputs and outputs for jennopt suggest"});
    CHECK(errors(study_with(columns, "sweep: {problem.table.test: [10, 20]}\n")).size() == 1);
}

TEST_CASE("table study: what only the data tell is refused with its place", "[study][table]") {
    CHECK(refusal(study_with(columns, "sampling: {count: 41}\n")) ==
          "study.yaml:11:19: sampling.count: is 41, but the table has 60 rows, 20 of them to test "
          "on; expected at most 40");
    CHECK_THAT(refusal(study_with("file: data.csv, inputs: [a, c], outputs: [y]")),
               Catch::StartsWith("study.yaml:4:10: problem.table: ") &&
                   Catch::EndsWith("data.csv:1:1: has no column \"c\", found a, b, y, dya, dyb "
                                   "(separated by commas); did you mean 'a'?"));
    CHECK_THAT(refusal(study_with("file: none.csv, inputs: [a], outputs: [y]")),
               Catch::Contains("none.csv"));
    CHECK_THAT(refusal(study_with("file: data.csv, inputs: [a, b], outputs: [y], test: 70")),
               Catch::StartsWith("study.yaml:4:63: problem.table.test: is 70"));
    const std::string figure =
        "sampling: {count: 9}\nsweep: {sampling.count: [9, 12]}\nfigures:\n"
        "  - {name: f, along: sampling.count, y: 'r2_value[z]'}\n";
    CHECK(refusal(study_with(columns, figure)) ==
          "study.yaml:14:41: figures.0.y: is 'r2_value[z]', expected one of several outputs of "
          "the problem");
    CHECK_THAT(refusal(study_with("file: data.csv, inputs: [a, b], outputs: [y]",
                                  "sampling: {count: 20}\n")),
               Catch::Contains("a jenn learns from partials"));
}

TEST_CASE("table study: without a count all rows that are not tested on are trained on",
          "[study][table]") {
    const ScratchFolder folder;
    const Study study = study_from(study_with(columns), folder);
    CHECK_THAT(study.arms.front().resolved, Catch::Contains("count: all"));
    const auto arms = plan_in(folder, study);
    CHECK(planned_samples(arms.front()) == 40);
    CHECK(StudyText("study: a\nproblem: {name: rosenbrock}\nsampling: {count: all}\n"
                    "surrogates: {nn: {kind: nn}}\n")
              .errors() == std::vector<std::string>{
                               "study.yaml:3:19: sampling.count: is 'all', expected a number of "
                               "points: all is for problem.table"});
}

TEST_CASE("table study: rows are weighed by a column of standard deviations, not by position",
          "[study][table][config]") {
    const auto errors = [](const std::string& text) { return StudyText(text).errors(); };
    const std::string by_position =
        "study: a\nproblem: {table: {file: d.csv, inputs: [a], outputs: [y]}}\n"
        "surrogates: {nn: {kind: nn, beta: {samples: [1, 2]}}}\n";
    CHECK(
        errors(by_position) ==
        std::vector<std::string>{
            "study.yaml:3:45: surrogates.nn.beta.samples: is a list, expected none: the rows of a "
            "table are drawn at random; beta: {column: NAME} weighs each row by its standard "
            "deviation"});
    CHECK(errors("study: a\nproblem: {name: rosenbrock}\n"
                 "surrogates: {nn: {kind: nn, beta: {column: s}}}\n") ==
          std::vector<std::string>{"study.yaml:3:44: surrogates.nn.beta.column: is 's', expected "
                                   "none: columns are those of problem.table"});

    const Arm arm = StudyText(
                        "study: a\nproblem: {table: {file: d.csv, inputs: [a], outputs: [y], "
                        "partials: 'd{output}{input}'}}\n"
                        "surrogates: {jenn: {kind: jenn, gamma: {column: s}, beta: {column: "
                        "t}}}\n")
                        .read()
                        .arms.front();
    CHECK(arm.config.problem.table.deviations == std::vector<std::string>{"t", "s"});
    CHECK(StudyText(arm.resolved).read().arms.front().id == arm.id);

    TableOrigin origin;
    origin.deviations["t"] = Vector{{3.0, 3.0, 3.0}};
    origin.deviations["s"] = Vector{{1.0, 2.0, 1.0}};
    const Dataset rows{
        .X = Matrix{{0.0, 1.0, 2.0}}, .Y = Matrix::Zero(1, 3), .J = {Matrix::Zero(1, 3)}};
    const TableProblem table(
        {.name = "t", .inputs = {{"a", "", 0.0, 2.0}}, .outputs = {{"y", ""}}}, rows, origin);
    const SurrogateConfig weighed = with_row_weights(arm.config.surrogates, table, {1, 0}).front();
    CHECK(weighed.fit.gamma.samples[0] == Approx(0.4));
    CHECK(weighed.fit.gamma.samples[1] == Approx(1.6));
}

TEST_CASE("table study: repeated rows keep their own values in the samples", "[study][table]") {
    const ScratchFolder folder;
    const Study study = study_from(
        study_with(
            "file: data.csv, inputs: [a, b], outputs: [y], partials: {y: {a: dya}}, test: 2"),
        folder);
    std::string text = "a,b,y,dya\n0,0,1,5\n0,0,2,nan\n0,0,4,7\n";
    for (int i = 1; i < 12; ++i) {
        text += fmt::format("{},{},{},{}\n", i, i % 5, 3 * i, i);
    }
    write_text(folder.path() / "data.csv", text);
    const auto arms = plan(study, ProblemRegistry({}));
    const auto place = run(study, arms, {.output = folder.path() / "out"}, silent);
    const Table training = read_csv(place / study.arms.front().id / "r0" / "training.csv");
    REQUIRE(training.rows.rows() == 12);
    double sum = 0.0;
    Index repeats = 0;
    for (Index i = 0; i < 12; ++i) {
        if (training.rows(i, 0) == 0.0) {
            ++repeats;
            sum += training.rows(i, 2);
            CHECK(std::isnan(training.rows(i, 3)) == (training.rows(i, 2) == Approx(2.0)));
        }
    }
    CHECK(repeats == 3);
    CHECK(sum == Approx(7.0));
    CHECK(notes(arms)[1] ==
          "1 point of data.csv was measured more than once (lines 2, 3 and 4): values differ, y by "
          "up to 3.");
}

TEST_CASE("table study: partials are held against values", "[study][table]") {
    const ScratchFolder folder;
    const Study study = study_from(
        study_with("file: data.csv, inputs: [a, b], outputs: [y], partials: {y: {a: dyb, b: dya}}"),
        folder);
    const auto arms = plan_in(folder, study);
    const StudyAudit found = audit(arms);
    CHECK(found.n_wrong == 2);
    CHECK_THAT(found.text, Catch::Contains("it is d y / d a"));
    CHECK(notes(arms).size() == 3);
}

TEST_CASE("table study: other rows are another arm", "[study][table][config]") {
    const ScratchFolder folder;
    const auto id = [&] { return study_from(study_with(columns), folder).arms.front().id; };
    write_table(folder.path() / "data.csv");
    const std::string before = id();
    CHECK(id() == before);
    std::ofstream(folder.path() / "data.csv", std::ios::app) << "0.1,0.2,0.03,0.4,0.1\n";
    CHECK(id() != before);
}
