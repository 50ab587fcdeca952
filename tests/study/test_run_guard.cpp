#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/growing_study.hpp"
#include "study/run_guard.hpp"
#include "study/study_log.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <unistd.h>

using namespace jennopt;

namespace {

/// Forty points, of which the first optimum that is checked makes one more.
std::string text_with(const std::string& failures) {
    return "study: guarded\nseed: 3\nreplicates: 1\nproblem: {name: counting}\n"
           "sampling: {plan: sobol, count: 40}\ntest: none\n"
           "defaults: {hidden: [3], lambda: 0.001, gamma: 1, training: {max_iterations: 10}}\n"
           "surrogates: {nn: {kind: nn}}\n"
           "optimization: {starts: 1, max_evaluations: 5, truth_baseline: false}\n" +
           failures;
}

std::string log_of(const GrowingStudy& place) {
    return read_text(place.folder() / "log.txt");
}

Index count_in(const std::string& text, const std::string& part) {
    Index count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

bool is_left(const Vector& x) {
    return x(0) < 0.0;
}

}  // namespace

TEST_CASE("run guard: a study stops above a share of failures, and goes on with a larger one",
          "[study][failures]") {
    GrowingStudy place(is_left);  // half of all points
    (void)place.run(text_with(""));
    GrowingStudy stopped(is_left);
    CHECK_THROWS_AS(stopped.run(text_with("failures: {stop_above: 0.25, after: 10}\n")),
                    EvaluationError);
    CHECK_THROWS_WITH(
        stopped.run(text_with("failures: {stop_above: 0.25, after: 10}\n")),
        Catch::Contains(" of 10 evaluations failed") &&
            Catch::Contains("more than the share of 0.25 that failures.stop_above allows once 10 "
                            "were tried: the study stops here") &&
            Catch::Contains("--retry-failed") && Catch::Contains("guarded/log.txt; the first: ") &&
            Catch::Contains("the mesh collapsed"));
    // Ten were made by the first run, none by the second; the rest follows.
    CHECK(stopped.run(text_with("failures: {stop_above: 0.75, after: 10}\n")) >= 30);
    auto same = contents(place.folder());
    auto again = contents(stopped.folder());
    for (auto* files : {&same, &again}) {
        // What the folder was run with, which may differ, and its checksum.
        std::erase_if(*files, [](const auto& file) {
            return file.first.starts_with("study.") || file.first == "inputs.json" ||
                   file.first.ends_with("config.resolved.yaml") || file.first.ends_with("DONE");
        });
    }
    for (const auto& [name, content] : same) {
        INFO(name);
        CHECK(again[name] == content);
    }
    CHECK(same.size() == again.size());
}

TEST_CASE("run guard: the share counts evaluations of earlier runs, and none that is given",
          "[study][failures]") {
    std::atomic<bool> is_down = true;
    GrowingStudy place([&](const Vector& x) { return is_down && is_left(x); });
    const std::string policy = "failures: {stop_above: 0.25, after: 10}\n";
    CHECK_THROWS_AS(place.run(text_with(policy)), EvaluationError);
    is_down = false;
    CHECK_THROWS_AS(place.run(text_with(policy)), EvaluationError);  // it is not known to be mended
    CHECK(place.run(text_with(policy), {.retry_failed = true}) >= 30);
    CHECK(count_in(log_of(place), " stopped: ") == 2);
    CHECK(count_in(log_of(place), " end: 1 replicates finished") == 1);
}

TEST_CASE("run guard: as many failures as allowed do not stop a study", "[study][failures]") {
    GrowingStudy place(is_left);
    CHECK(place.run(text_with("failures: {stop_above: 0.9}\n")) >= 40);
    GrowingStudy few(is_left);
    CHECK(few.run(text_with("failures: {stop_above: 0, after: 100}\n")) >= 40);
}

TEST_CASE("run guard: optimizers and several jobs stop as well", "[study][failures]") {
    GrowingStudy place(is_left);
    const std::string text =
        "study: guarded\nseed: 3\nreplicates: 3\nproblem: {name: counting}\nbudget: 30\n"
        "optimizers: {best: {}, direct: {method: multistart}}\n"
        "failures: {stop_above: 0.1, after: 5}\n";
    CHECK_THROWS_AS(place.run(text, {.jobs = 3}), EvaluationError);
}

TEST_CASE("run guard: keys that do not go together are refused", "[study][failures]") {
    const auto errors = [](const std::string& failures) {
        return StudyText(jennopt::small_study + "failures: " + failures + "\n").errors();
    };
    CHECK(errors("{after: 5}") ==
          std::vector<std::string>{"study.yaml:6:19: failures.after: is 5, expected none without "
                                   "failures.stop_above"});
    CHECK_THAT(errors("{stop_above: 1}").at(0), Catch::Contains("expected a number in [0, 1)"));
    CHECK_THAT(errors("{stop_above: 50 %}").at(0), Catch::Contains("failures.stop_above"));
    CHECK(errors("{stop_above: 0.5, after: 3}").empty());
}

TEST_CASE("run guard: no evaluation is begun that would not end in time", "[study][time]") {
    using Clock = std::chrono::steady_clock;
    GrowingStudy place([](const Vector& /*x*/) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return false;
    });
    CHECK_THROWS_WITH(place.run(text_with(""), {.end = Clock::now()}),
                      Catch::Contains("the same command goes on from here"));
    const int all = place.run(text_with(""), {.end = Clock::now() + std::chrono::hours(1)});
    CHECK(all >= 40);  // one more may have been made before
    // One takes more than a millisecond: with less than that left none is begun.
    CHECK_THROWS_AS(place.run(text_with("").replace(text_with("").find("40"), 2, "41"),
                              {.end = Clock::now() + std::chrono::microseconds(1)}),
                    Interrupted);
}

