#include "core/point_key.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "record/metric.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>
#include <set>

using namespace jennopt;

namespace {

constexpr const char* two_optimizers = R"(study: small
seed: 3
replicates: 2
problem: {name: counting}
budget: 9
optimizer_defaults: {starts: 3}
optimizers:
  best: {batch: 2}
  direct: {method: multistart, algorithm: lbfgs}
)";

std::string after(const std::string& text, const std::string& from, const std::string& to) {
    std::string changed = text;
    return changed.replace(changed.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("optimizer study: only the optimizers evaluate, from the same starts",
          "[study][optimizer]") {
    const ScratchFolder folder;
    const Study study = study_from(two_optimizers, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const auto replicate = place / study.arms.front().id / "r1";
    CHECK_FALSE(std::filesystem::exists(replicate / "training.csv"));
    const ReplicateRecord record = read_record(replicate);
    REQUIRE(record.optimizers.size() == 2);
    std::set<std::string> points;  // both begin at the same starts: these are evaluated once
    for (Index r = 0; r < 2; ++r) {
        const auto each = place / study.arms.front().id / ("r" + std::to_string(r));
        for (const OptimizerRecord& optimizer : read_record(each).optimizers) {
            for (const StepRecord& step : optimizer.steps) {
                points.insert(point_key(step.x));
            }
            CHECK(optimizer.steps.size() <= 9);
            CHECK(optimizer.best->verdict.violation == 0.0);
        }
    }
    CHECK(problem->evaluations == std::ssize(points));
    CHECK(record.optimizers[0].steps.front().x == record.optimizers[1].steps.front().x);
    CHECK(record.optimizers[1].best->verdict.distance < 1e-6);
    CHECK(record.best_evaluated->verdict.true_value ==
          std::min(record.optimizers[0].best->verdict.true_value,
                   record.optimizers[1].best->verdict.true_value));
    CHECK(contenders_of(record) == std::vector<std::string>{"best", "direct"});
    CHECK_THAT(read_text(replicate / "timing.json"), Catch::Contains("proposal_seconds"));
    CHECK_THAT(read_text(replicate / "optima.csv"), Catch::Contains("\ndirect,"));
}

TEST_CASE("optimizer study: same bytes for any jobs, and after a kill in any round",
          "[study][optimizer]") {
    const ScratchFolder folder;
    const Study study = study_from(two_optimizers, folder);
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
        run_with_stops(study, arms_with(study, problem), {.output = folder.path() / "torn"}, 1);
    CHECK(contents(torn.place) == expected);
    CHECK(problem->evaluations == undisturbed->evaluations);
}

TEST_CASE("optimizer study: optimizers stand beside surrogates", "[study][optimizer]") {
    const ScratchFolder folder;
    const Study study =
        study_from(std::string(two_optimizers) +
                       "sampling: {count: 6}\ntest: {count: 9}\n"
                       "surrogates: {jenn: {hidden: [3], training: {max_iterations: 30}}}\n"
                       "optimization: {starts: 2, max_evaluations: 20}\n",
                   folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    CHECK(contenders_of(record) ==
          std::vector<std::string>{"jenn", "best", "direct", "truth", "best_sample"});
    CHECK(record.truth_progress.size() == record.truth_evaluations);
    CHECK(record.truth_progress(record.truth_progress.size() - 1) ==
          record.truth->verdict.true_value);
}

TEST_CASE("optimizer study: when its first evaluations fail it ends with the program's words",
          "[study][optimizer]") {
    const ScratchFolder folder;
    const Study study = study_from(two_optimizers, folder);
    const auto problem =
        std::make_shared<const CountingProblem>([](const Vector& /*x*/) { return true; });
    CHECK_THROWS_WITH(
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent),
        Catch::Contains("evaluations of optimizer best all failed") &&
            Catch::Contains("the mesh collapsed"));
}

TEST_CASE("optimizer study: starts may come from a file, a replicate each", "[study][optimizer]") {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "starts.csv")
        << "k,seed,x2,x1\n1,0,0.1,0.2\n0,0,0.3,0.4\n0,1,-0.5,-0.6\n0,7,9,9\n";
    const Study study =
        study_from(after(two_optimizers, "starts: 3", "starts: starts.csv"), folder);
    const auto place = run(study,
                           arms_with(study, std::make_shared<const CountingProblem>()),
                           {.output = folder.path() / "out"},
                           silent);
    const auto steps = [&](const char* replicate) {
        return read_record(place / study.arms.front().id / replicate).optimizers[0].steps;
    };
    CHECK(steps("r0")[0].x == Vector{{0.4, 0.3}});
    CHECK(steps("r0")[1].x == Vector{{0.2, 0.1}});
    CHECK(steps("r1")[0].x == Vector{{-0.6, -0.5}});
}

TEST_CASE("optimizer study: a noisy best point is judged by the truth", "[study][optimizer]") {
    const ScratchFolder folder;
    const Study study = study_from(
        after(two_optimizers, "{name: counting}", "{name: counting, noise: {values: 0.5}}"),
        folder);
    const auto place = run(study,
                           arms_with(study, std::make_shared<const CountingProblem>()),
                           {.output = folder.path() / "out"},
                           silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    const EvaluatedPoint& best = *record.optimizers[0].best;
    const double a = best.x(0) - 0.3;
    const double b = best.x(1) + 0.1;
    CHECK(best.verdict.true_value == a * a + 2.0 * b * b);
}
