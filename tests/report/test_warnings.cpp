#include "core/text_file.hpp"
#include "data/table_problem.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/findings_fixture.hpp"
#include "report/replicate_files.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <memory>

using namespace jennopt;
using Catch::Contains;

namespace {

std::string warned(const StudyResults& study) {
    return sentences_of(warnings, study);
}

/// A study of a table whose rows have these values.
struct TableStudy {
    std::unique_ptr<TableProblem> problem;
    StudyResults study;
};

TableStudy table_study(const std::vector<double>& values) {
    TableStudy result{nullptr, made_up_input({0.1}, {0.2})};
    make_table_study(result.study);
    ProblemInfo info = result.study.arms[0].problem;
    const auto m = static_cast<Index>(values.size());
    Dataset rows = empty_dataset(2, 1);
    rows.X = Matrix::Zero(2, m);
    rows.X.row(0).setLinSpaced(-1.0, 1.0);
    rows.Y = Eigen::Map<const Matrix>(values.data(), 1, m);
    rows.J.assign(2, Matrix::Constant(1, m, NAN));
    result.problem = std::make_unique<TableProblem>(info, rows);
    result.study.arms[0].truth = result.problem.get();
    return result;
}

}  // namespace

TEST_CASE("warnings: a study without faults has none", "[report][warnings]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_configs(study);
    CHECK(warned(study).empty());
}

TEST_CASE("warnings: failures, lost surrogates and false predictions are not hidden",
          "[report][warnings]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_configs(study);
    ArmResults& arm = study.arms[0];
    arm.arm.config.replicates = 3;
    arm.replicates[0].failed = 2;
    arm.replicates[0].first_failure = "disk full";
    arm.replicates[1].missing_partials = 4;
    arm.replicates[0].surrogates[1].optimum.predicted = -40.0;
    arm.replicates[1].surrogates.pop_back();
    arm.replicates[1].lost = {{"jenn", "the loss is nan"}};
    const std::string text = warned(study);
    CHECK_THAT(text, Contains("Unfinished: 2 of 3 replicates are there."));
    CHECK_THAT(text, Contains("2 of 52 training samples and 0 test samples failed"));
    CHECK_THAT(text, Contains("the first failure: disk full"));
    CHECK_THAT(text, Contains("4 of 100 partials"));
    CHECK_THAT(text, Contains("jenn predicts too low a value at its optimum in 1 of 1 replicate"));
    CHECK_THAT(text, Contains("jenn was lost in 1 of 2 replicates: the loss is nan."));
}

TEST_CASE("warnings: missing partials matter where they were promised and a surrogate uses them",
          "[report][warnings]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    add_configs(study);
    study.arms[0].replicates[0].missing_partials = 50;
    CHECK_THAT(warned(study), Contains("50 of 50 partials"));
    study.arms[0].problem.has_partials = false;
    CHECK(warned(study).empty());
    study.arms[0].problem.has_partials = true;
    study.arms[0].arm.config.surrogates.pop_back();
    CHECK(warned(study).empty());
}

TEST_CASE("warnings: fits worse than the mean are named with their R2", "[report][warnings]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    study.arms[0].replicates[0].surrogates[0].accuracy.r2_value = -0.25;
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates[1].accuracy.r2_partials = -557.0;
    }
    const std::string text = warned(study);
    CHECK_THAT(text,
               Contains("nn predicts the values of the test samples worse than the mean of these "
                        "samples in 1 of 2 replicates: R2 -0.250."));
    CHECK_THAT(text,
               Contains("jenn predicts the partials of") &&
                   Contains("in 2 of 2 replicates: R2 -557 at worst."));
    CHECK_THAT(text, !Contains("\nnn predicts the partials"));
}

TEST_CASE("warnings: one output that is predicted badly is named", "[report][warnings]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].problem.outputs.push_back({"drag", "", OutputRole::quantity});
    for (SurrogateRecord& record : study.arms[0].replicates[0].surrogates) {
        record.accuracy.r2_values = Vector::Constant(2, 0.9);
    }
    study.arms[0].replicates[0].surrogates[1].accuracy.r2_values(1) = -2.0;
    CHECK_THAT(warned(study), Contains("jenn predicts the values of [drag] of the test samples"));
}

TEST_CASE("warnings: a prediction below all rows of a table by more than the test error",
          "[report][warnings]") {
    TableStudy made = table_study({3.0, 2.0, 4.0, 5.0});
    std::string text = warned(made.study);
    CHECK_THAT(text,
               Contains("nn predicts an optimum of 0.0100, below every row by 1.99 in 1 of 1 "
                        "replicate, more than its test error (RMSE 1.00): the least value there is "
                        "2.00."));
    CHECK_THAT(text, !Contains("truth") && !Contains("true"));
    for (SurrogateRecord& record : made.study.arms[0].replicates[0].surrogates) {
        record.accuracy.rmse_values.setConstant(2.5);
    }
    CHECK(warned(made.study).empty());
}

TEST_CASE("warnings: the row of a table that is far from the rest is named", "[report][warnings]") {
    const TableStudy made = table_study({1.0, 2.0, 3.0, 2.5, 1e10, 1.5, 0.5});
    CHECK_THAT(warned(made.study),
               Contains("Row 5 of the table is far from the rest: y = 1e+10") ||
                   Contains("Row 5 of the table is far from the rest: f = 1e+10"));
}

