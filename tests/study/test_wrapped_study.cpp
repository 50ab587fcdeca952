#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

std::string study_with(const std::string& wrappers, const std::string& more = "") {
    return "study: wrapped\nreplicates: 1\nproblem: {name: counting" + wrappers +
           "}\nsampling: {count: 20}\ntest: {count: 20}\n"
           "defaults: {hidden: [4], lambda: 0.001, gamma: 1, training: {max_iterations: 30}}\n"
           "surrogates:\n  nn: {kind: nn}\n  jenn: {kind: jenn}\n"
           "optimization: {starts: 2, max_evaluations: 30}\n" +
           more;
}

struct Finished {
    Study study;
    std::filesystem::path place;

    [[nodiscard]] std::filesystem::path replicate(std::size_t arm = 0) const {
        return place / study.arms[arm].id / "r0";
    }
};

Finished finish(const std::string& text, const ScratchFolder& folder, Index jobs = 1) {
    Finished finished{study_from(text, folder), {}};
    const auto problem = std::make_shared<const CountingProblem>();
    finished.place = run(finished.study,
                         arms_with(finished.study, problem),
                         {.output = folder.path() / std::to_string(jobs), .jobs = jobs},
                         silent);
    return finished;
}

}  // namespace

TEST_CASE("wrapped study: training samples are disturbed, everything else is the truth",
          "[study][wrappers]") {
    const ScratchFolder plain_folder;
    const ScratchFolder noisy_folder;
    const Finished plain = finish(study_with(""), plain_folder);
    const Finished noisy =
        finish(study_with(", noise: {values: 0.1, partials: 0.2}, missing: {fraction: 0.2}"),
               noisy_folder);
    CHECK(read_text(plain.replicate() / "test.csv") == read_text(noisy.replicate() / "test.csv"));
    const Table clean = read_csv(plain.replicate() / "training.csv");
    const Table disturbed = read_csv(noisy.replicate() / "training.csv");
    CHECK(clean.rows.leftCols(2) == disturbed.rows.leftCols(2));
    CHECK(clean.rows.col(2) != disturbed.rows.col(2));
    const ReplicateRecord record = read_record(noisy.replicate());
    CHECK(record.missing_partials > 0);
    const OptimumRecord& optimum = record.surrogates[1].optimum;
    CHECK(optimum.verdict.true_value ==
          CountingProblem().evaluate(optimum.x, Derivatives::none).value(0));
    CHECK(record.truth->x == read_record(plain.replicate()).truth->x);
}

TEST_CASE("wrapped study: the best of noisy samples is judged by the truth", "[study][wrappers]") {
    const ScratchFolder plain_folder;
    const ScratchFolder noisy_folder;
    const Finished plain = finish(study_with(""), plain_folder);
    const Finished noisy = finish(study_with(", noise: {values: 0.1}"), noisy_folder);
    const ReplicateRecord clean = read_record(plain.replicate());
    const ReplicateRecord record = read_record(noisy.replicate());
    REQUIRE(record.best_sample);
    CHECK(record.best_sample->verdict.true_value ==
          CountingProblem().evaluate(record.best_sample->x, Derivatives::none).value(0));
    CHECK(record.surrogates[0].true_evaluations == clean.surrogates[0].true_evaluations);
}

TEST_CASE("wrapped study: the best evaluated point is the lowest true value of all",
          "[study][wrappers]") {
    const ScratchFolder folder;
    const ReplicateRecord record = read_record(finish(study_with(""), folder).replicate());
    REQUIRE(record.best_sample);
    REQUIRE(record.best_evaluated);
    CHECK(record.best_sample->origin == "training sample");
    const double best = record.best_evaluated->verdict.true_value;
    CHECK(best <= record.best_sample->verdict.true_value);
    CHECK(best <= record.truth->verdict.true_value);
    CHECK(best <= record.surrogates[1].optimum.verdict.true_value);
    CHECK(best == CountingProblem().evaluate(record.best_evaluated->x, Derivatives::none).value(0));
}

TEST_CASE("wrapped study: partials filled with 0 are trained on and not counted as missing",
          "[study][wrappers]") {
    const ScratchFolder folder;
    const Finished finished = finish(
        study_with(", missing: {fraction: 0.5}", "sweep: {problem.missing.fill: [masked, zero]}\n"),
        folder);
    const ReplicateRecord masked = read_record(finished.replicate(0));
    const ReplicateRecord zero = read_record(finished.replicate(1));
    CHECK(masked.missing_partials > 0);
    CHECK(zero.missing_partials == 0);
    CHECK(masked.surrogates[0].accuracy.rmse_value == zero.surrogates[0].accuracy.rmse_value);
    CHECK(masked.surrogates[1].accuracy.rmse_partials <
          0.7 * zero.surrogates[1].accuracy.rmse_partials);
}

