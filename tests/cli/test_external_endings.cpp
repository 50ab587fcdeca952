#include "cli/external_workplace.hpp"
#include "cli/program.hpp"
#include "support/catch.hpp"
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
