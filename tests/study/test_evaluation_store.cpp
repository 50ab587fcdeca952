#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/evaluation.hpp"
#include "study/evaluation_store.hpp"
#include "study/problem_views.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <chrono>
#include <fstream>
#include <thread>

using namespace jennopt;

namespace {

const std::string bowl = "counting-1";

std::filesystem::path only_file(const ScratchFolder& folder) {
    return folder.path() / "000001.jsonl";
}

Rng some_rng() {
    return Rng(7);
}

}  // namespace

TEST_CASE("evaluation store: a recorded evaluation is not made again and comes back to the bit",
          "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    const Vector x{{1.0 / 3.0, -0.7}};
    EvaluationResult first;
    {
        EvaluationStore store(folder.path());
        first = store.evaluate(problem, bowl, x);
        CHECK(store.recalled() == 0);
    }
    EvaluationStore store(folder.path());
    const EvaluationResult again = store.evaluate(problem, bowl, x);
    CHECK(problem.evaluations == 1);
    CHECK(store.recalled() == 1);
    CHECK(again.x == x);
    CHECK(again.y.value == first.y.value);
    CHECK(again.y.jacobian == first.y.jacobian);
    (void)store.evaluate(problem, bowl, Vector{{1.0 / 3.0, std::nextafter(-0.7, 0.0)}});
    (void)store.evaluate(problem, "another-1", x);
    CHECK(problem.evaluations == 3);
}

TEST_CASE("evaluation store: an evaluation is on disk before it is used", "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    EvaluationStore store(folder.path());
    (void)store.evaluate(problem, bowl, Vector{{0.5, 0.25}});
    CHECK_THAT(read_text(only_file(folder)),
               Catch::StartsWith(R"({"problem":"counting-1","x":[0.5,0.25],"status":"ok","y":[)") &&
                   Catch::EndsWith("\n"));
}

TEST_CASE("evaluation store: values alone serve those who want values alone", "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    const Vector x{{0.5, 0.25}};
    {
        EvaluationStore store(folder.path());
        (void)store.evaluate(problem, bowl, x, Derivatives::none);
        (void)store.evaluate(problem, bowl, x, Derivatives::none);
        CHECK(problem.evaluations == 1);
        (void)store.evaluate(problem, bowl, x);
        CHECK(problem.evaluations == 2);
        (void)store.evaluate(problem, bowl, x, Derivatives::none);
        store.finish();
    }
    EvaluationStore store(folder.path());
    CHECK(store.evaluate(problem, bowl, x).y.jacobian.cols() == 2);
    CHECK(problem.evaluations == 2);
}

TEST_CASE("evaluation store: several threads that want one point make one evaluation",
          "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem([](const Vector& /*x*/) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        return false;
    });
    EvaluationStore store(folder.path());
    std::vector<std::jthread> threads;
    std::atomic<int> right = 0;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (const double a : {0.1, 0.2, 0.3}) {
                right += store.evaluate(problem, bowl, Vector{{a, 0.0}}).y.value.size() == 1 ? 1 : 0;
            }
        });
    }
    threads.clear();
    CHECK(right == 12);
    CHECK(problem.evaluations == 3);
    CHECK(store.recalled() == 9);
}

TEST_CASE("evaluation store: whoever waits for an evaluation that is interrupted makes it itself",
          "[study][store]") {
    const ScratchFolder folder;
    std::atomic<int> calls = 0;
    const CountingProblem problem([&](const Vector& /*x*/) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (++calls == 1) {
            throw Interrupted("stop");
        }
        return false;
    });
    EvaluationStore store(folder.path());
    std::atomic<int> interrupted = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
            try {
                (void)store.evaluate(problem, bowl, Vector{{0.1, 0.1}});
            } catch (const Interrupted&) {
                ++interrupted;
            }
        });
    }
    threads.clear();
    CHECK(interrupted == 1);
    CHECK(problem.evaluations == 2);
}

TEST_CASE("evaluation store: a failure stands, unless everything failed or it is asked again",
          "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem([](const Vector& x) { return x(0) > 0.0; });
    const Vector bad{{0.5, 0.5}};
    const auto ask = [&](bool retry) {
        return EvaluationStore(folder.path(), retry).evaluate(problem, bowl, bad).failure;
    };
    CHECK_THAT(ask(false), Catch::Contains("the mesh collapsed"));
    CHECK_THAT(ask(false), Catch::Contains("the mesh collapsed"));
    CHECK(problem.evaluations == 2);  // nothing else was ever evaluated
    (void)EvaluationStore(folder.path()).evaluate(problem, bowl, Vector{{-0.5, 0.5}});
    CHECK_THAT(ask(false), Catch::Contains("the mesh collapsed"));
    CHECK(problem.evaluations == 3);
    (void)ask(true);
    CHECK(problem.evaluations == 4);
}

