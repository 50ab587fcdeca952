#include "cli/external_workplace.hpp"
#include "cli/program.hpp"
#include "core/text_file.hpp"
#include "study/config.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/scratch_folder.hpp"

#include <csignal>
#include <filesystem>

using namespace jennopt;

namespace {

/// What stands between ```language and ``` for the first time after a heading.
std::string first_block(const std::string& page,
                        const std::string& heading,
                        const std::string& language) {
    const std::string opening = "```" + language + "\n";
    const std::size_t begin = page.find(opening, page.find(heading)) + opening.size();
    return page.substr(begin, page.find("```", begin) - begin);
}

}  // namespace

TEST_CASE("external program: the examples run", "[cli][external]") {
    const ScratchFolder folder;
    for (const std::string name : {"beam", "heat"}) {
        const ProgramOutcome outcome =
            jennopt_program("run --quiet " + source_folder() + "/problems/external/" + name +
                            ".yaml --set replicates=1 --set sampling.count=8 --set test.count=4 "
                            "--set optimization.truth_baseline=false --output " +
                            folder.path().string());
        INFO(outcome.output);
        CHECK(outcome.exit_code == 0);
        CHECK_THAT(read_text(folder.path() / name / "summary.csv"),
                   Catch::Contains("base,jenn,r2_value,"));
        CHECK_THAT(outcome.output, !Catch::Contains("failed"));
    }
}

TEST_CASE("external program: the examples are what the README shows", "[cli][external]") {
    const std::string problems = source_folder() + "/problems/";
    const std::string page = read_text(problems + "README.md");
    const std::string heading = "## In any other language";
    REQUIRE(page.find(heading) != std::string::npos);
    CHECK_THAT(read_text(problems + "external/beam.py"),
               Catch::EndsWith(first_block(page, heading, "python")));
    CHECK_THAT(read_text(problems + "external/beam.yaml"),
               Catch::Contains(first_block(page, heading, "yaml")));
}

TEST_CASE("external program: check prints command, inputs and outputs and runs nothing",
          "[cli][external]") {
    const ExternalWorkplace place("touch $JENNOPT_STUDY_FOLDER/was_run");
    const ProgramOutcome outcome = jennopt_program("check " + place.arguments());
    INFO(outcome.output);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("problem program (the program sh run.sh)") &&
                   Catch::Contains("a [m]                    0 to 1\n") &&
                   Catch::Contains("y [kg]                   objective, minimized\n") &&
                   Catch::Contains("partials: by a\n"));
    CHECK_FALSE(std::filesystem::exists(place.folder() / "was_run"));
}

TEST_CASE("external program: a command that is not found is bad input, with its place",
          "[cli][external]") {
    const ExternalWorkplace place("", "[no-such-program, run.sh]");
    for (const std::string command : {"check ", "run "}) {
        const ProgramOutcome outcome = jennopt_program(command + place.arguments());
        CHECK(outcome.exit_code == 2);
        CHECK_THAT(outcome.output,
                   Catch::StartsWith(place.file().string() +
                                     ":6:15: problem.external.command.0: is 'no-such-program': "
                                     "command not found"));
        CHECK_FALSE(std::filesystem::exists(place.folder() / "out"));
    }
}

TEST_CASE("external program: when every point fails the first program's own words are the error",
          "[cli][external]") {
    const ExternalWorkplace place("echo 'license server is down' >&2; exit 7");
    const ProgramOutcome outcome = jennopt_program("run --quiet " + place.arguments());
    CHECK(outcome.exit_code == 3);
    CHECK_THAT(
        outcome.output,
        Catch::Contains("the first 5 of 12 training samples all failed, no more are tried "
                        "(failures.stop_after); the first failure: problem 'program' at [") &&
            Catch::Contains("it ended with exit status 7; its folder is ") &&
            Catch::Contains("/small/evaluations/programs/") &&
            Catch::Contains("; the end of its standard error:\n  license server is down"));
}

TEST_CASE("external program: a failure stands until it is asked again", "[cli][external]") {
    const ExternalWorkplace place(
        "cd $JENNOPT_STUDY_FOLDER; echo >> started; [ -e up ] || [ $(wc -l < started) -ne 3 ] || "
        "exit "
        "7; " +
        answer);
    const std::string run = "run --jobs 1 " + place.arguments();
    const ProgramOutcome first = jennopt_program(run);
    CHECK_THAT(first.output,
               Catch::Contains("small: the first failure: problem 'program' at [") &&
                   Catch::Contains("it ended with exit status 7"));
    const long before = place.lines("started");
    (void)jennopt_program(run + " --set sampling.count=13");
    CHECK(place.lines("started") - before <= 3);  // a point, and checks of optima
    write_text(place.folder() / "up", "");
    const long again = place.lines("started");
    const ProgramOutcome last = jennopt_program(run + " --set sampling.count=13 --retry-failed");
    CHECK(place.lines("started") - again >= 1);
    CHECK(place.lines("started") - again <= 4);
    CHECK_THAT(last.output, !Catch::Contains("failed"));
}

