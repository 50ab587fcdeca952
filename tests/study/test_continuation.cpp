#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "study/continuation.hpp"
#include "study/fingerprint.hpp"
#include "study/growing_study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

#include <fstream>

using namespace jennopt;

namespace {

std::string text_with(const std::string& old_part = "", const std::string& new_part = "") {
    std::string text =
        "study: grown\nseed: 3\nreplicates: 1\nproblem: {name: counting}\n"
        "sampling: {plan: sobol, count: 8}\ntest: {plan: halton, count: 10}\n"
        "defaults: {hidden: [3], lambda: 0.001, gamma: 1, training: {max_iterations: 30}}\n"
        "surrogates: {nn: {kind: nn}}\n"
        "optimization: {starts: 1, max_evaluations: 5, truth_baseline: false}\n";
    return old_part.empty() ? text : text.replace(text.find(old_part), old_part.size(), new_part);
}

constexpr int checks = 1;  // of the optimum that a changed surrogate claims

}  // namespace

TEST_CASE("continuation: a larger count evaluates the points that are new",
          "[study][continuation]") {
    GrowingStudy place;
    CHECK(place.run(text_with()) == 18 + checks);
    CHECK(place.run(text_with()) == 0);
    CHECK(place.run(text_with("sobol, count: 8", "sobol, count: 11")) == 3 + checks);
    REQUIRE(place.sentences().size() == 1);
    CHECK_THAT(
        place.sentences().front(),
        Catch::StartsWith("grown: goes on with other arms than before; what was evaluated is "
                          "used again, the results of base-"));
    CHECK(read_csv(place.replicate() / "training.csv").rows.rows() == 11);
    CHECK(place.run(text_with("halton, count: 10", "halton, count: 14")) == 4);
    CHECK(place.run(text_with()) == 0);  // its arm is still there
}

TEST_CASE("continuation: more replicates, other surrogates and sweeps use what is there",
          "[study][continuation]") {
    GrowingStudy place;
    CHECK(place.run(text_with()) == 18 + checks);
    CHECK(place.run(text_with("replicates: 1", "replicates: 2")) == 18 + checks);
    CHECK(place.sentences().empty());
    CHECK(place.run(text_with("hidden: [3]", "hidden: [4]")) <= checks);
    CHECK(place.run(text_with() + "sweep: {sampling.count: [4, 6, 8]}\n") <= 2 * checks);
    CHECK(place.run(text_with() + "sweep: {problem.noise.values: [0, 0.1]}\n") <= checks);
}

TEST_CASE("continuation: plans that share no points with another count say so",
          "[study][continuation]") {
    GrowingStudy place;
    const std::string hypercube = text_with("plan: sobol", "plan: latin_hypercube");
    (void)place.run(hypercube);
    std::string more = hypercube;
    more.replace(more.find("count: 8"), 8, "count: 9");
    CHECK(place.run(more) == 9 + checks);
    REQUIRE(place.sentences().size() == 2);
    CHECK(place.sentences().back() ==
          "grown: another latin_hypercube shares no points with the one before: only sobol, halton "
          "and random keep theirs when the count grows");
}

TEST_CASE("continuation: another problem or seed is another study, and says why",
          "[study][continuation]") {
    GrowingStudy place;
    (void)place.run(text_with());
    const auto before = contents(place.folder());
    CHECK_THROWS_WITH(place.run(text_with("seed: 3", "seed: 4")),
                      Catch::Contains("holds results of seed 3, now it is 4: other points"));
    CHECK_THROWS_WITH(place.run(text_with("name: counting", "name: branin")),
                      Catch::Contains("holds a study of another problem, counting, of which"));
    CHECK_THROWS_WITH(
        place.run(text_with("name: counting", "name: counting, options: {dimension: 3}")),
        Catch::Contains("holds a study of counting with other options"));
    CHECK(contents(place.folder()) == before);
    SECTION("also where it is not known what the folder was last run with") {
        std::ofstream(place.folder() / "study.json") << "{";
        CHECK_THROWS_WITH(place.run(text_with("seed: 3", "seed: 4")),
                          Catch::Contains("holds results of seed 3, now it is 4: other points"));
        CHECK_NOTHROW(place.run(text_with()));
    }
}

TEST_CASE("continuation: --force discards results and keeps what was paid for",
          "[study][continuation]") {
    GrowingStudy place;
    (void)place.run(text_with());
    const auto before = contents(place.folder());
    CHECK(place.run(text_with(), {.force = true}) == 0);
    REQUIRE(place.sentences().size() == 1);
    CHECK_THAT(place.sentences().front(),
               Catch::Contains("the results of 1 arm in ") &&
                   Catch::Contains("its evaluations are kept and used again"));
    CHECK(contents(place.folder()) == before);
    discard_results(place.folder());
    CHECK_NOTHROW(refuse_foreign_folder(place.folder()));
}

TEST_CASE("continuation: failures are asked again when that is wanted", "[study][continuation]") {
    std::atomic<bool> is_down = true;
    GrowingStudy place([&](const Vector& x) { return is_down && x(0) < 0.0; });
    (void)place.run(text_with());
    CHECK(read_record(place.replicate()).failed > 0);
    is_down = false;
    CHECK(place.run(text_with()) == 0);
    const int again = place.run(text_with(), {.retry_failed = true});
    CHECK(again >= 2);
    CHECK(again < 18);
    const ReplicateRecord record = read_record(place.replicate());
    CHECK(record.failed + record.failed_tests == 0);
    CHECK(place.run(text_with(), {.retry_failed = true}) == 0);
}

TEST_CASE("continuation: when everything failed it is asked again", "[study][continuation]") {
    std::atomic<bool> is_down = true;
    GrowingStudy place([&](const Vector& /*x*/) { return is_down.load(); });
    CHECK_THROWS_WITH(place.run(text_with()),
                      Catch::Contains("the first 5 of 8 training samples all failed"));
    CHECK_THROWS_AS(place.run(text_with() + "failures: {stop_after: 0}\n"), EvaluationError);
    is_down = false;
    CHECK(place.run(text_with()) == 18 + checks);
}

TEST_CASE("continuation: a problem's fingerprint is what decides its values",
          "[study][continuation]") {
    const auto of = [](const std::string& problem) {
        return problem_fingerprint(
            StudyText("study: a\nproblem: " + problem + "\nsurrogates: {nn: {kind: nn}}\n")
                .read()
                .arms[0]
                .config.problem);
    };
    CHECK_THAT(of("{name: branin}"), Catch::StartsWith("branin-"));
    CHECK(of("{name: branin}") == of("{name: branin, noise: {values: 0.1}, partials: none}"));
    CHECK(of("{name: branin}") != of("{name: branin, options: {a: 1}}"));
    const auto program =
        [&](const std::string& command, const std::string& upper, const std::string& more) {
            return of("{external: {name: beam, command: [" + command +
                      "], inputs: [{name: a, lower: 0, upper: " + upper +
                      "}], outputs: [{name: y}]" + more + "}}");
        };
    const std::string beam = program("python3, beam.py", "1", "");
    CHECK(beam == program("python3, beam.py", "2", ", timeout: 60, retries: 2, launcher: [srun]"));
    CHECK(beam != program("python3, other.py", "1", ""));
    CHECK(beam != program("python3, beam.py", "1", ", environment: {MESH: fine}"));
    CHECK(beam != program("python3, beam.py", "1", ", partials: true"));
}
