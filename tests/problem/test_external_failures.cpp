#include "problem/evaluation_scope.hpp"
#include "problem/external_program.hpp"
#include "support/catch.hpp"
#include "support/process_state.hpp"

using namespace jennopt;

namespace {

void check_failure(const std::string& script, const std::string& cause) {
    INFO(script);
    CHECK_THAT(ExternalProgram(script).failure(),
               Catch::StartsWith("problem 'two' at [0.25, 0.1]: ") && Catch::Contains(cause));
}

}  // namespace

TEST_CASE("external: a program that dies is told with its cause", "[problem][external]") {
    check_failure("exit 3", "it ended with exit status 3");
    check_failure("kill -SEGV $$", "it was ended by signal 11 (Segmentation fault)");
}

TEST_CASE("external: a program that answers nonsense is told with what is missing",
          "[problem][external]") {
    check_failure("", R"(no JSON object that has "values", as in {"values": {"y": 1.5}})");
    check_failure("echo '{broken'", "no JSON object");
    check_failure(R"(echo '{"values": {"y": 1}}')", "no value of the output 'g' (values: y)");
    check_failure(R"(echo '{"values": 3}')", "'values' is no JSON object");
    check_failure(R"(echo '{"values": {"y": "one", "g": 0}}')",
                  "the output 'y' is \"one\", expected a number");
    check_failure(R"(echo '{"values": {"y": NaN, "g": 0}}')",
                  "the output 'y' is nan, expected a finite number");
    check_failure(R"(echo '{"values": {"y": 0, "g": -Infinity}}')", "the output 'g' is -inf");
    check_failure(R"(echo '{"values": {"y": null, "g": 0}}')", "the output 'y' is nan");
    check_failure(R"(echo '{"values": {"y": 0, "g": 0}, "partials": {"y": {"a": Infinity}}}')",
                  "a partial is infinite");
    check_failure(R"(echo '{"values": {"y": 0, "g": 0}, "partials": {"y": {"alpha": 1}}}')",
                  "the partial of 'y' by 'alpha', which is no input");
    check_failure(R"(echo '{"values": {"y": 0, "g": 0}, "partials": {"z": {"a": 1}}}')",
                  "partials of 'z', which is no output");
    check_failure(R"(echo '{"status": "fine", "values": {}}')", "the status is \"fine\"");
    check_failure(R"(echo '{"status": "failed", "message": "no convergence"}')",
                  "its status is failed: no convergence");
    check_failure(R"(printf '%s' '{"status": "failed", "message": "stopped:\n  at step 3"}')",
                  "its status is failed: stopped:\n  at step 3");
}

TEST_CASE("external: the message ends with the program's own last lines and its folder",
          "[problem][external]") {
    ExternalProgram program("for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i >&2; done; exit 1");
    CHECK_THAT(
        program.failure(),
        Catch::Contains("its folder was removed (keep_folders: none)") &&
            Catch::EndsWith("; the end of its standard error:\n  line 3\n  line 4\n  line 5\n"
                            "  line 6\n  line 7\n  line 8\n  line 9\n  line 10"));
    program.config.keep_folders = KeepFolders::failed;
    const auto place = program.folder() / "programs" / "training-000000";
    {
        const EvaluationScope scope(program.folder() / "programs", "training/000000");
        CHECK_THAT(program.failure(), Catch::Contains("its folder is " + place.string()));
    }
    CHECK_THAT(read_text(place / "stderr.txt"), Catch::StartsWith("line 1\n"));
    check_failure("echo out of memory; exit 1", "the end of its standard output:\n  out of memory");
    check_failure("exit 1", "; it printed nothing");
}

TEST_CASE("external: outside of a study a failed folder stays in the temporary folder",
          "[problem][external]") {
    ExternalProgram program("exit 1");
    program.config.keep_folders = KeepFolders::failed;
    const std::string failure = program.failure();
    const std::string before = "its folder is ";
    const std::size_t begin = failure.find(before) + before.size();
    const std::filesystem::path place = failure.substr(begin, failure.find(';', begin) - begin);
    CHECK(std::filesystem::exists(place / "point.json"));
    std::filesystem::remove_all(place);
}

TEST_CASE("external: a program that hangs is killed with all it started", "[problem][external]") {
    ExternalProgram program(
        "(trap '' TERM; sleep 60) & echo $! > $JENNOPT_STUDY_FOLDER/grandchild\n"
        "sleep 60");
    program.config.timeout_seconds = 0.3;
    CHECK_THAT(program.failure(),
               Catch::Contains("it did not end within 0.3 seconds and was killed (timeout)"));
    const int grandchild = std::stoi(read_text(program.folder() / "grandchild"));
    CHECK(ends(grandchild));
}

TEST_CASE("external: a program that ignores the polite signal is killed", "[problem][external]") {
    ExternalProgram program("trap '' TERM; while true; do sleep 0.1; done");
    program.config.timeout_seconds = 0.2;
    CHECK_THAT(program.failure(), Catch::Contains("(timeout)"));
}

TEST_CASE("external: what a program leaves in the background is ended with it",
          "[problem][external]") {
    const ExternalProgram program(
        "sleep 60 & echo $! > $JENNOPT_STUDY_FOLDER/grandchild\n"
        R"(echo '{"values": {"y": 0, "g": 0}}')");
    CHECK(program.failure().empty());
    const int grandchild = std::stoi(read_text(program.folder() / "grandchild"));
    CHECK(ends(grandchild));
}

TEST_CASE("external: where memory is limited a failure tells how much it may have",
          "[problem][external]") {
    ExternalProgram program("dd if=/dev/zero of=/dev/null bs=200M count=1 || exit 4\n" +
                            good_answer);
    program.config.memory_gigabytes = 0.05;
    CHECK_FALSE(program.fails_by_machine());
    CHECK_THAT(program.failure(),
               Catch::Contains("it ended with exit status 4; each of its processes may have "
                               "0.05 GB (memory)"));
    program.config.memory_gigabytes = 1.0;
    CHECK(program.failure().empty());
}
