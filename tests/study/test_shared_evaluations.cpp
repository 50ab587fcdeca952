#include "study/evaluation_requests.hpp"
#include "study/evaluation_store.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <atomic>
#include <chrono>
#include <fstream>
#include <memory>
#include <set>
#include <thread>
#include <vector>

using namespace jennopt;

namespace {

/// Takes longer than what is told other processes costs, and until it is let go on.
class SlowProblem final : public Problem {
public:
    SlowProblem()
        : Problem({.name = "slow",
                   .inputs = {{.name = "x", .lower = 0.0, .upper = 10.0}},
                   .outputs = {{.name = "f"}},
                   .has_partials = false}) {}

    mutable std::atomic<int> calls = 0;
    std::atomic<bool> is_held = false;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        ++calls;
        do {
            std::this_thread::sleep_for(std::chrono::milliseconds(12));
        } while (is_held);
        return {.value = x.array().square().matrix(), .jacobian = {}};
    }
};

double value_of(EvaluationStore& store, const Problem& problem, double x) {
    return store.evaluate(problem, "slow-1", Vector{{x}}, Derivatives::none).y.value(0);
}

void wait_for_call(const SlowProblem& problem, int calls) {
    while (problem.calls < calls) {
        std::this_thread::yield();
    }
}

}  // namespace

TEST_CASE("shared evaluations: a point that another process is at is waited for, not paid twice",
          "[study]") {
    const ScratchFolder folder;
    SlowProblem problem;
    EvaluationStore first(folder.path());
    EvaluationStore second(folder.path());
    problem.is_held = true;
    double found = 0.0;
    std::jthread at_work([&] { found = value_of(first, problem, 3.0); });
    wait_for_call(problem, 1);
    CHECK(second.is_under_way("slow-1", Vector{{3.0}}));
    CHECK_FALSE(second.is_under_way("slow-1", Vector{{4.0}}));
    std::jthread waiting([&] { CHECK(value_of(second, problem, 3.0) == 9.0); });
    problem.is_held = false;
    at_work.join();
    waiting.join();
    CHECK(found == 9.0);
    CHECK(problem.calls == 1);
    CHECK(second.recalled() == 1);
}

TEST_CASE("shared evaluations: what another process has made since is known", "[study]") {
    const ScratchFolder folder;
    SlowProblem problem;
    EvaluationStore first(folder.path());
    EvaluationStore second(folder.path());
    CHECK(value_of(first, problem, 1.0) == 1.0);
    CHECK(value_of(second, problem, 1.0) == 1.0);
    CHECK(problem.calls == 1);
}

TEST_CASE("shared evaluations: who has no work evaluates what another one expects", "[study]") {
    const ScratchFolder folder;
    const auto problem = std::make_shared<SlowProblem>();
    const auto ours = [&](const std::string& fingerprint) {
        return fingerprint == "slow-1" ? problem : std::shared_ptr<SlowProblem>();
    };
    EvaluationStore asking(folder.path());
    EvaluationStore helping(folder.path());
    CHECK_FALSE(helping.help(ours));
    asking.expect("slow-1", Matrix{{1.0, 2.0, 3.0, 4.0}});
    asking.expect("other-1", Matrix{{5.0}});
    problem->is_held = true;
    std::jthread at_work([&] { CHECK(value_of(asking, *problem, 1.0) == 1.0); });
    wait_for_call(*problem, 1);  // from here on all that it expects is posted
    problem->is_held = false;
    int helped = 0;
    while (helping.help(ours)) {
        ++helped;
    }
    at_work.join();
    CHECK(helped == 3);
    const int calls = problem->calls;
    for (const double x : {1.0, 2.0, 3.0, 4.0}) {
        CHECK(value_of(asking, *problem, x) == x * x);
    }
    CHECK(problem->calls == calls);
    CHECK(calls == 4);
    asking.finish();
    CHECK_FALSE(std::filesystem::exists(folder.path() / "requests"));
}

TEST_CASE("shared evaluations: requests of others that are no requests are passed over",
          "[study]") {
    const ScratchFolder folder;
    EvaluationRequests requests(folder.path() / "requests");
    requests.post({.name = "a1", .problem = "slow-1", .x = Vector{{2.5}}});
    for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
             {"b1", ""},
             {"b2", "{"},
             {"b3", R"({"problem": 3, "x": [1]})"},
             {"b4", R"({"problem": "slow-1", "x": ["one"]})"},
             {"b5", "[[[["}}) {
        std::ofstream(folder.path() / "requests" / (name + ".json")) << text;
    }
    const EvaluationRequests other(folder.path() / "requests");
    const std::vector<EvaluationRequest> found = other.read();
    REQUIRE(found.size() == 1);
    CHECK(found.front().name == "a1");
    CHECK(found.front().problem == "slow-1");
    CHECK(found.front().x == Vector{{2.5}});
    requests.withdraw("a1");
    CHECK(other.read().empty());
}

TEST_CASE("shared evaluations: the last process leaves one file and no claim", "[study]") {
    const ScratchFolder folder;
    SlowProblem problem;
    EvaluationStore first(folder.path());
    EvaluationStore second(folder.path());
    CHECK(value_of(first, problem, 2.0) == 4.0);
    CHECK(value_of(second, problem, 1.0) == 1.0);
    first.finish();
    CHECK(std::filesystem::exists(folder.path() / "000002.jsonl"));
    second.finish();
    CHECK_FALSE(std::filesystem::exists(folder.path() / "000002.jsonl"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "claims"));
    EvaluationStore third(folder.path());
    CHECK(value_of(third, problem, 1.0) == 1.0);
    CHECK(problem.calls == 2);
}
