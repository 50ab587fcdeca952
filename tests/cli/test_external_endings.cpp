#include "cli/external_workplace.hpp"
#include "cli/program.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/process_state.hpp"

#include <algorithm>
#include <vector>

using namespace jennopt;

namespace {

/// Three descendants that ignore what can be ignored: of the program's group, of a session of its
/// own, and one whose parents are gone. Each says so when it is there.
const std::string stubborn =
    "cd $JENNOPT_STUDY_FOLDER; trap '' TERM INT HUP\n"
    "sh -c 'echo $$ >> left; exec sleep 60' &\n"
    "setsid sh -c 'echo $$ >> left; exec sleep 60' &\n"
    "setsid sh -c 'sh -c \"echo \\$\\$ >> left; exec sleep 60\" & exit' &\n"
    "wait";

/// Runs a study of that program, does the rest of the line to it, whose process is $!, once all are
/// there, and says whether they end.
bool all_end_after(const std::string& rest) {
    const ExternalWorkplace place(stubborn);
    const std::string left = (place.folder() / "left").string();
    (void)jennopt_program(
        "run --quiet --jobs 1 " + place.arguments() + "& for i in $(seq 300); do [ $(cat " + left +
        " 2>/dev/null | wc -l) -ge 3 ] && break; sleep 0.1; done; " + rest + "; wait $!");
    const std::vector<int> processes = numbers_in(left, 3);
    return processes.size() >= 3 && std::ranges::all_of(processes, ends);
}

}  // namespace

TEST_CASE("external program: when the program is killed nothing that it started is left",
          "[cli][external]") {
    CHECK(all_end_after("kill -KILL $!"));
}

TEST_CASE("external program: a second Ctrl-C does not wait, and leaves nothing either",
          "[cli][external]") {
    CHECK(all_end_after("kill -INT $!; sleep 0.3; kill -INT $!"));
}

TEST_CASE(
    "external program: killed between a program's end and the store it asks for nothing again",
    "[cli][external]") {
    // The program stops jennopt, so that it is killed with the answer of its second program unread.
    const ExternalWorkplace place(
        "cd $JENNOPT_STUDY_FOLDER; echo >> started; [ $(wc -l < started) -ne 2 ] || "
        "kill -STOP $(cat jennopt)\n" +
        answer);
    const std::string folder = place.folder().string();
    const std::string run = "run --quiet --jobs 1 " + place.arguments();
    (void)jennopt_program(run + "& echo $! > " + folder +
                          "/jennopt; for i in $(seq 300); do [ $(ls " + place.store().string() +
                          "/programs/*/finished 2>/dev/null | wc -l) -ge 1 ] && [ $(cat " + folder +
                          "/started | wc -l) -ge 2 ] && break; sleep 0.05; done; "
                          "kill -KILL $!; wait $!");
    CHECK(place.lines("started") == 2);
    CHECK(place.evaluations() == 1);
    REQUIRE(jennopt_program(run).exit_code == 0);
    CHECK(place.lines("started") == place.evaluations());
    CHECK_FALSE(std::filesystem::exists(place.store() / "programs"));
}

TEST_CASE("external program: one that fills the disk does not hurt the study", "[cli][external]") {
    const ExternalWorkplace place(
        "cd $JENNOPT_STUDY_FOLDER; echo >> started; cd -; [ -e "
        "$JENNOPT_STUDY_FOLDER/mended ] || head -c 9000000 /dev/zero > big; " +
        answer);
    // A small disk of its own, where that is allowed.
    const auto on_small_disk = [&](const std::string& arguments) {
        const std::string disk = (place.folder() / "out").string();
        return jennopt_program("--version; unshare --map-root-user --mount sh -c 'mkdir -p " +
                               disk + " && mount -t tmpfs -o size=4m none " + disk +
                               " || exit 77; " + arguments + "'");
    };
    const std::string run = program_file() + " run --quiet --jobs 1 " + place.arguments();
    const ProgramOutcome outcome =
        on_small_disk(run + "; echo status $?; touch " + (place.folder() / "mended").string() +
                      "; " + run + "; echo status $?");
    if (outcome.exit_code == 77 || outcome.output.find("unshare failed") != std::string::npos) {
        WARN("not tried, as no file system may be mounted here");
        return;
    }
    CHECK_THAT(outcome.output,
               Catch::Contains(" is full; the program's folder was removed") &&
                   Catch::Contains("status 3\n") && Catch::Contains("status 0\n"));
}

TEST_CASE("external program: Ctrl-C ends a pause, and a failure of the machine is not kept",
          "[cli][external]") {
    const ExternalWorkplace place(
        "cd $JENNOPT_STUDY_FOLDER; echo >> started; [ -e up ] || exit 75\n" + answer);
    const std::string started = (place.folder() / "started").string();
    const std::string run = "run --quiet --jobs 1 " + place.arguments();
    const ProgramOutcome stopped = jennopt_program(
        run +
        " --set problem.external.retries=3 --set problem.external.pause=1000 & for i in $(seq "
        "300); "
        "do [ $(cat " +
        started +
        " 2>/dev/null | wc -l) -ge 1 ] && break; sleep 0.05; done; kill -INT $!; wait $!");
    CHECK(stopped.exit_code == 130);
    CHECK(place.lines("started") == 1);
    const ProgramOutcome failed = jennopt_program(run);
    CHECK(failed.exit_code == 3);
    CHECK_THAT(failed.output, Catch::Contains("exit status 75, a failure that passes"));
    CHECK(place.lines("started") == 2);
    write_text(place.folder() / "up", "");
    CHECK(jennopt_program(run).exit_code == 0);
    CHECK_THAT(read_text(place.store() / "000001.jsonl"), !Catch::Contains("failed"));
}
