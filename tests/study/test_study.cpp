#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>

using namespace jennopt;

namespace {

constexpr const char* small_study = R"(study: small
seed: 3
replicates: 2
problem: {name: counting}
sampling: {plan: latin_hypercube, count: 8}
test: {plan: random, count: 12}
defaults: {hidden: [4], training: {max_iterations: 60}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
  polished: {polish: jenn, guard: false}
optimization: {starts: 3, max_evaluations: 40}
)";

}  // namespace

TEST_CASE("study: a run leaves every file of its folder, and finds the minimum of a bowl",
          "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    CHECK(place == folder.path() / "out" / "small");
    const auto replicate = place / study.arms.front().id / "r1";
    for (const char* name : {"config.resolved.yaml",
                             "environment.json",
                             "training.csv",
                             "test.csv",
                             "optima.csv",
                             "record.json",
                             "timing.json",
                             "models/nn.json",
                             "models/jenn.json",
                             "models/polished.json",
                             "DONE"}) {
        INFO(name);
        CHECK(std::filesystem::exists(replicate / name));
    }
    CHECK(std::filesystem::exists(place / "evaluations" / "000001.jsonl"));
    const ReplicateRecord record = read_record(replicate);
    REQUIRE(record.surrogates.size() == 3);
    CHECK(record.samples == 8);
    CHECK(record.surrogates[0].kind == "nn");
    CHECK(record.surrogates[0].true_cost == 9.0);
    CHECK(record.surrogates[1].true_cost == 17.0);
    CHECK(record.surrogates[1].accuracy.r2_partials > record.surrogates[0].accuracy.r2_partials);
    CHECK(record.surrogates[2].polishing.has_value());
    REQUIRE(record.truth.has_value());
    CHECK(record.truth->verdict.distance < 1e-6);
    CHECK(record.truth->verdict.gradient_norm < 1e-6);
    CHECK(record.surrogates[1].optimum.verdict.distance < 0.3);
}

TEST_CASE("study: a plain network is polished by value, at no price of partials", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(
        std::string(small_study)
            .replace(std::string(small_study).find("polish: jenn"), 12, "polish: nn, by: value"),
        folder);
    const auto place = run(study,
                           arms_with(study, std::make_shared<const CountingProblem>()),
                           {.output = folder.path() / "out"},
                           silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    REQUIRE(record.surrogates.size() == 3);
    CHECK(record.surrogates[2].kind == "polished nn");
    CHECK(record.surrogates[2].true_cost == 10.0);
    CHECK(record.surrogates[2].loss.jacobian == 0.0);
    CHECK(record.surrogates[2].accuracy.rmse_value != record.surrogates[0].accuracy.rmse_value);
}

TEST_CASE("study: same seed, same bytes, for one job and for several", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto arms = arms_with(study, problem);
    const auto one =
        contents(run(study, arms, {.output = folder.path() / "one", .jobs = 1}, silent));
    const auto two =
        contents(run(study, arms, {.output = folder.path() / "two", .jobs = 2}, silent));
    const auto six =
        contents(run(study, arms, {.output = folder.path() / "six", .jobs = 6}, silent));
    CHECK(one == two);
    CHECK(one == six);
}

TEST_CASE("study: another seed gives other samples, another replicate too", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    std::string other_text = small_study;
    other_text.replace(other_text.find("seed: 3"), 7, "seed: 4");
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "a"}, silent);
    const Study other = study_from(other_text, folder);
    const auto other_place =
        run(other, arms_with(other, problem), {.output = folder.path() / "b"}, silent);
    const std::string samples = read_text(place / study.arms.front().id / "r0" / "training.csv");
    CHECK(samples != read_text(other_place / other.arms.front().id / "r0" / "training.csv"));
    CHECK(samples != read_text(place / study.arms.front().id / "r1" / "training.csv"));
}

TEST_CASE("study: stopped anywhere and run again, it repeats nothing and ends with the same bytes",
          "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto undisturbed = std::make_shared<const CountingProblem>();
    const auto expected = contents(
        run(study, arms_with(study, undisturbed), {.output = folder.path() / "whole"}, silent));

    const auto problem = std::make_shared<const CountingProblem>();
    const StoppedRun torn =
        run_with_stops(study, arms_with(study, problem), {.output = folder.path() / "torn"}, 7);
    CHECK(contents(torn.place) == expected);
    CHECK(torn.stops > 3);
    CHECK(problem->evaluations == undisturbed->evaluations);
}

TEST_CASE("study: the same replicate has the same samples in every arm", "[study]") {
    const ScratchFolder folder;
    const Study study =
        study_from(std::string(small_study) + "sweep: {defaults.lambda: [0.1, 0.001]}\n", folder);
    REQUIRE(study.arms.size() == 2);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    CHECK(read_text(place / study.arms[0].id / "r1" / "training.csv") ==
          read_text(place / study.arms[1].id / "r1" / "training.csv"));
}

TEST_CASE("study: failing evaluations are recorded and the study goes on", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem =
        std::make_shared<const CountingProblem>([](const Vector& x) { return x(0) < -0.5; });
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    CHECK(record.failed > 0);
    CHECK(record.samples + record.failed == 8);
    CHECK_THAT(record.first_failure, Catch::Contains("the mesh collapsed"));
    CHECK((record.truth.has_value() || !record.truth_failure.empty()));
    CHECK_THAT(read_text(place / "evaluations" / "000001.jsonl"),
               Catch::Contains(R"("status":"failed")"));
}