TEST_CASE("warnings: a training sample that is far from the rest is named", "[report][warnings]") {
    const ScratchFolder folder;
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    study.folder = folder.path();
    for (const ReplicateRecord& replicate : study.arms[0].replicates) {
        const auto place = folder_of(study, study.arms[0], replicate);
        std::filesystem::create_directories(place);
        write_text(place / "training.csv",
                   replicate.replicate == 0
                       ? "x1,x2,f\n0,0,1\n0,1,2\n1,0,3\n1,1,2\n"
                       : "x1,x2,f\n0,0,1\n0,1,2\n1,0,-9e5\n1,1,2\n0.5,0.5,1.5\n");
    }
    CHECK_THAT(warned(study),
               Contains("Training sample 3 of replicate 1 is far from the rest: f = -900000,"));
}

TEST_CASE("warnings: a long tail is not far from the rest", "[report][warnings]") {
    Vector values(40);
    for (Index t = 0; t < 40; ++t) {
        values(t) = std::exp(0.3 * static_cast<double>(t));
    }
    CHECK(far_values(values).empty());
    CHECK(far_values(Vector::Constant(9, 7.0)).empty());
    CHECK(far_values(Vector::Constant(1, 7.0)).empty());
    values(7) = 1e9;
    values(9) = -2e9;
    const std::vector<FarValue> far = far_values(values);
    REQUIRE(far.size() == 2);
    CHECK(far[0].sample == 9);
    CHECK(far[1].sample == 7);
    Vector mostly_equal = Vector::Zero(20);
    mostly_equal(3) = 1.0;
    CHECK(far_values(mostly_equal).size() == 1);
}

TEST_CASE("warnings: infeasible claims and evaluations that fail are counted",
          "[report][warnings]") {
    StudyResults study = made_up_input({0.1, 0.1, 0.1}, {0.2, 0.2, 0.2});
    add_constraint(study);
    add_direct_search(study, {0.1, 0.1, 0.1});
    ArmResults& arm = study.arms[0];
    for (ReplicateRecord& replicate : arm.replicates) {
        replicate.surrogates[0].optimum.verdict.violation = 0.5;
    }
    OptimumRecord& unchecked = arm.replicates[1].surrogates[1].optimum;
    unchecked.verdict = {NAN, NAN, NAN, NAN};
    unchecked.failure = "the mesh is tangled";
    arm.replicates[2].truth->search.runs[3].failure = "no license";
    const std::string text = warned(study);
    CHECK_THAT(text,
               Contains("nn claims an optimum that violates a true constraint in 3 of 3 "
                        "replicates, by 0.500 at most."));
    CHECK_THAT(text,
               Contains("jenn: the problem could not be evaluated at the optimum in 1 of 3 "
                        "replicates: the mesh is tangled"));
    CHECK_THAT(text,
               Contains("direct search: a failing evaluation ended 1 local search: no license"));
}

TEST_CASE("warnings: a value below the stated minimum, and a search that was not possible",
          "[report][warnings]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].replicates[0].surrogates[0].optimum.verdict.true_value = -0.5;
    study.arms[0].replicates[0].truth_failure = "every start failed";
    const std::string text = warned(study);
    CHECK_THAT(text,
               Contains("A true value of -0.500000 was found, better than the stated global"));
    CHECK_THAT(text, Contains("Direct search was not possible: every start failed"));
}

TEST_CASE("warnings: polishing that the guard refused", "[report][warnings]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_configs(study);
    study.arms[0].replicates[0].surrogates[1].polishing = PolishingOutcome{.kept = false};
    study.arms[0].replicates[1].surrogates[1].polishing = PolishingOutcome{.kept = true};
    CHECK_THAT(warned(study),
               Contains("jenn: the guard refused the polishing in 1 of 2 replicates"));
}

TEST_CASE("warnings: constant inputs, repeated and single samples are counted",
          "[report][warnings]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    study.arms[0].replicates[1].constant = {.inputs = {1}, .outputs = {0}};
    study.arms[0].replicates[1].repeated = 4;
    study.arms[0].replicates[0].samples = 1;
    const std::string text = warned(study);
    CHECK_THAT(text,
               Contains("Input x2 is the same in all training samples of 1 of 2 replicates: it was "
                        "not scaled, and only its partials show what it does."));
    CHECK_THAT(text, Contains("Output f is the same in all training samples of 1 of 2 replicates"));
    CHECK_THAT(text, Contains("4 of 26 training samples lie where an earlier one does"));
    CHECK_THAT(text, Contains("1 of 2 replicates learned from a single sample"));
}

TEST_CASE("warnings: what a study does to its samples is listed", "[report][warnings]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    WrapperOptions& wrappers = study.arms[0].arm.config.problem.wrappers;
    wrappers.noise = {.values = 0.5, .partials = 0.01};
    wrappers.missing.inputs = {"x2"};
    wrappers.failures = 0.1;
    CHECK_THAT(warned(study),
               Contains("on purpose, to training samples only: multiplicative noise of 0.5 on "
                        "values and of 0.01 on partials; no partials by x2; a share of 0.1 made to "
                        "fail."));
}

TEST_CASE("warnings: an arm without replicates is unfinished", "[report][warnings]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms[0].replicates.clear();
    CHECK(warned(study) == "Unfinished: 0 of 1 replicate are there.\n");
}
