#include "cli/workplace.hpp"
#include "core/instruction_set.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

constexpr const char* study_text = R"(study: mixed
replicates: 2
problem: {name: rosenbrock}
sampling: {plan: sobol, count: 12}
test: {plan: random, count: 10}
defaults: {hidden: [6], training: {max_iterations: 60}}
surrogates:
  jenn: {kind: jenn}
  jenn_polished: {polish: jenn}
  kriging: {kind: kriging}
optimizers: {best: {}}
budget: 10
optimization: {starts: 3}
)";

/// Lines of the store of evaluations: how many, and how many different ones.
std::pair<std::size_t, std::size_t> evaluations(const Workplace& place) {
    std::size_t count = 0;
    std::set<std::string> points;
    for (const auto& entry :
         fs::recursive_directory_iterator(place.output() / "mixed" / "evaluations")) {
        std::ifstream file(entry.path());
        for (std::string line; entry.path().extension() == ".jsonl" && std::getline(file, line);) {
            const Json json = Json::parse(line, nullptr, false);
            if (json.is_object() && json.contains("x")) {
                ++count;
                points.insert(entry.path().stem().string() + json.at("x").dump());
            }
        }
    }
    return {count, points.size()};
}

std::vector<fs::path> replicates(const Workplace& place) {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::recursive_directory_iterator(place.output())) {
        if (entry.path().filename() == "DONE") {
            folders.push_back(entry.path().parent_path());
        }
    }
    return folders;
}

Json environment_of(const fs::path& replicate) {
    return Json::parse(read_text(replicate / "environment.json"));
}

}  // namespace

TEST_CASE("program: an instruction set that is not there is refused with those that are",
          "[cli][simd]") {
    const Workplace place;
    const ProgramOutcome outcome = place.run("--simd avx3");
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output,
               Catch::StartsWith("--simd is avx3, expected one of ") &&
                   Catch::Contains(instruction_sets().back()));
    CHECK(!fs::exists(place.output()));
}

TEST_CASE("program: results say what computed them, nothing of the user's environment",
          "[cli][simd]") {
    const std::string set = instruction_sets().back();
    const Workplace place;
    REQUIRE(jennopt_program("run study.yaml --quiet --output out --simd " + set,
                            place.folder(),
                            "export SECRET=4711; ")
                .exit_code == 0);
    const fs::path replicate = replicates(place).front();
    const Json environment = environment_of(replicate);
    CHECK(environment.at("simd") == set);
    if (set == "baseline" && environment.at("machine") == "x86_64") {
        CHECK(environment.at("blas_kernel") == "Prescott");
    }
    for (const char* key : {"jennopt", "compiler", "flags", "eigen", "nlopt", "openblas"}) {
        CHECK(!environment.at(key).get<std::string>().empty());
    }
    CHECK_THAT(environment.dump(), !Catch::Contains("4711"));
}

TEST_CASE("program: a study goes on with another instruction set", "[cli][simd]") {
    const std::vector<std::string> sets = instruction_sets();
    if (sets.size() < 2) {
        WARN("left out: the processor has one instruction set only");
        return;
    }
    const Workplace place(study_text);
    REQUIRE(place.run("--quiet --simd " + sets.front() + " --set replicates=1").exit_code == 0);
    const auto [before, different] = evaluations(place);
    REQUIRE(before > 0);
    CHECK(before == different);
    // One replicate is new, and the finished one is made again with what is in the store.
    for (const fs::path& replicate : replicates(place)) {
        fs::remove(replicate / "DONE");
    }
    const ProgramOutcome other = place.run("--quiet --simd " + sets.back());
    INFO(other.output);
    REQUIRE(other.exit_code == 0);
    const auto [count, points] = evaluations(place);
    CHECK(count == points);  // nothing was evaluated twice
    CHECK(count > before);
    REQUIRE(replicates(place).size() == 2);
    for (const fs::path& replicate : replicates(place)) {
        CHECK(environment_of(replicate).at("simd") == sets.back());
    }
    // Back again: everything is finished, nothing is evaluated, and no option is asked for.
    CHECK(place.run("--quiet").exit_code == 0);
    CHECK(evaluations(place).first == count);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("program: too little address space ends a run with a message", "[cli][simd]") {
    const Workplace place;
    const ProgramOutcome outcome = jennopt_program(
        "run study.yaml --quiet --output out --jobs 2", place.folder(), "ulimit -v 300000; ");
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output,
               Catch::StartsWith("the limits of this process (ulimit -v) leave less than 400 MiB"));
    CHECK(!fs::exists(place.output()));
}
#endif
