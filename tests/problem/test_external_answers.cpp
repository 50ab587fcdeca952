#include "problem/external_program.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

/// How the script's answer is refused.
std::string refusal(const std::string& script) {
    const ExternalProgram program(script);
    CHECK_FALSE(program.fails_by_machine());
    return program.failure();
}

/// How it fails where both outputs are searched in a file; "" if it does not.
std::string search_failure(const std::string& script,
                           const std::string& pattern,
                           const std::string& file = "") {
    ExternalProgram program(script);
    program.config.results = {{"y", {{file, pattern}, {}}}, {"g", {{file, pattern}, {}}}};
    return program.failure();
}

}  // namespace

TEST_CASE("external answers: what is no file is refused and not waited for",
          "[problem][external]") {
    CHECK_THAT(refusal("mkfifo result.json"),
               Catch::Contains("its file result.json is a named pipe, expected a file"));
    CHECK_THAT(refusal("mkdir result.json"), Catch::Contains("is a folder, expected a file"));
    CHECK_THAT(refusal("ln -s /dev/zero result.json"),
               Catch::Contains("is a symbolic link that leads out of the evaluation's folder, to "
                               "/dev/zero"));
    CHECK_THAT(refusal("ln -s nowhere result.json"), Catch::Contains("cannot be read: "));
    CHECK_THAT(refusal("ln -s result.json result.json"), Catch::Contains("cannot be read: "));
    CHECK_THAT(refusal("rm stdout.txt stderr.txt; mkfifo stdout.txt stderr.txt"),
               Catch::Contains("its file stdout.txt is a named pipe") &&
                   Catch::EndsWith("; it printed nothing"));
    CHECK_THAT(search_failure("mkfifo out", "(.)", "out"),
               Catch::Contains("its file out is a named pipe"));
    CHECK_THAT(search_failure("ln -s $JENNOPT_STUDY_FOLDER out", "(.)", "out/run.sh"),
               Catch::Contains("is a symbolic link that leads out of the evaluation's folder"));
}

TEST_CASE("external answers: a link to another file of the folder is followed",
          "[problem][external]") {
    CHECK(
        ExternalProgram("mkdir run; " + good_answer + " > run/answer; ln -s run/answer result.json")
            .failure()
            .empty());
}

TEST_CASE("external answers: what is too long is not read", "[problem][external]") {
    CHECK_THAT(refusal("truncate -s 10G result.json"),
               Catch::Contains("its file result.json has 10.74 GB, expected at most 16 MB"));
    CHECK_THAT(search_failure("truncate -s 10G out", "(.)", "out"),
               Catch::Contains("its file out has 10.74 GB, expected at most 1 GB"));
    CHECK(ExternalProgram("head -c 20000000 /dev/zero; " + good_answer).failure().empty());
}

TEST_CASE("external answers: nested without end, repeated and strange ones end in a message",
          "[problem][external]") {
    const std::string nested =
        R"(awk 'BEGIN { printf "{\"values\": {\"y\": "; for (i = 0; i < 100000; ++i) printf "["; }')";
    CHECK_THAT(refusal(nested), Catch::Contains("no JSON object"));
    CHECK_THAT(refusal(nested + " > result.json"), Catch::Contains("no JSON object"));
    CHECK_THAT(refusal(R"(echo '{"values": {"y": 1, "g": 0, "y": 2}}')"),
               Catch::Contains("its answer gives 'y' twice"));
    CHECK_THAT(refusal(R"(echo '{"values": {"y": 1e999, "g": 0}}')"),
               Catch::Contains("the output 'y' is inf"));
    CHECK_THAT(refusal(R"(printf '{"values": {"y": 1, "g": "\033[2J\000\377"}}')"),
               Catch::Contains("no JSON object"));
    CHECK_THAT(refusal(R"(printf '\033[2J\007' >&2; exit 1)"), Catch::EndsWith(":\n  ?[2J?"));
    CHECK(ExternalProgram(R"(printf '{"values": {"y": 1, "g": 2}, "by": "M\374ller"}')")
              .failure()
              .empty());
}

TEST_CASE("external answers: a pattern that takes for ever on a line is told",
          "[problem][external]") {
    const std::string letters = "head -c 9999 /dev/zero | tr '\\0' a; echo; echo ab";
    CHECK_THAT(
        search_failure(letters, "(a+)+[bc]"),
        Catch::Contains("the pattern '(a+)+[bc]' cannot be searched in a line of 9999 letters"));
    CHECK_THAT(search_failure(letters, "(a)b"), Catch::Contains("'a' in what it printed"));
    CHECK(search_failure("printf 'y = 1.5\\r\\n'", "^y = (.*)$").empty());
    CHECK(search_failure("printf 'y = 1.5'", R"(^y\s*=\s*([-+\d.]+)$)").empty());
}

TEST_CASE("external answers: names and values reach no shell", "[problem][external]") {
    const std::string hostile = "$(touch hacked); `touch hacked` '\"|&\n";
    ExternalProgram program("cat > seen; cat case; [ ! -e hacked ] || exit 1");
    write_text(program.folder() / "t", "{{" + std::string("a b;touch hacked") + "}}\n");
    program.config.inputs[0].name = "a b;touch hacked";
    program.config.outputs[0].name = hostile;
    program.config.environment = {{"VALUE", hostile}};
    program.config.command.push_back(hostile);
    program.config.partials = {};
    program.config.templates = {{"case", "t"}};
    program.config.results = {{hostile, {{"", "(.*)"}, {}}}, {"g", {{"", "(.*)"}, {}}}};
    CHECK(program.failure().empty());
    CHECK_FALSE(std::filesystem::exists(program.folder() / "hacked"));
}
