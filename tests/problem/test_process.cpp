#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/process.hpp"
#include "support/catch.hpp"
#include "support/process_state.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace jennopt;

namespace {

/// A shell script to run in a folder of its own.
class Script {
public:
    explicit Script(const std::string& text) {
        request.words = {"/bin/sh", "-c", text};
        request.folder = folder();
        request.input = "/dev/null";
        request.output = folder() / "output";
        request.errors = folder() / "errors";
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    /// True if processes wrote their number to the file `left`, so many at least, and end.
    [[nodiscard]] bool all_end(std::size_t count) const {
        const std::vector<int> left = numbers_in(folder() / "left", count);
        return left.size() >= count && std::ranges::all_of(left, ends);
    }

    ProcessRequest request;

private:
    ScratchFolder folder_;
};

/// Sleepers in the program's group, in a session of its own, and of a parent that is gone: each is
/// there when the shell goes on.
const std::string sleepers =
    ": > left; sleep 60 & echo $! >> left\n"
    "setsid sh -c 'echo $$ >> left; exec sleep 60' &\n"
    "(setsid sh -c '(echo $(exec sh -c \"echo \\$PPID\") >> left; exec sleep 60) &')\n"
    "while [ $(wc -l < left) -lt 3 ]; do sleep 0.01; done\n";

int open_descriptors() {
    int count = 0;
    for (int number = 0; number < 1024; ++number) {
        count += ::fcntl(number, F_GETFD) >= 0 ? 1 : 0;
    }
    return count;
}

}  // namespace

TEST_CASE("process: it is told how a program ended", "[problem][process]") {
    CHECK(run_process(Script("exit 3").request).exit_status == 3);
    const ProcessOutcome killed = run_process(Script("kill -SEGV $$").request);
    CHECK(killed.signal == SIGSEGV);
    CHECK(killed.exit_status == 0);
    CHECK_FALSE(killed.timed_out);
}

TEST_CASE("process: what a program leaves behind ends with it, wherever it went",
          "[problem][process]") {
    const Script script(sleepers + "exit 4");
    CHECK(run_process(script.request).exit_status == 4);
    CHECK(script.all_end(3));
}

TEST_CASE("process: after the time-out nothing of a program is left", "[problem][process]") {
    Script script(sleepers + "wait");
    script.request.timeout_seconds = 1.0;
    CHECK(run_process(script.request).timed_out);
    CHECK(script.all_end(3));
}

TEST_CASE("process: a chain of programs that each start the next one ends, too",
          "[problem][process]") {
    const Script script(
        "link='echo $$ >> left; setsid sh -c \"$link\" & sleep 60'; export link; : > left\n"
        "setsid sh -c \"$link\" &\n"
        "while [ $(wc -l < left) -lt 8 ]; do sleep 0.01; done");
    CHECK(run_process(script.request).exit_status == 0);
    CHECK(script.all_end(8));
}

TEST_CASE("process: a program that prints without end is ended", "[problem][process]") {
    Script script("while :; do echo 0123456789012345678901234567890123456789; done >&2");
    script.request.most_printed = 10000;
    const ProcessOutcome outcome = run_process(script.request);
    CHECK(outcome.printed_too_much);
    CHECK_FALSE(outcome.timed_out);
}

TEST_CASE("process: memory that a program may have is limited", "[problem][process]") {
    Script script("dd if=/dev/zero of=/dev/null bs=200M count=1");
    CHECK(run_process(script.request).exit_status == 0);
    script.request.memory_bytes = 50'000'000;
    const ProcessOutcome outcome = run_process(script.request);
    CHECK(outcome.exit_status + outcome.signal != 0);
}

TEST_CASE("process: the mark is written after a success only", "[problem][process]") {
    Script script("[ ! -e mark ] && exit $STATUS");
    script.request.mark = script.folder() / "mark";
    script.request.mark_text = "done\n";
    script.request.environment = {{"STATUS", "1"}};
    CHECK(run_process(script.request).exit_status == 1);
    CHECK_FALSE(std::filesystem::exists(script.request.mark));
    script.request.environment = {{"STATUS", "0"}};
    CHECK(run_process(script.request).exit_status == 0);
    CHECK(read_text(script.request.mark) == "done\n");
    std::filesystem::remove(script.request.mark);
    script.request.mark = script.folder() / "no folder" / "mark";
    CHECK_THROWS_AS(run_process(script.request), MachineFailure);
}

TEST_CASE("process: what cannot be started is the machine's failure", "[problem][process]") {
    Script script("");
    script.request.words = {script.folder() / "gone"};
    CHECK_THROWS_AS(run_process(script.request), MachineFailure);
    CHECK_THROWS_WITH(run_process(script.request),
                      Catch::EndsWith("gone cannot be started: No such file or directory"));
    script.request.words = {"/bin/true"};
    script.request.output = script.folder() / "no folder" / "output";
    CHECK_THROWS_AS(run_process(script.request), MachineFailure);
}

TEST_CASE("process: a program gets its three streams and nothing else, and all is closed again",
          "[problem][process]") {
    const Script script(
        "for i in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$i ] || echo $i; done; kill -s TERM $$");
    const int before = open_descriptors();
    CHECK(run_process(script.request).signal == SIGTERM);
    CHECK(read_text(script.folder() / "output").empty());
    CHECK(open_descriptors() == before);
}

TEST_CASE("process: its folder is in use until it has ended", "[problem][process]") {
    const Script script("touch begun; sleep 0.2; touch ended");
    CHECK_FALSE(is_folder_in_use(script.folder()));
    CHECK_FALSE(is_folder_in_use(script.folder() / "gone"));
    std::thread other([&script] { (void)run_process(script.request); });
    while (!std::filesystem::exists(script.folder() / "begun")) {
        std::this_thread::yield();
    }
    CHECK_FALSE(is_folder_in_use(script.folder()));  // after a wait
    CHECK(std::filesystem::exists(script.folder() / "ended"));
    other.join();
}