TEST_CASE("external program: Ctrl-C ends the programs too, and the same command goes on",
          "[cli][external]") {
    const ExternalWorkplace place(
        "cd $JENNOPT_STUDY_FOLDER; [ ! -e go ] || { " + answer +
        "; exit; }\n(trap '' TERM INT; sleep 60) & echo $! >> grandchildren; wait");
    const std::string run = "run --quiet --jobs 2 " + place.arguments();
    const ProgramOutcome stopped = jennopt_program(
        run + "& for i in $(seq 300); do [ $(cat " + (place.folder() / "grandchildren").string() +
        " 2>/dev/null | wc -l) -ge 2 ] && break; sleep 0.1; done; kill -INT $!; wait $!");
    CHECK(stopped.exit_code == 130);
    CHECK_THAT(stopped.output, Catch::Contains("the same command goes on from here"));
    CHECK(place.lines("grandchildren") == 2);
    CHECK(jennopt_program("--version; sleep 0.5; for p in $(cat " +
                          (place.folder() / "grandchildren").string() +
                          "); do kill -0 $p 2>/dev/null && grep -v ') Z' /proc/$p/stat; done; true")
              .output.find("sleep") == std::string::npos);
    write_text(place.folder() / "go", "");
    CHECK(jennopt_program(run).exit_code == 0);
}

TEST_CASE("external program: killed and run again, it repeats no finished evaluation",
          "[cli][external]") {
    const ExternalWorkplace place("cd $JENNOPT_STUDY_FOLDER; echo >> started; sleep 0.1; " +
                                  answer);
    const std::string run = "run --quiet --jobs 2 " + place.arguments();
    const std::string started = (place.folder() / "started").string();
    (void)jennopt_program(run + "& for i in $(seq 300); do [ $(cat " + started +
                          " 2>/dev/null | wc -l) -ge 7 ] && break; sleep 0.02; done; "
                          "kill -KILL $!; wait $!; sleep 0.3");
    const long before = place.lines("started");
    const long finished = place.evaluations();
    CHECK(before >= finished);
    CHECK(finished >= 4);
    REQUIRE(jennopt_program(run).exit_code == 0);
    const long needed = place.evaluations();
    CHECK(place.lines("started") - before == needed - finished);
    CHECK_FALSE(std::filesystem::exists(place.store() / "programs"));
    const std::filesystem::path whole = place.folder() / "whole";
    REQUIRE(jennopt_program("run --quiet --jobs 1 " + place.file().string() + " --output " +
                            whole.string())
                .exit_code == 0);
    CHECK(read_text(place.store() / "000001.jsonl") ==
          read_text(whole / "small" / "evaluations" / "000001.jsonl"));
    const auto record = std::filesystem::path("small") / read_study(place.file()).arms.front().id /
                        "r0" / "record.json";
    CHECK(read_text(place.folder() / "out" / record) == read_text(whole / record));
}

TEST_CASE(
    "external program: nothing is run that was not asked for, and the plan says how much that is",
    "[cli][external]") {
    const ExternalWorkplace place("echo >> $JENNOPT_STUDY_FOLDER/started; " + answer);
    std::string text = read_text(place.file());
    for (const std::string line : {"replicates: 1\n", "test: {plan: random, count: 12}\n"}) {
        text.erase(text.find(line), line.size());
    }
    write_text(place.file(), text);
    const std::string check = "check " + place.arguments();
    CHECK_THAT(jennopt_program(check).output,
               Catch::Contains("test samples none (R2 by cross-validation)") &&
                   Catch::Contains("true evaluations in all: at most 13\n"));
    const ProgramOutcome outcome = jennopt_program("run --jobs 1 " + place.arguments());
    CHECK(place.lines("started") == 13);
    CHECK_THAT(outcome.output,
               Catch::Contains("small: 1 of at most 13 evaluations, the rest about ") &&
                   Catch::Contains("report: "));
    CHECK_THAT(jennopt_program(check).output, Catch::Contains("at most 13, about "));
}

TEST_CASE("external program: the check of the partials says its price first and is kept",
          "[cli][external]") {
    const ExternalWorkplace place("echo >> $JENNOPT_STUDY_FOLDER/started; " + answer);
    const std::string check = "check --partials " + place.arguments();
    const ProgramOutcome first = jennopt_program(check);
    CHECK(first.exit_code == 0);
    CHECK_THAT(first.output,
               Catch::Contains("the check of the partials takes 45 evaluations\npartials of "
                               "program at 3 points"));
    CHECK(place.lines("started") == 45);
    CHECK(jennopt_program(check).exit_code == 0);
    CHECK(
        jennopt_program("run --quiet " + place.arguments("--set check_partials=true")).exit_code ==
        0);
    CHECK(place.lines("started") <= 45 + 12 + 12 + 1);
}
