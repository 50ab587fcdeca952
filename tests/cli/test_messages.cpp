#include "cli/program.hpp"
#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

/// The first file of this name below a folder.
fs::path found_below(const fs::path& folder, const std::string& name) {
    const auto all = fs::recursive_directory_iterator(folder);
    const auto file = std::find_if(
        begin(all), end(all), [&](const auto& entry) { return entry.path().filename() == name; });
    return file->path();
}

void tear(const fs::path& file) {
    const std::string text = read_text(file);
    write_text(file, text.substr(0, text.size() / 2));
}

ProgramOutcome run_into(const Workplace& place, const std::string& output) {
    return jennopt_program("run study.yaml --quiet --output " + output, place.folder());
}

}  // namespace

TEST_CASE("program: a folder for results that cannot be made is refused", "[cli]") {
    const Workplace place;
    write_text(place.folder() / "file", "");
    const ProgramOutcome outcome = run_into(place, "file/results");
    CHECK(outcome.exit_code == 2);
    CHECK(outcome.output == "file/results/small: the folder cannot be made, file is a file\n");
    fs::create_directory(place.folder() / "there");
    write_text(place.folder() / "there" / "small", "");
    CHECK_THAT(run_into(place, "there").output,
               Catch::StartsWith("there/small: is a file, expected the folder of the study"));
    CHECK(run_into(place, "/proc/no").exit_code == 2);
    CHECK_THAT(run_into(place, "/proc/no").output, !Catch::Contains("filesystem error"));
}

TEST_CASE("program: a full disk shows in the exit code", "[cli]") {
    const ProgramOutcome outcome = jennopt_program("problems > /dev/full");
    CHECK(outcome.exit_code == 4);
    CHECK_THAT(outcome.output, Catch::Contains("the output cannot be written (No space left"));
}

TEST_CASE("program: more memory than there is is refused by check", "[cli]") {
    const Workplace place;
    const auto [setting, words] = GENERATE(table<const char*, const char*>({
        {"surrogates.nn.hidden=[100000,100000,100000,100000,100000,100000]",
         "surrogates.nn.hidden: needs at least"},
        {"surrogates.nn.hidden=[1000000,1000000]", "expected an integer in [1, 100000]"},
        {"'test={plan: random, count: 1000000000000}'", "expected an integer in [1, 100000000]"},
    }));
    const ProgramOutcome outcome =
        jennopt_program("check study.yaml --set " + std::string(setting), place.folder());
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output, Catch::Contains(words));
    CHECK_THAT(outcome.output, !Catch::Contains("bad_alloc"));
}

TEST_CASE("program: a torn file of a study says which, where, and what to do", "[cli]") {
    const Workplace place;
    REQUIRE(place.run("--quiet").exit_code == 0);
    const auto [name, words] = GENERATE(table<const char*, const char*>({
        {"study.json", "the same run writes it again"},
        {"timing.json", "remove"},
    }));
    tear(place.output() / "small" / name);
    const ProgramOutcome outcome = jennopt_program("report out/small", place.folder());
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output,
               Catch::Contains(std::string(name) + ":") && Catch::Contains("is cut off") &&
                   Catch::Contains(words) && !Catch::Contains("json.exception"));
    CHECK(place.run("--quiet").exit_code == 0);
    CHECK(jennopt_program("report out/small", place.folder()).exit_code == 0);
}

TEST_CASE("program: a torn record is left out of a report, and made anew by a run, both say so",
          "[cli]") {
    const Workplace place;
    REQUIRE(place.run("--quiet").exit_code == 0);
    const fs::path record = found_below(place.output(), "record.json");
    const std::string before = read_text(record);
    tear(record);
    const ProgramOutcome report = jennopt_program("report out/small", place.folder());
    CHECK(report.exit_code == 0);
    CHECK_THAT(read_text(place.output() / "small" / "report.md"),
               Catch::Contains("1 of 2 finished") &&
                   Catch::Contains("is left out: record.json is not as it was written"));
    const ProgramOutcome run = place.run();
    CHECK(run.exit_code == 0);
    CHECK_THAT(run.output,
               Catch::Contains("is made again from what was evaluated: it was finished, and now "
                               "record.json is not as it was written"));
    CHECK(read_text(record) == before);
}

TEST_CASE("program: an arm without a usable sample is named, and the others are reported",
          "[cli]") {
    const Workplace place(std::string(small_study) +
                          "sweep: {problem.failures.fraction: [0.99999, 0.0]}\n");
    const ProgramOutcome run = place.run();
    CHECK(run.exit_code == 1);
    const char* const sentence =
        "has no results: none of the 5 training samples could be evaluated";
    CHECK_THAT(run.output,
               Catch::Contains("replicate 0, is left out: none of the 5") &&
                   Catch::Contains("Use this design"));
    CHECK_THAT(read_text(place.output() / "small" / "report.md"), Catch::Contains(sentence));
    const ProgramOutcome report = jennopt_program("report out/small", place.folder());
    CHECK(report.exit_code == 1);
    CHECK_THAT(report.output, Catch::Contains("has no results"));
}

TEST_CASE("program: a model that is none is refused without a library's words", "[cli]") {
    const Workplace place;
    write_text(place.folder() / "points.csv", "x\n1\n");
    for (const char* text : {"", "{\"W\": [[", "x\n1\n", "study: s\n"}) {
        write_text(place.folder() / "model.json", text);
        const ProgramOutcome outcome =
            jennopt_program("predict model.json points.csv", place.folder());
        CHECK(outcome.exit_code == 2);
        CHECK_THAT(outcome.output,
                   Catch::StartsWith("model.json:1:") &&
                       Catch::Contains("expected the file of a trained model") &&
                       !Catch::Contains("json.exception"));
    }
}
