#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/journal.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>
#include <thread>

using namespace jennopt;

TEST_CASE("journal: a recorded evaluation is not made again and comes back to the bit",
          "[study][journal]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    const Vector x{{1.0 / 3.0, -0.7}};
    JournalEntry first;
    {
        Journal journal(folder.path() / "evaluations.jsonl");
        first = journal.evaluate(problem, "training/000000", x);
        CHECK(journal.recalled() == 0);
    }
    Journal journal(folder.path() / "evaluations.jsonl");
    const JournalEntry again = journal.evaluate(problem, "training/000000", x);
    CHECK(problem.evaluations == 1);
    CHECK(journal.recalled() == 1);
    CHECK(again.x == x);
    CHECK(again.y.value == first.y.value);
    CHECK(again.y.jacobian == first.y.jacobian);
}

TEST_CASE("journal: an evaluation is on disk before it is used", "[study][journal]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    Journal journal(folder.path() / "evaluations.jsonl");
    (void)journal.evaluate(problem, "training/000000", Vector{{0.5, 0.5}});
    CHECK_THAT(read_text(folder.path() / "evaluations.jsonl"), Catch::Contains("training/000000"));
}

TEST_CASE("journal: a failure is recorded with its message and not tried again",
          "[study][journal]") {
    const ScratchFolder folder;
    const CountingProblem problem([](const Vector& x) { return x(0) > 0.0; });
    const Vector x{{0.5, 0.5}};
    {
        Journal journal(folder.path() / "evaluations.jsonl");
        CHECK_THAT(journal.evaluate(problem, "a", x).failure,
                   Catch::Contains("the mesh collapsed"));
    }
    Journal journal(folder.path() / "evaluations.jsonl");
    CHECK_THAT(journal.evaluate(problem, "a", x).failure, Catch::Contains("the mesh collapsed"));
    CHECK(problem.evaluations == 1);
}

TEST_CASE("journal: a torn last line is dropped and its evaluation made again",
          "[study][journal]") {
    const ScratchFolder folder;
    const std::filesystem::path file = folder.path() / "evaluations.jsonl";
    const CountingProblem problem;
    {
        Journal journal(file);
        (void)journal.evaluate(problem, "a", Vector{{0.1, 0.2}});
        (void)journal.evaluate(problem, "b", Vector{{0.3, 0.4}});
    }
    const std::string whole = read_text(file);
    std::filesystem::resize_file(file, whole.size() - 5);
    {
        Journal journal(file);
        CHECK(journal.was_torn());
        (void)journal.evaluate(problem, "a", Vector{{0.1, 0.2}});
        (void)journal.evaluate(problem, "b", Vector{{0.3, 0.4}});
    }
    CHECK(problem.evaluations == 3);
    CHECK(read_text(file) == whole);
}

TEST_CASE("journal: a damaged line that is not the last is an error with its number",
          "[study][journal]") {
    const ScratchFolder folder;
    const std::filesystem::path file = folder.path() / "evaluations.jsonl";
    std::ofstream(file) << "{\"key\": \"a\", \"x\": [1]\n{}\n";
    CHECK_THROWS_WITH(Journal(file), Catch::Contains("evaluations.jsonl:1: is no journal line"));
}

TEST_CASE("journal: a record of another point is refused", "[study][journal]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    Journal journal(folder.path() / "evaluations.jsonl");
    (void)journal.evaluate(problem, "a", Vector{{0.1, 0.2}});
    CHECK_THROWS_WITH(journal.evaluate(problem, "a", Vector{{0.1, 0.3}}),
                      Catch::Contains("recorded at x = [0.1, 0.2], now it is x = [0.1, 0.3]"));
}

TEST_CASE("journal: finish makes the order that of the keys", "[study][journal]") {
    const ScratchFolder folder;
    const CountingProblem problem;
    Journal journal(folder.path() / "evaluations.jsonl");
    (void)journal.evaluate(problem, "b", Vector{{0.3, 0.4}});
    (void)journal.evaluate(problem, "a", Vector{{0.1, 0.2}});
    journal.finish();
    const std::string text = read_text(folder.path() / "evaluations.jsonl");
    CHECK(text.find("\"a\"") < text.find("\"b\""));
}