TEST_CASE("wrapped study: same seed, same bytes, for one job and for several",
          "[study][wrappers]") {
    const std::string text =
        study_with(", noise: {values: 0.1}, failures: {fraction: 0.2}, delay: 0.001");
    const ScratchFolder folder;
    CHECK(contents(finish(text, folder, 1).place) == contents(finish(text, folder, 4).place));
}

TEST_CASE("wrapped study: failures on purpose are counted and reported", "[study][wrappers]") {
    const ScratchFolder folder;
    const Finished finished = finish(study_with(", failures: {fraction: 0.3}"), folder);
    const ReplicateRecord record = read_record(finished.replicate());
    CHECK(record.failed > 0);
    CHECK(record.failed_tests == 0);
    CHECK_THAT(record.first_failure, Catch::Contains("on purpose"));
}

TEST_CASE("wrapped study: differences count their evaluations in the cost", "[study][wrappers]") {
    const ScratchFolder folder;
    const Finished finished =
        finish(study_with(", partials: {source: finite_difference, scheme: forward}"), folder);
    const ReplicateRecord record = read_record(finished.replicate());
    CHECK(record.surrogates[0].true_cost == 20.0 + 1.0);
    CHECK(record.surrogates[1].true_cost == 20.0 * 3.0 + 1.0);
    CHECK(record.truth.has_value());
}

TEST_CASE("wrapped study: a sweep disturbs the same samples more and more", "[study][wrappers]") {
    const ScratchFolder folder;
    const Finished finished =
        finish(study_with("", "sweep: {problem.noise.values: [0, 0.1, 0.2]}\n"), folder);
    REQUIRE(finished.study.arms.size() == 3);
    std::vector<Vector> y;
    for (std::size_t a = 0; a < 3; ++a) {
        y.emplace_back(read_csv(finished.replicate(a) / "training.csv").rows.col(2));
    }
    CHECK((y[2] - y[0]).isApprox(2.0 * (y[1] - y[0]), 1e-9));
}

TEST_CASE("wrapped study: what is not used leaves no trace in the resolved configuration",
          "[study][wrappers][config]") {
    CHECK_THAT(StudyText(small_study).read().arms[0].resolved, !Catch::Contains("noise"));
    const std::string text =
        "study: small\nproblem: {name: rosenbrock, partials: none, noise: {values: 0.5}}\n"
        "surrogates: {nn: {kind: nn}}\n";
    const Arm arm = StudyText(text).read().arms[0];
    CHECK_THAT(arm.resolved,
               Catch::Contains("source: none") && Catch::Contains("kind: multiplicative") &&
                   !Catch::Contains("outside"));
    CHECK(StudyText(arm.resolved).read().arms[0].id == arm.id);
}

TEST_CASE("wrapped study: wrong keys are refused with their place", "[study][wrappers][config]") {
    const auto errors = [](const std::string& block) {
        return StudyText("study: a\nproblem: {name: rosenbrock, " + block +
                         "}\nsurrogates: {nn: {kind: nn}}\n")
            .errors();
    };
    CHECK(errors("partials: exakt") ==
          std::vector<std::string>{"study.yaml:2:39: problem.partials.source: is 'exakt', expected "
                                   "one of exact, none, finite_difference; did you mean 'exact'?"});
    CHECK(errors("partials: {step: 0}") ==
          std::vector<std::string>{"study.yaml:2:46: problem.partials.step: is 0, expected a "
                                   "number in (0, 1]"});
    CHECK(errors("noise: {value: 1}") ==
          std::vector<std::string>{"study.yaml:2:37: problem.noise.value: is not a known key; did "
                                   "you mean 'values'?"});
    CHECK(errors("missing: {fraction: 2}").size() == 1);
    CHECK(errors("missing: {fill: 0}") ==
          std::vector<std::string>{"study.yaml:2:45: problem.missing.fill: is 0, expected one of "
                                   "masked, zero"});
    CHECK(errors("partials: {outside: 1}").size() == 1);
    CHECK(errors("failures: {fraction: 1}").size() == 1);
    CHECK(errors("failures: 0.1").size() == 1);
    CHECK(errors("delay: -1").size() == 1);
}
