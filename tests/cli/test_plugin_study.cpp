#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <map>
#include <string>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

constexpr const char* study_text = R"(study: marked
replicates: 2
plugins: [marking.so]
problem: {name: marking, noise: {partials: 0.1}}
sampling: {plan: sobol, count: 8}
test: {plan: random, count: 10}
defaults: {hidden: [4], lambda: 0.001, training: {max_iterations: 40}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
optimization: {starts: 2}
)";

/// A study of a plugin that leaves a mark wherever it is loaded.
class MarkedPlace : public Workplace {
public:
    MarkedPlace() : Workplace(study_text) { bring_module(); }

    void bring_module() const { fs::copy_file(built(), module()); }

    void remove_module() const { fs::remove(module()); }

    [[nodiscard]] fs::path study() const { return folder() / "out" / "marked"; }

    [[nodiscard]] fs::path arm() const {
        for (const auto& entry : fs::directory_iterator(study())) {
            if (fs::exists(entry.path() / "problem.json")) {
                return entry.path();
            }
        }
        return {};
    }

    /// Runs the program here.
    [[nodiscard]] ProgramOutcome call(const std::string& arguments) const {
        fs::remove(folder() / "marking_was_loaded");
        return jennopt_program(arguments, folder());
    }

    /// Whether code of the module ran in the last call.
    [[nodiscard]] bool was_loaded() const { return fs::exists(folder() / "marking_was_loaded"); }

    /// All files of the report.
    [[nodiscard]] std::map<std::string, std::string> report() const {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::recursive_directory_iterator(study())) {
            const std::string ending = entry.path().extension().string();
            const bool is_replicate =
                entry.path().parent_path().string().find("/r") != std::string::npos;
            if (entry.is_regular_file() && ending != ".jsonl" && !is_replicate) {
                files[entry.path().string()] = read_text(entry.path());
            }
        }
        return files;
    }

private:
    static fs::path built() { return build_folder() + "/tests/problem/plugins/marking.so"; }

    [[nodiscard]] fs::path module() const { return folder() / "marking.so"; }
};

}  // namespace

TEST_CASE("program: a report needs no code of the problem", "[cli][plugin]") {
    const MarkedPlace place;
    const ProgramOutcome run = place.call("run study.yaml --quiet --output out");
    INFO(run.output);
    REQUIRE(run.exit_code == 0);
    CHECK(place.was_loaded());
    const auto files = place.report();
    CHECK(files.contains((place.study() / "figures" / "contours.csv").string()));
    CHECK(files.contains((place.study() / "figures" / "design_1_shape.csv").string()));
    CHECK_THAT(files.at((place.study() / "metrics.csv").string()),
               Catch::Contains("partials_error"));

    place.remove_module();
    fs::remove_all(place.study() / "figures");
    fs::remove(place.study() / "report.html");
    const ProgramOutcome again = place.call("report out/marked");
    INFO(again.output);
    CHECK(again.exit_code == 0);
    CHECK(again.output == run.output);
    CHECK(!place.was_loaded());
    CHECK((place.report() == files));
}

TEST_CASE("program: a report without what it asks of the true function says so", "[cli][plugin]") {
    const MarkedPlace place;
    REQUIRE(place.call("run study.yaml --quiet --output out").exit_code == 0);
    const auto files = place.report();
    fs::remove(place.arm() / "truth.json");
    CHECK(place.call("report out/marked").exit_code == 0);
    CHECK(!place.was_loaded());
    CHECK_THAT(read_text(place.study() / "report.md"),
               Catch::Contains("The true function of base is not at hand") &&
                   Catch::Contains("jennopt run study.yaml keeps it"));

    fs::remove(place.arm() / "problem.json");
    const ProgramOutcome refused = place.call("report out/marked");
    CHECK(refused.exit_code == 2);
    CHECK(!place.was_loaded());
    CHECK_THAT(refused.output,
               Catch::Contains("keeps nothing of the problem marking") &&
                   Catch::Contains("--plugin-path"));

    CHECK(place.call("report out/marked --plugin-path marking.so").exit_code == 0);
    CHECK(place.was_loaded());
    CHECK((place.report() == files));
}

TEST_CASE("program: check and suggest load no code that the study file alone names",
          "[cli][plugin]") {
    const MarkedPlace place;
    const ProgramOutcome check = place.call("check study.yaml");
    CHECK(check.exit_code == 0);
    CHECK(!place.was_loaded());
    CHECK_THAT(check.output,
               Catch::Contains("problem marking is not looked at") &&
                   Catch::Contains("check study.yaml --plugin-path"));
    CHECK(place.call("check study.yaml --partials").exit_code == 2);
    CHECK(!place.was_loaded());
    CHECK(place
              .call("suggest study.yaml --data no.csv --set 'optimizers={best: {}}' --set "
                    "budget=20")
              .exit_code == 2);
    CHECK(!place.was_loaded());

    const ProgramOutcome named = place.call("check study.yaml --plugin-path marking.so");
    CHECK(named.exit_code == 0);
    CHECK(place.was_loaded());
    CHECK_THAT(named.output, Catch::Contains("A bowl beside a wall"));
}