TEST_CASE("study: when everything fails the first message is the error", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem =
        std::make_shared<const CountingProblem>([](const Vector& /*x*/) { return true; });
    CHECK_THROWS_WITH(
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent),
        Catch::Contains("the first 5 of 8 training samples all failed") &&
            Catch::Contains("the mesh collapsed"));
}

TEST_CASE("study: a changed configuration goes on beside the results that are there, which stay",
          "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const RunOptions options{.output = folder.path() / "out"};
    const auto place = run(study, arms_with(study, problem), options, silent);
    const auto before = contents(place / study.arms.front().id);

    std::string text = small_study;
    text.replace(text.find("count: 8"), 8, "count: 9");
    const Study changed = study_from(text, folder);
    (void)run(changed, arms_with(changed, problem), options, silent);
    CHECK(contents(place / study.arms.front().id) == before);
    CHECK(std::filesystem::exists(place / changed.arms.front().id / "r0" / "DONE"));

    RunOptions forced = options;
    forced.force = true;
    (void)run(changed, arms_with(changed, problem), forced, silent);
    CHECK_FALSE(std::filesystem::exists(place / study.arms.front().id));
    CHECK(std::filesystem::exists(place / changed.arms.front().id / "r0" / "DONE"));
}

TEST_CASE("study: more replicates go on from those that are there", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    (void)run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const int before = problem->evaluations;
    std::string text = small_study;
    text.replace(text.find("replicates: 2"), 13, "replicates: 3");
    const Study longer = study_from(text, folder);
    const auto place =
        run(longer, arms_with(longer, problem), {.output = folder.path() / "out"}, silent);
    CHECK(std::filesystem::exists(place / longer.arms.front().id / "r2" / "DONE"));
    CHECK(problem->evaluations < 2 * before);
}

TEST_CASE("study: a folder with something else in it is left alone", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    std::filesystem::create_directories(folder.path() / "out" / "small");
    std::ofstream(folder.path() / "out" / "small" / "thesis.txt") << "years of work";
    CHECK_THROWS_WITH(
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent),
        Catch::Contains("holds no study"));
    CHECK(problem->evaluations == 0);
    const RunOptions forced{.output = folder.path() / "out", .force = true};
    CHECK_THROWS_WITH(run(study, arms_with(study, problem), forced, silent),
                      Catch::Contains("holds no study"));
    CHECK(read_text(folder.path() / "out" / "small" / "thesis.txt") == "years of work");
}

TEST_CASE("study: a training that diverges is recorded as lost and the others go on", "[study]") {
    const ScratchFolder folder;
    std::string text = small_study;
    text.replace(text.find("jenn: {kind: jenn}"),
                 18,
                 "jenn: {kind: jenn, training: {trainer: adam, rate: 1e160}}");
    const Study study = study_from(text, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    REQUIRE(record.surrogates.size() == 1);
    REQUIRE(record.lost.size() == 2);
    CHECK_THAT(record.lost[0].reason, Catch::Contains("training diverged"));
    CHECK(record.lost[1].reason == "there is no jenn to polish");
    CHECK(record.truth.has_value());
}

TEST_CASE("study: weights per sample follow the samples that arrived", "[study]") {
    const ScratchFolder folder;
    std::string text = small_study;
    text.replace(text.find("jenn: {kind: jenn}"),
                 18,
                 "jenn: {kind: jenn, gamma: {samples: [1, 2, 3, 4, 5, 6, 7, 8]}}");
    const Study study = study_from(text, folder);
    const auto problem =
        std::make_shared<const CountingProblem>([](const Vector& x) { return x(0) < -0.7; });
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    CHECK(record.failed > 0);
    CHECK(record.surrogates.size() == 3);
    CHECK(record.surrogates[0].true_evaluations == 9);
    CHECK(record.surrogates[2].true_evaluations == 10);
}

TEST_CASE("study: the time of all calls that ran something is kept, and of no other", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(small_study, folder);
    const auto arms = arms_with(study, std::make_shared<const CountingProblem>());
    const RunOptions options{.output = folder.path() / "out", .jobs = 2};
    const auto timing = folder.path() / "out" / "small" / "timing.json";
    const auto seconds = [&timing] {
        return Json::parse(read_text(timing)).at("seconds").get<double>();
    };
    const auto stop = [](const StudyProgress& progress) {
        if (progress.fraction > 0.3) {
            throw Interrupted("enough");
        }
    };
    CHECK_THROWS_AS(run(study, arms, options, stop), Interrupted);
    const double interrupted = seconds();
    CHECK(interrupted > 0.0);
    (void)run(study, arms, options, silent);
    CHECK(seconds() > interrupted);
    const std::string finished = read_text(timing);
    CHECK(Json::parse(finished).at("jobs") == 2);
    (void)run(study, arms, options, silent);
    CHECK(read_text(timing) == finished);
    write_text(timing, R"({"seconds": 1e6, "jobs": 1})");
    (void)run(study, arms, {.output = folder.path() / "out", .force = true}, silent);
    CHECK(seconds() < 1e6);
}
