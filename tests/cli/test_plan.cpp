#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/shell.hpp"

#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

using namespace jennopt;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

ProgramOutcome plan_of(const Workplace& place, const std::string& options = "") {
    return jennopt_program("plan " + place.file().string() + " --output " +
                           place.output().string() + " " + options);
}

}  // namespace

TEST_CASE("plan: each command runs its replicate and no other, and the last one reports", "[cli]") {
    const Workplace place;
    const ProgramOutcome plan = plan_of(place, "--set seed=7");
    REQUIRE(plan.exit_code == 0);
    const std::vector<std::string> commands = lines_of(plan.output);
    REQUIRE(commands.size() == 2);
    CHECK(commands[0] != commands[1]);
    const std::string first = shell_output(commands[1] + " 2>&1; echo code $?");
    CHECK_THAT(first, Catch::Contains("1 of 2") && Catch::Contains("code 0"));
    CHECK_FALSE(std::filesystem::exists(place.output() / "small" / "report.html"));
    CHECK_THAT(plan_of(place, "--set seed=7").output,
               Catch::Contains("finished already: 1 of 2 replicates; their commands end at once"));
    const std::string report =
        shell_output("'" + program_file() + "' report " + (place.output() / "small").string());
    CHECK_THAT(report, Catch::Contains("small"));
    CHECK_THAT(shell_output(commands[0] + " 2>&1"), Catch::Contains("report: "));
    CHECK_FALSE(std::filesystem::exists(place.output() / "small" / "claims"));
    // All at once they end as one run of everything does.
    const Workplace whole;
    REQUIRE(whole.run("--set seed=7 --quiet").exit_code == 0);
    for (const char* file : {"best.json", "evaluations/000001.jsonl"}) {
        INFO(file);
        CHECK(read_text(whole.output() / "small" / file) ==
              read_text(place.output() / "small" / file));
    }
}

TEST_CASE("plan: a replicate that is finished ends at once, an arm alone is all its replicates",
          "[cli]") {
    const Workplace place;
    const std::string unit = lines_of(plan_of(place).output).front();
    const std::string arm = unit.substr(unit.rfind(' ') + 1);
    CHECK(place.run("--only " + arm.substr(0, arm.find('/'))).exit_code == 0);
    const std::filesystem::path report = place.output() / "small" / "report.html";
    const auto written = std::filesystem::last_write_time(report);
    const ProgramOutcome again = place.run("--only " + arm);
    CHECK(again.exit_code == 0);
    CHECK_THAT(again.output, Catch::Contains("report: "));
    CHECK(std::filesystem::last_write_time(report) == written);
    SECTION("and makes the report where there is none") {
        std::filesystem::remove(report);
    }
    SECTION("and makes the report where a replicate was finished after it") {
        std::filesystem::last_write_time(report, written - std::chrono::hours(1));
    }
    CHECK_THAT(place.run("--only " + arm).output, Catch::Contains("report: "));
    CHECK(std::filesystem::last_write_time(report) >= written);
}

TEST_CASE("plan: what the study does not have is refused before anything is run", "[cli]") {
    const Workplace place;
    const std::string unit = lines_of(plan_of(place).output).front();
    const std::string arm = unit.substr(unit.rfind(' ') + 1);
    const std::string id = arm.substr(0, arm.find('/'));
    for (const auto& [only, words] : std::vector<std::pair<std::string, std::string>>{
             {"other/0", "has no arm other"},
             {id + "/2", "the replicate is 2, expected 0 to 1"},
             {id + "/-1", "expected 0 to 1"},
             {id + "/x", "expected 0 to 1"},
             {id + "/", "the replicate is missing"},
             {"../" + id + "/0", "has no arm .."}}) {
        INFO(only);
        const ProgramOutcome outcome = place.run("--only " + only);
        CHECK(outcome.exit_code == 2);
        CHECK_THAT(outcome.output, Catch::Contains(words));
        CHECK_FALSE(std::filesystem::exists(place.output()));
    }
    CHECK_THAT(place.run("--force --only " + arm).output, Catch::Contains("--force"));
    CHECK(plan_of(place, "--slurm --parallel").exit_code == 2);
    CHECK(plan_of(place, "--time 1:00:00").exit_code == 2);
    CHECK_THAT(plan_of(place, "--slurm --time '1;rm'").output, Catch::Contains("--time is 1;rm"));
    CHECK_THAT(plan_of(place, "--slurm --memory lots").output, Catch::Contains("as in 4G"));
}
