#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/lost_replicates.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

const std::string one_arm = R"(study: small
seed: 3
problem: {name: counting}
sampling: {plan: random, count: 8}
test: {plan: random, count: 5}
defaults: {hidden: [2], training: {max_iterations: 5}}
surrogates: {jenn: {kind: jenn}}
optimization: {starts: 2, max_evaluations: 10}
)";

/// A study, run; what it said and what it left.
class Losing {
public:
    explicit Losing(
        const std::string& text,
        std::shared_ptr<const CountingProblem> problem = std::make_shared<const CountingProblem>())
        : study(study_from(text, scratch_)), problem_(std::move(problem)) {}

    fs::path run_with(Index jobs, const std::string& output = "out") {
        return run(study,
                   arms_with(study, problem_),
                   {.output = scratch_.path() / output, .jobs = jobs},
                   [&](const StudyProgress& progress) {
                       if (!progress.remark.empty()) {
                           remarks.emplace_back(progress.remark);
                       }
                   });
    }

    [[nodiscard]] fs::path place(std::size_t arm, int replicate) const {
        return scratch_.path() / "out" / "small" / study.arms[arm].id /
               ("r" + std::to_string(replicate));
    }

private:
    ScratchFolder scratch_;

public:
    Study study;
    std::vector<std::string> remarks;

private:
    std::shared_ptr<const CountingProblem> problem_;
};

}  // namespace

TEST_CASE("lost replicates: an arm whose evaluations all fail does not stop the others",
          "[study][lost]") {
    const std::string order = GENERATE("[0.0, 0.99999]", "[0.99999, 0.0]");
    const std::size_t bad = order == "[0.99999, 0.0]" ? 0 : 1;
    Losing losing(one_arm + "replicates: 3\nsweep: {problem.failures.fraction: " + order + "}\n");
    (void)losing.run_with(1);
    for (const int r : {0, 1, 2}) {
        CHECK(fs::exists(losing.place(1 - bad, r) / "DONE"));
        CHECK(why_lost(losing.place(1 - bad, r)).empty());
        CHECK_FALSE(fs::exists(losing.place(bad, r) / "DONE"));
        CHECK_THAT(why_lost(losing.place(bad, r)),
                   Catch::StartsWith("the first 5 of 8 training samples all failed, no more are "
                                     "tried (failures.stop_after)"));
    }
    const auto names_it = [](const std::string& remark) {
        return remark.find(", replicate 0, is left out: the first 5 of 8") != std::string::npos;
    };
    CHECK(std::ranges::count_if(losing.remarks, names_it) == 1);
    CHECK(std::ranges::none_of(losing.remarks, [](const std::string& remark) {
        return remark.find("replicate 1") != std::string::npos;
    }));
}

TEST_CASE("lost replicates: one without a usable sample does not stop the others",
          "[study][lost]") {
    const std::string text = one_arm + "replicates: 6\n";
    std::string few = text;
    few.replace(few.find("count: 8"), 8, "count: 2")
        .replace(few.find("{name: counting}"), 16, "{name: counting, failures: {fraction: 0.5}}");
    Losing losing(few);
    const auto one = contents(losing.run_with(1));
    int lost = 0;
    for (int r = 0; r < 6; ++r) {
        const bool is_lost = !why_lost(losing.place(0, r)).empty();
        CHECK(is_lost != fs::exists(losing.place(0, r) / "DONE"));
        lost += is_lost ? 1 : 0;
    }
    CHECK(lost > 0);
    CHECK(lost < 6);
    CHECK(contents(losing.run_with(3, "three")) == one);
    CHECK(contents(losing.run_with(1)) == one);  // and going on changes nothing
}

TEST_CASE("lost replicates: a program that always fails is asked five times, not in every arm",
          "[study][lost]") {
    const auto broken =
        std::make_shared<const CountingProblem>([](const Vector& /*x*/) { return true; });
    Losing losing(one_arm + "replicates: 3\nsweep: {surrogates.jenn.hidden: [[2], [3]]}\n", broken);
    CHECK_THROWS_WITH(losing.run_with(1), Catch::Contains("the first 5 of 8 training samples"));
    CHECK(broken->evaluations == 5);
    CHECK_THAT(why_lost(losing.place(1, 2)), Catch::Contains("the mesh collapsed"));
}

TEST_CASE("lost replicates: when it works again what was lost is made, and no trace is left",
          "[study][lost]") {
    bool is_broken = true;
    const auto mended =
        std::make_shared<const CountingProblem>([&](const Vector& /*x*/) { return is_broken; });
    Losing losing(one_arm + "replicates: 2\n", mended);
    CHECK_THROWS_AS(losing.run_with(1), EvaluationError);
    CHECK(fs::exists(losing.place(0, 0) / "FAILED"));
    is_broken = false;
    const auto after = contents(losing.run_with(1));
    CHECK(after == contents(losing.run_with(1, "fresh")));
}

TEST_CASE("lost replicates: a failure of the machine stops the study and is nobody's",
          "[study][lost]") {
    std::atomic<int> left = 20;
    const auto machine = std::make_shared<const CountingProblem>([&](const Vector& /*x*/) {
        if (--left < 0) {
            throw MachineFailure("no licence is free");
        }
        return false;
    });
    Losing losing(one_arm + "replicates: 4\n", machine);
    CHECK_THROWS_AS(losing.run_with(2), MachineFailure);
    for (const int r : {0, 1, 2, 3}) {
        CHECK_FALSE(fs::exists(losing.place(0, r) / "FAILED"));
    }
    int stops = 0;
    for (left = 7; stops < 100; left = 7) {
        try {
            (void)losing.run_with(1);
            break;
        } catch (const MachineFailure&) {
            ++stops;
        }
    }
    CHECK(stops > 5);
    left = 1'000'000;
    CHECK(contents(losing.place(0, 0).parent_path().parent_path()) ==
          contents(losing.run_with(1, "undisturbed")));
}