TEST_CASE("study log: every event is a line with date, host and process", "[study][log]") {
    GrowingStudy place(is_left);
    (void)place.run(text_with(""));
    const std::string log = log_of(place);
    CHECK_THAT(log,
               Catch::Contains(" begin: jennopt ") &&
                   Catch::Contains(" found: 0 of 1 replicates finished, 0 evaluations") &&
                   Catch::Contains(" failed: base, replicate 0: problem 'counting' at [") &&
                   Catch::Contains(" end: 1 replicates finished, "));
    const std::string own = fmt::format(":{} ", ::getpid());
    CHECK(count_in(log, own) == count_in(log, "\n"));
    CHECK(log.starts_with("20"));
    // What is known is not said again, and nothing is taken out.
    (void)place.run(text_with(""), {.force = true});
    const std::string more = log_of(place);
    CHECK(more.starts_with(log));
    CHECK(count_in(more, " failed: ") == count_in(log, " failed: "));
}

TEST_CASE("study log: an event of several lines is one, and controls no terminal", "[study][log]") {
    const ScratchFolder folder;
    StudyLog log(folder.path());
    log.note("failed: it said\n  no licence\x1b[2J\n\n");
    CHECK(log.is_whole());
    const std::string text = read_text(folder.path() / "log.txt");
    CHECK(text.ends_with("failed: it said |   no licence [2J\n"));
    CHECK(count_in(text, "\n") == 1);
}

TEST_CASE("study log: one that cannot be written is said once and ends nothing", "[study][log]") {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder.path() / "log.txt");
    StudyLog log(folder.path());
    log.note("begin");
    CHECK_FALSE(log.is_whole());
    CHECK_THAT(log.take_failure(), Catch::Contains("log.txt: cannot be written (Is a directory)"));
    CHECK(log.take_failure().empty());
    const ScratchFolder linked;
    std::filesystem::create_symlink(folder.path() / "elsewhere", linked.path() / "log.txt");
    StudyLog other(linked.path());
    other.note("begin");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "elsewhere"));
}

TEST_CASE("study log: several writers leave whole lines", "[study][log]") {
    const ScratchFolder folder;
    const auto write = [&folder](char letter) {
        StudyLog log(folder.path());
        for (int i = 0; i < 200; ++i) {
            log.note(std::string(300, letter));
        }
    };
    std::thread first(write, 'a');
    std::thread second(write, 'b');
    first.join();
    second.join();
    const std::string text = read_text(folder.path() / "log.txt");
    CHECK(count_in(text, " " + std::string(300, 'a') + "\n") == 200);
    CHECK(count_in(text, " " + std::string(300, 'b') + "\n") == 200);
}
