#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/evaluation_store.hpp"
#include "study/finished_study.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"
#include "study/suggestion.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>

using namespace jennopt;

namespace {

/// A run of the bowl by an optimizer, and what a person would have in a table of it.
struct FinishedRun {
    CountingProblem problem{[](const Vector& x) { return x(0) > 0.8; }};
    StudyConfig config;
    OptimizerConfig optimizer{.name = "x"};
    std::vector<Outcome> rows = {};

    explicit FinishedRun(Index batch) {
        optimizer.batch = batch;
        optimizer.starts.count = 5;
        const Rng rng = Rng(config.seed).child("replicate", 0);
        const EvaluateRound evaluate = [&](std::span<const Vector> points, Index /*first*/) {
            std::vector<EvaluationResult> results;
            for (const Vector& x : points) {
                results.push_back(attempt(problem, x));
                rows.push_back({x, results.back().y, !results.back().failure.empty()});
            }
            return results;
        };
        const OptimizerTask task{optimizer,
                                 problem.info(),
                                 config.optimization,
                                 12,
                                 config.failures.stop_after,
                                 {},
                                 optimizer_starts(optimizer.starts, problem.info(), "", 0, rng),
                                 optimizer_stream(rng),
                                 evaluate};
        (void)run_optimizer(task);
    }

    [[nodiscard]] Suggestion after(std::size_t n, Index count = 0) const {
        return suggest(first_state(config, optimizer, problem.info(), ""),
                       optimizer.batch,
                       std::span(rows).first(n),
                       count);
    }
};

}  // namespace

TEST_CASE("suggest: the rows of an interrupted run lead to the points that it would have proposed",
          "[study][suggest]") {
    for (const Index batch : {1, 3}) {
        const FinishedRun run(batch);
        for (std::size_t n = 0; n < run.rows.size(); ++n) {
            const Suggestion next = run.after(n);
            INFO("batch " << batch << " after " << n);
            CHECK(next.given == 0);
            const std::size_t points = next.proposals.size();  // fewer where no gain is predicted
            REQUIRE(points >= 1);
            REQUIRE(points <= static_cast<std::size_t>(batch));
            for (std::size_t i = 0; i < std::min(points, run.rows.size() - n); ++i) {
                CHECK(next.proposals[i].x == run.rows[n + i].x);
            }
        }
    }
}

TEST_CASE("suggest: as many points as wanted, and points of one's own count", "[study][suggest]") {
    const FinishedRun run(3);
    CHECK(run.after(0, 7).proposals.size() == 7);
    CHECK(run.after(4, 5).proposals.size() == 5);
    CHECK(run.after(4, 5).proposals[0].x == run.rows[4].x);
    FinishedRun other(3);
    other.rows[1].x = Vector{{0.25, 0.25}};
    other.rows[1].y = other.problem.evaluate(other.rows[1].x, Derivatives::first);
    other.rows[1].failed = false;
    const Suggestion next = other.after(other.rows.size(), 2);
    CHECK(next.given >= 1);
    CHECK(next.proposals.size() == 2);
    CHECK(next.proposals[0].x == other.after(other.rows.size(), 2).proposals[0].x);
    REQUIRE(next.best);
    CHECK_FALSE(next.best->failed);
}

TEST_CASE("suggest: a table of runs is read with its gaps", "[study][suggest]") {
    const ScratchFolder folder;
    const auto file = folder.path() / "runs.csv";
    const ProblemInfo problem = CountingProblem().info();
    CHECK(read_runs(file, problem).rows.empty());
    std::ofstream(file) << "x1,x2,y\n";
    CHECK(read_runs(file, problem).rows.empty());
    std::ofstream(file) << "x2,x1,y,d_y_d_x1,d_y_d_x2\n"
                           "0.5,0.25,1.5,2,\n0.5,0.75,,,\n0,3,1,1,1\n";
    const RunTable runs = read_runs(file, problem);
    REQUIRE(runs.rows.size() == 3);
    CHECK(runs.rows[0].x == Vector{{0.25, 0.5}});
    CHECK(runs.rows[0].y.value(0) == 1.5);
    CHECK(runs.rows[0].y.jacobian(0, 0) == 2.0);
    CHECK(std::isnan(runs.rows[0].y.jacobian(0, 1)));
    CHECK(runs.rows[1].failed);
    CHECK_FALSE(runs.rows[2].failed);
    CHECK(runs.notes ==
          std::vector<std::string>{
              "3 rows of runs.csv (1 failed, 1 outside of the bounds, used all the same)."});
    std::ofstream(file) << "x1,x2,z\n1,1,1\n";
    CHECK_THROWS_WITH(read_runs(file, problem),
                      Catch::Contains("runs.csv:1:1: has no column \"y\""));
    std::ofstream(file) << "x1,y\n1,1\n";
    CHECK_THROWS_WITH(read_runs(file, problem), Catch::Contains("has no column \"x2\""));
    std::ofstream(file) << "x1,x2,y\n1,abc,1\n";
    CHECK_THROWS_WITH(read_runs(file, problem), Catch::Contains("runs.csv:2:3: column \"x2\""));
    std::ofstream(file) << "x1,x2,y\n1,,1\n1,1,2\n";
    CHECK(read_runs(file, problem).rows.size() == 1);
    CHECK(read_runs(file, problem).notes.at(0) ==
          "2 rows of runs.csv (1 left out, without a finite input).");
    std::ofstream(file) << "x1,x2,y\n1,1,1\n";
    CHECK_THAT(read_runs(file, problem).notes.at(0),
               Catch::Contains("has no partials (d_y_d_x1 and the like)"));
}
