#include "jennopt/core/error.hpp"
#include "problem/evaluation_scope.hpp"
#include "problem/external_program.hpp"
#include "problem/wrappers.hpp"
#include "support/catch.hpp"

#include <sys/resource.h>

using namespace jennopt;

namespace {

/// The cause, if the script ends in a failure of the machine that names problem and point.
void check_machine(const std::string& script, const std::string& cause) {
    INFO(script);
    const ExternalProgram program(script);
    CHECK(program.fails_by_machine());
    CHECK_THAT(program.failure(),
               Catch::StartsWith("problem 'two' at [0.25, 0.1]: ") && Catch::Contains(cause));
}

/// The soft limit of open files for the life of the object.
class FewFiles {
public:
    explicit FewFiles(rlim_t most) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit few{.rlim_cur = most, .rlim_max = before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
    }

    ~FewFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }

    FewFiles(const FewFiles&) = delete;
    FewFiles& operator=(const FewFiles&) = delete;
    FewFiles(FewFiles&&) = delete;
    FewFiles& operator=(FewFiles&&) = delete;

private:
    rlimit before_{};
};

}  // namespace

TEST_CASE("machine failures: what says nothing of the point is told apart", "[problem][external]") {
    check_machine("no-such-command", "exit status 127: a command in it was not found");
    check_machine("exec ./point.json", "exit status 126: a command in it could not be executed");
    check_machine("exit 75", "exit status 75, a failure that passes");
    check_machine("kill -KILL $$", "it was killed (signal 9), not by jennopt");
    check_machine("sh -c 'kill -KILL $$'; exit $?", "it was killed (signal 9), not by jennopt");
    check_machine("kill -KILL $PPID; sleep 60", "the process that watches the program was killed");
    check_machine(R"(echo '{"status": "unavailable", "message": "no licence"}')",
                  "its status is unavailable: no licence; its folder was removed");
    for (const std::string script : {"exit 1", "exit 255", "kill -TERM $$", "kill -SEGV $$", ""}) {
        INFO(script);
        CHECK_FALSE(ExternalProgram(script).fails_by_machine());
    }
}

TEST_CASE("machine failures: a program that is gone since it was checked is one",
          "[problem][external]") {
    ExternalProgram program("");
    write_text(program.folder() / "tool", "#!/bin/sh\n" + good_answer);
    std::filesystem::permissions(program.folder() / "tool", std::filesystem::perms::owner_all);
    program.config.command = {"./tool"};
    const auto problem = program.problem();
    CHECK_NOTHROW((void)problem->evaluate(Vector{{0.5, 0.5}}, Derivatives::none));
    std::filesystem::remove(program.folder() / "tool");
    CHECK_THROWS_AS((void)problem->evaluate(Vector{{0.5, 0.5}}, Derivatives::none), MachineFailure);
}

TEST_CASE("machine failures: no more open files, and a folder that cannot be made",
          "[problem][external]") {
    const ExternalProgram program(good_answer);
    const auto problem = program.problem();
    {
        const FewFiles few(8);
        CHECK_THROWS_AS((void)problem->evaluate(Vector{{0.5, 0.5}}, Derivatives::none),
                        MachineFailure);
    }
    CHECK_NOTHROW((void)problem->evaluate(Vector{{0.5, 0.5}}, Derivatives::none));
    write_text(program.folder() / "file", "");
    const EvaluationScope scope(program.folder() / "file", "training/000000");
    CHECK(program.fails_by_machine());
}

TEST_CASE("machine failures: retries help against them, too", "[problem][external]") {
    ExternalProgram program(
        "cd $JENNOPT_STUDY_FOLDER; echo >> count; [ $(wc -l < count) -gt 2 ] || exit 75\n" +
        good_answer);
    program.config.retries = 2;
    program.config.pause_seconds = 0.01;
    CHECK(program.failure().empty());
    CHECK(program.counted() == 3);
}

TEST_CASE("machine failures: the last attempt says whose failure it is, with its first message",
          "[problem][external]") {
    const auto program = [](const std::string& statuses) {
        ExternalProgram made("cd $JENNOPT_STUDY_FOLDER; echo >> count; set -- " + statuses +
                             "; shift $(($(wc -l < count) - 1)); exit $1");
        made.config.retries = 2;
        return made.fails_by_machine();
    };
    CHECK(program("1 75 75"));
    CHECK_FALSE(program("75 75 1"));
    CHECK_FALSE(program("75 1 1"));
}

TEST_CASE("machine failures: differences do not take them for a point that fails",
          "[problem][external]") {
    const ExternalProgram program(
        "cd $JENNOPT_STUDY_FOLDER; echo >> count; [ $(wc -l < count) -le 1 ] || exit 75\n" +
        good_answer);
    const auto inner = program.problem();
    WrapperOptions options;
    options.partials.source = PartialsSource::finite_difference;
    const WrappedProblem problem(*inner, options, Rng(1));
    CHECK_THROWS_AS((void)problem.evaluate(Vector{{0.5, 0.5}}, Derivatives::first), MachineFailure);
}
