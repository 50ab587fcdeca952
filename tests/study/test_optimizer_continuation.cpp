#include "core/point_key.hpp"
#include "record/record.hpp"
#include "study/given_data.hpp"
#include "study/growing_study.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <atomic>
#include <set>

using namespace jennopt;

namespace {

std::string searching(const std::string& budget, const std::string& more = "") {
    return "study: searching\nseed: 3\nreplicates: 2\nproblem: {name: counting}\n"
           "budget: " +
           budget +
           "\noptimizer_defaults: {starts: 3}\noptimizers:\n  best: {batch: 2}\n"
           "  direct: {method: multistart, algorithm: lbfgs}\n" +
           more;
}

/// Different points that the optimizers of the study's first arm evaluated.
std::set<std::string> points_of(const GrowingStudy& place) {
    std::set<std::string> points;
    for (const Index replicate : {Index{0}, Index{1}}) {
        for (const OptimizerRecord& optimizer :
             read_record(place.replicate(replicate)).optimizers) {
            for (const StepRecord& step : optimizer.steps) {
                points.insert(point_key(step.x));
            }
        }
    }
    return points;
}

bool has_failed(const StepRecord& step) {
    return std::isnan(step.value);
}

}  // namespace

TEST_CASE("optimizers that go on: a larger budget or another optimizer pays for what is new",
          "[study][optimizer][continuation]") {
    GrowingStudy place;
    const int first = place.run(searching("6"));
    const auto few = points_of(place);
    CHECK(first == std::ssize(few));
    const int more = place.run(searching("12"));
    const auto many = points_of(place);
    CHECK(more == std::ssize(many) - std::ssize(few));
    CHECK(std::ranges::includes(many, few));

    CHECK(place.run(searching("12", "  twin: {batch: 2}\n")) == 0);
    const int others = place.run(searching("12", "  nn: {model: nn}\n"));
    CHECK(others == std::ssize(points_of(place)) - std::ssize(many));
    CHECK(place.run(searching("6")) == 0);
    CHECK(place.run(searching("6"), {.force = true}) == 0);
    CHECK(points_of(place) == few);
}

TEST_CASE("optimizers that go on: failures are asked again when that is wanted",
          "[study][optimizer][continuation]") {
    std::atomic<bool> is_down = true;
    GrowingStudy place([&](const Vector& x) { return is_down && x(0) < 0.0; });
    const auto failures = [&] {
        Index n = 0;
        for (const OptimizerRecord& optimizer : read_record(place.replicate()).optimizers) {
            n += std::ranges::count_if(optimizer.steps, has_failed);
        }
        return n;
    };
    (void)place.run(searching("8"));
    REQUIRE(failures() > 0);
    is_down = false;
    CHECK(place.run(searching("8")) == 0);
    CHECK(place.run(searching("8"), {.retry_failed = true}) > 0);
    CHECK(failures() == 0);
    CHECK(place.run(searching("8"), {.retry_failed = true}) == 0);
}

TEST_CASE("optimizers that go on: their first failures end the study, with their option",
          "[study][optimizer][continuation]") {
    std::atomic<bool> is_down = true;
    GrowingStudy place([&](const Vector& /*x*/) { return is_down.load(); });
    CHECK_THROWS_WITH(place.run(searching("8", "failures: {stop_after: 3}\n")),
                      Catch::Contains("the first 3 of 8 evaluations of optimizer best all failed, "
                                      "no more are tried (failures.stop_after)"));
    is_down = false;
    const int again = place.run(searching("8"));
    CHECK(again == std::ssize(points_of(place)));
}

TEST_CASE("optimizers that go on: data that exist come first and cost nothing",
          "[study][optimizer][data]") {
    const ScratchFolder folder;
    const auto problem = std::make_shared<const CountingProblem>();
    const auto file = folder.path() / "runs.csv";
    write_text(file, "x1,x2,y,d_y_d_x1,d_y_d_x2\n0.5,0.5,,,\n0.3,-0.1,0,0,0\n0.5,-0.5,0.36,,\n");
    const Study study = study_from(searching("5", "data: runs.csv\n"), folder);
    auto arms = arms_with(study, problem);
    arms.front().given = std::make_shared<const GivenData>(read_given_data(file, problem->info()));
    const auto place = run(study, arms, {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r1");
    for (const OptimizerRecord& optimizer : record.optimizers) {
        CHECK(optimizer.given() == 3);
        CHECK(optimizer.evaluations() <= 5);
        CHECK(optimizer.best->origin == given_origin);
        CHECK(optimizer.outputs == Vector::Zero(1));
    }
    REQUIRE(record.best_evaluated);
    CHECK(record.best_evaluated->origin == given_origin);
    CHECK(record.best_evaluated->outputs == Vector::Zero(1));
}
