#include "cli/program.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <filesystem>

using namespace jennopt;

namespace {

/// A study of a shell script that is evaluated eight times by an optimizer.
class Place {
public:
    explicit Place(const std::string& script, const std::string& more = "") {
        write_text(folder() / "run.sh", script);
        write_text(folder() / "study.yaml",
                   "study: small\nproblem:\n  external:\n    name: program\n"
                   "    command: [sh, run.sh]\n"
                   "    inputs: [{name: a, lower: 0, upper: 1}]\n    outputs: [{name: y}]\n"
                   "budget: 8\noptimizers: {best: {starts: 8}}\n" +
                       more);
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return scratch_.path(); }

    [[nodiscard]] ProgramOutcome run(const std::string& options) const {
        return jennopt_program("run study.yaml --jobs 1 --quiet " + options, folder().string());
    }

    [[nodiscard]] std::string text(const std::string& name) const {
        return read_text(folder() / name);
    }

    [[nodiscard]] long lines(const std::string& name) const {
        const std::string all = text(name);
        return std::count(all.begin(), all.end(), '\n');
    }

private:
    ScratchFolder scratch_;
};

const std::string answer = R"(echo '{"values": {"y": 1}}')";
const std::string log_name = "results/small/log.txt";

}  // namespace

TEST_CASE("program: --hours ends a program that runs, and the same command goes on",
          "[cli][limits]") {
    // The third hangs until the hours are over; a file lets the next run pass.
    const Place place(
        "cd $JENNOPT_STUDY_FOLDER; echo >> started; [ $(wc -l < started) -ne 3 ] || { touch hung; "
        "exec sleep 60; }; " +
        answer);
    const ProgramOutcome stopped = place.run("--hours 0.0006");  // 2.2 s
    INFO(stopped.output);
    CHECK(stopped.exit_code == 130);
    CHECK_THAT(stopped.output, Catch::Contains("(--hours); the same command goes on from here"));
    CHECK_THAT(place.text(log_name), Catch::Contains(" stopped: "));
    const long before = place.lines("started");
    const ProgramOutcome last = place.run("");
    INFO(last.output);
    CHECK(last.exit_code == 0);
    const bool has_hung = std::filesystem::exists(place.folder() / "hung");
    CHECK(place.lines("started") == 8 + (has_hung ? 1 : 0));
    CHECK(before <= 3);
}

TEST_CASE("program: a share of failures that is too large ends a study with exit code 3",
          "[cli][limits]") {
    const Place place("echo 'no licence' >&2; echo 'try later' >&2; exit 7",
                      "failures: {stop_after: 0, stop_above: 0.5, after: 4}\n");
    const ProgramOutcome stopped = place.run("");
    INFO(stopped.output);
    CHECK(stopped.exit_code == 3);
    CHECK_THAT(stopped.output,
               Catch::Contains("4 of 4 evaluations failed, 100 %") &&
                   Catch::Contains("All failures: results/small/log.txt; the first: problem "
                                   "'program' at [") &&
                   Catch::Contains("no licence"));
    CHECK_THAT(place.text(log_name),
               Catch::Contains(" failed: base, replicate 0: problem 'program' at [") &&
                   Catch::Contains("|   no licence |   try later\n"));
    write_text(place.folder() / "run.sh", answer);
    const ProgramOutcome last = place.run("");
    INFO(last.output);
    CHECK(last.exit_code == 0);
}

TEST_CASE("program: what changed since the last run is said", "[cli][limits]") {
    const Place place("# one\n" + answer);
    REQUIRE(place.run("").exit_code == 0);
    write_text(place.folder() / "run.sh", "# two\n" + answer);
    const ProgramOutcome next = jennopt_program("run study.yaml --jobs 1", place.folder().string());
    INFO(next.output);
    CHECK(next.exit_code == 0);
    CHECK_THAT(next.output, Catch::Contains("small: run.sh has changed since the last run"));
}

TEST_CASE("program: hours that are none are refused", "[cli][limits]") {
    const Place place(answer);
    for (const std::string hours : {"0", "-1", "nan", "inf", "12h", "''"}) {
        const ProgramOutcome outcome = place.run("--hours " + hours);
        INFO(hours);
        CHECK(outcome.exit_code == 2);
        CHECK_THAT(outcome.output, Catch::Contains("expected a number of hours > 0"));
    }
    CHECK_FALSE(std::filesystem::exists(place.folder() / "results"));
}
