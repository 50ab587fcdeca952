#include "core/point_key.hpp"
#include "record/metric.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/growing_study.hpp"
#include "study/study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <set>
#include <tuple>

using namespace jennopt;

namespace {

/// A bad optimum on purpose, so that there is something to gain.
constexpr const char* with_infill = R"(study: small
seed: 3
replicates: 2
problem: {name: counting}
sampling: {count: 6}
test: {count: 5}
defaults: {hidden: [3], lambda: 0.01, gamma: 1, infill: 4, training: {max_iterations: 10}}
surrogates:
  nn: {kind: nn, infill: 3}
  jenn: {}
  polished: {polish: jenn, infill: 2}
  kriging: {kind: kriging, infill: 0}
optimization: {starts: 2, max_evaluations: 20, truth_baseline: false}
)";

Index count_of_kind(const OptimizerRecord& record, const std::string& kind) {
    return std::ranges::count(record.steps, kind, &StepRecord::kind);
}

/// The errors of a study whose surrogates begin in line 3.
std::vector<std::string> errors_of(const std::string& text) {
    return StudyText("study: a\n" + text).errors();
}

}  // namespace

TEST_CASE("infill: goes on from the samples and the checked optimum, and counts them",
          "[study][infill]") {
    const ScratchFolder folder;
    const Study study = study_from(with_infill, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    std::set<std::string> points;
    for (const char* replicate : {"r0", "r1"}) {
        const ReplicateRecord record = read_record(place / study.arms.front().id / replicate);
        REQUIRE(record.optimizers.size() == 3);
        for (const auto& [name, rounds, checks] :
             {std::tuple{"nn", 3, 1}, std::tuple{"jenn", 4, 1}, std::tuple{"polished", 2, 2}}) {
            const SurrogateRecord& surrogate = *find_surrogate(record, name);
            const OptimizerRecord* infill = find_optimizer(record, name + std::string("_infill"));
            REQUIRE(infill != nullptr);
            CHECK(infill->method == "infill");
            CHECK(infill->model == (name == std::string("nn") ? "nn" : "jenn"));
            CHECK(count_of_kind(*infill, sample_step) == 6);
            CHECK(count_of_kind(*infill, check_step) <= checks);
            CHECK(infill->steps[6].value ==
                  find_surrogate(record, checks == 2 ? "jenn" : name)->optimum.verdict.true_value);
            CHECK(infill->steps.back().round <= rounds - 1);
            CHECK(infill->given() == 0);
            CHECK(infill->evaluations() <= surrogate.true_evaluations + rounds);
            CHECK(infill->evaluations() > 7);
            CHECK(infill->best->verdict.true_value < surrogate.optimum.verdict.true_value);
            CHECK(infill->best->origin == "optimizer " + infill->name);
            for (const StepRecord& step : infill->steps) {
                points.insert(point_key(step.x));
            }
        }
        CHECK(record.best_evaluated->verdict.true_value <=
              record.optimizers[1].best->verdict.true_value);
    }
    // Beside these only test samples and the checks of kriging's optima are evaluated.
    CHECK(problem->evaluations <= std::ssize(points) + 12);
}

TEST_CASE("infill: same bytes for any jobs, and after a kill in any round", "[study][infill]") {
    const ScratchFolder folder;
    const Study study = study_from(with_infill, folder);
    const auto undisturbed = std::make_shared<const CountingProblem>();
    const auto expected = contents(
        run(study, arms_with(study, undisturbed), {.output = folder.path() / "one"}, silent));
    const auto several = std::make_shared<const CountingProblem>();
    CHECK(contents(run(study,
                       arms_with(study, several),
                       {.output = folder.path() / "four", .jobs = 4},
                       silent)) == expected);

    const auto problem = std::make_shared<const CountingProblem>();
    const StoppedRun torn =
        run_with_stops(study, arms_with(study, problem), {.output = folder.path() / "torn"}, 7);
    CHECK(contents(torn.place) == expected);
    CHECK(problem->evaluations == undisturbed->evaluations);
}

TEST_CASE("infill: failed samples and rounds are counted, and the study goes on",
          "[study][infill]") {
    GrowingStudy place([](const Vector& x) { return x(0) > 0.2; });
    (void)place.run(
        "study: small\nproblem: {name: counting}\nreplicates: 1\nsampling: {count: 8}\n"
        "test: {count: 5}\nsurrogates: {kriging: {kind: kriging, infill: 3}}\n"
        "optimization: {starts: 2, max_evaluations: 20, truth_baseline: false}\n");
    const ReplicateRecord record = read_record(place.replicate());
    REQUIRE(record.failed > 0);
    const OptimizerRecord& infill = record.optimizers.at(0);
    CHECK(count_of_kind(infill, sample_step) == 8);
    CHECK(infill.model == "kriging");
    CHECK(infill.evaluations() == 8 + 1 + 3);
    CHECK(infill.best->x(0) <= 0.2);
}

TEST_CASE("infill: one sentence where it has no place", "[study][infill]") {
    using Lines = std::vector<std::string>;
    CHECK(errors_of("problem: {table: {file: a.csv, inputs: [x], outputs: [y]}}\n"
                    "defaults: {infill: 10}\nsurrogates: {nn: {kind: nn}, jenn: {}}\n") ==
          Lines{"study.yaml:3:20: defaults.infill: cannot be used with problem.table, expected a "
                "problem that can be evaluated anywhere"});
    CHECK(
        errors_of("problem: {name: rosenbrock}\n"
                  "surrogates: {nn: {kind: nn, infill: 1001}}\n") ==
        Lines{"study.yaml:3:37: surrogates.nn.infill: is 1001, expected an integer in [0, 1000]"});
    CHECK(errors_of("problem: {name: rosenbrock}\n"
                    "surrogates: {nn: {kind: nn, infill: 1}, nn_infill: {kind: nn}}\n") ==
          Lines{"study.yaml:3:37: surrogates.nn.infill: of nn is called nn_infill in reports, "
                "expected another name for the surrogate or optimizer of this name"});
    const std::string plain = StudyText(small_study).read().arms.front().resolved;
    CHECK(plain.find("infill") == std::string::npos);
    const Arm arm = StudyText(small_study + "defaults: {infill: 7}\n").read().arms.front();
    CHECK(arm.config.surrogates.at(1).infill == 7);
    CHECK(StudyText(arm.resolved).read().arms.front().id == arm.id);
}