TEST_CASE("evaluation store: a torn last line is dropped and its evaluation made again",
          "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    const auto both = [&](EvaluationStore store) {
        (void)store.evaluate(problem, bowl, Vector{{0.1, 0.2}});
        (void)store.evaluate(problem, bowl, Vector{{0.3, 0.4}});
        store.finish();
        return store.torn();
    };
    CHECK(both(EvaluationStore(folder.path())) == 0);
    const std::string whole = read_text(only_file(folder));
    std::filesystem::resize_file(only_file(folder), whole.size() - 5);
    CHECK(both(EvaluationStore(folder.path())) == 1);
    CHECK(problem.evaluations == 3);
    CHECK(read_text(only_file(folder)) == whole);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "000002.jsonl"));
}

TEST_CASE(
    "evaluation store: processes write files of their own, which become one when all are gone",
    "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    const Vector shared{{0.5, 0.5}};
    {
        EvaluationStore one(folder.path());
        EvaluationStore two(folder.path());
        (void)one.evaluate(problem, bowl, shared);
        (void)two.evaluate(problem, bowl, shared);
        (void)two.evaluate(problem, bowl, Vector{{-0.5, 0.5}});
        two.finish();  // the other is still there
        CHECK(std::filesystem::exists(folder.path() / "000002.jsonl"));
    }
    EvaluationStore all(folder.path());
    (void)all.evaluate(problem, bowl, shared);
    (void)all.evaluate(problem, bowl, Vector{{-0.5, 0.5}});
    CHECK(problem.evaluations == 2);
    all.finish();
    CHECK_FALSE(std::filesystem::exists(folder.path() / "000002.jsonl"));
    const std::string text = read_text(only_file(folder));
    CHECK(std::ranges::count(text, '\n') == 2);
    CHECK(text.find("[-0.5,0.5]") < text.find("[0.5,0.5]"));
}

TEST_CASE("evaluation store: the truth and disturbed samples share one evaluation",
          "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    ProblemConfig config{.name = "counting"};
    config.wrappers.noise = {.values = 0.1, .partials = 0.1};
    config.wrappers.missing.fraction = 0.5;
    EvaluationStore store(folder.path());
    const ProblemViews views(problem, config, &store, some_rng());
    const Vector x{{0.2, 0.3}};
    const EvaluationResult sample = attempt(views.samples(), x);
    const EvaluationResult truth = attempt(views.truth(), x);
    CHECK(problem.evaluations == 1);
    CHECK(truth.y.value == problem.evaluate(x, Derivatives::none).value);
    CHECK(sample.y.value != truth.y.value);
    const ProblemViews unstored(problem, config, nullptr, some_rng());
    CHECK(attempt(unstored.samples(), x).y.value == sample.y.value);
}

TEST_CASE("evaluation store: differences are of stored values", "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    ProblemConfig config{.name = "counting"};
    config.wrappers.partials.source = PartialsSource::finite_difference;
    EvaluationStore store(folder.path());
    const ProblemViews views(problem, config, &store, some_rng());
    const EvaluationResult first = attempt(views.samples(), Vector{{0.2, 0.3}});
    CHECK(problem.evaluations == 5);
    CHECK(attempt(views.samples(), Vector{{0.2, 0.3}}).y.jacobian == first.y.jacobian);
    CHECK(problem.evaluations == 5);
}

TEST_CASE("evaluate_all: it stops where the first points all fail, with the first message",
          "[study][store]") {
    const CountingProblem problem([](const Vector& x) { return x(0) < 0.5; });
    Matrix X(2, 8);
    X.row(0) << 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9;
    X.row(1).setZero();
    EvaluationOptions options{.group = "training", .on_progress = [](double /*share*/) {}};
    options.stop_after = 4;
    CHECK_THROWS_WITH(evaluate_all(problem, X, options),
                      Catch::Contains("the first 4 of 8 training samples all failed") &&
                          Catch::Contains("at [0.1, 0]: the mesh collapsed"));
    CHECK(problem.evaluations == 4);
    options.stop_after = 5;
    CHECK(evaluate_all(problem, X, options).failed == 4);
    options.stop_after = 0;
    CHECK(evaluate_all(problem, X, options).data.m() == 4);
}

TEST_CASE("evaluation store: every point that is asked for counts once, and times are kept",
          "[study][store]") {
    const ScratchFolder folder;
    const CountingProblem problem([](const Vector& x) { return x(0) > 0.5; });
    {
        EvaluationStore store(folder.path());
        for (const double x : {0.1, 0.7, 0.1}) {
            (void)store.evaluate(problem, "bowl", Vector{{x, 0.0}});
        }
        CHECK(store.count().answered == 2);
        CHECK(store.count().failed == 1);
        CHECK(store.count().timed == 2);
        CHECK(store.count().seconds_each() >= 0.0);
        store.keep_times();
    }
    CHECK(evaluation_times(folder.path()).timed == 2);
    EvaluationStore store(folder.path());
    CHECK(store.count().answered == 0);
    (void)store.evaluate(problem, "bowl", Vector{{0.1, 0.0}});
    CHECK(store.count().answered == 1);
    CHECK(store.count().timed == 2);
    write_text(folder.path() / "timing.json", "{\"evalu");
    CHECK(evaluation_times(folder.path()).timed == 0);
    CHECK(evaluation_times(folder.path() / "nowhere").seconds_each() == 0.0);
}
