#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <sstream>
#include <string>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

/// Without measured times.
std::string metrics_of(const Workplace& place, const std::string& output) {
    std::istringstream text(read_text(place.folder() / output / "small" / "metrics.csv"));
    std::string rows;
    for (std::string row; std::getline(text, row);) {
        rows += row.find("_seconds,") == std::string::npos ? row + '\n' : "";
    }
    return rows;
}

ProgramOutcome in_place(const Workplace& place, const std::string& arguments) {
    return jennopt_program(arguments, place.folder());
}

/// The exit code, as text, of a program whose reader ends before anything is printed.
std::string code_unread(const Workplace& place, const std::string& arguments) {
    (void)in_place(place, arguments + "; echo $? > code ) 2>&1 | ( true");
    return read_text(place.folder() / "code");
}

}  // namespace

TEST_CASE("program: a run goes on without the terminal that showed its progress", "[cli]") {
    const Workplace place;
    REQUIRE(in_place(place, "run study.yaml --quiet --output quiet").exit_code == 0);
    const std::string where = GENERATE("2>&-", "2>/dev/full", "0<&- 2>&-");
    CHECK(in_place(place, "run study.yaml --output heard " + where).exit_code == 0);
    CHECK(fs::exists(place.folder() / "heard" / "small" / "report.html"));
    CHECK(metrics_of(place, "heard") == metrics_of(place, "quiet"));
}

TEST_CASE("program: a run goes on when the reader of a pipe ends", "[cli]") {
    const Workplace place;
    CHECK(code_unread(place, "run study.yaml --output out") == "0\n");
    CHECK(fs::exists(place.output() / "small" / "report.html"));
    CHECK(code_unread(place, "describe study") == "0\n");
    CHECK(code_unread(place, "run no.yaml") == "2\n");
}

TEST_CASE("program: an error keeps its exit code where nobody can read it", "[cli]") {
    const Workplace place("study: [\n");
    const std::string where = GENERATE("2>&-", "2>/dev/full");
    CHECK(in_place(place, "run study.yaml " + where).exit_code == 2);
}

TEST_CASE("program: a run whose report cannot be printed is complete and says so", "[cli]") {
    const Workplace place;
    const auto [where, why] = GENERATE(table<const char*, const char*>(
        {{">/dev/full", "No space left on device"}, {">&-", "Bad file descriptor"}}));
    const ProgramOutcome outcome =
        in_place(place, std::string("run study.yaml --quiet --output out ") + where);
    CHECK(outcome.exit_code == 4);
    CHECK(outcome.output == "the output cannot be written (" + std::string(why) +
                                "); the study's folder and its report are complete\n");
    CHECK(fs::exists(place.folder() / "out" / "small" / "report.html"));
}

TEST_CASE("program: every command that prints says that its output was lost", "[cli]") {
    const Workplace place;
    REQUIRE(place.run("--quiet").exit_code == 0);
    write_text(place.folder() / "points.csv", "x\n1\n");
    for (const auto& entry : fs::recursive_directory_iterator(place.output())) {
        if (entry.path().filename() == "jenn.json") {
            fs::copy_file(
                entry.path(), place.folder() / "jenn.json", fs::copy_options::skip_existing);
        }
    }
    const std::string command = GENERATE("predict jenn.json points.csv",
                                         "export jenn.json --jenn theirs.json",
                                         "check study.yaml",
                                         "report out/small",
                                         "problems sinusoid",
                                         "describe study",
                                         "--version",
                                         "--help");
    for (const char* where : {" >/dev/full", " >&-"}) {
        fs::remove(place.folder() / "theirs.json");
        const ProgramOutcome outcome = in_place(place, command + where);
        CHECK(outcome.exit_code == 4);
        CHECK_THAT(outcome.output, Catch::Contains("the output cannot be written ("));
    }
}
