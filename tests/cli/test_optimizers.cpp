#include "cli/program.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>

using namespace jennopt;

namespace {

constexpr const char* by_hand = R"(study: by_hand
problem:
  name: beam
  inputs: [{name: width, unit: m, lower: 0.1, upper: 2}, {name: height, lower: 0, upper: 1}]
  outputs: [{name: mass, unit: kg}, {name: stress, role: constraint}]
optimizers: {best: {batch: 2}}
)";

constexpr const char* optimizing = R"(study: small
replicates: 2
problem: {name: sinusoid}
budget: 8
optimizers:
  best: {}
  direct: {method: multistart}
)";

class Desk {
public:
    explicit Desk(const std::string& study) { std::ofstream(study_file()) << study; }

    [[nodiscard]] std::filesystem::path study_file() const { return folder_.path() / "study.yaml"; }

    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return folder_.path() / name;
    }

    [[nodiscard]] ProgramOutcome call(const std::string& command,
                                      const std::string& options) const {
        return jennopt_program(command + " " + study_file().string() + " " + options);
    }

    /// Only what goes to the terminal as points.
    [[nodiscard]] std::string points(const std::string& options) const {
        return call("suggest", "--data " + path("runs.csv").string() + " 2>/dev/null " + options)
            .output;
    }

private:
    ScratchFolder folder_;
};

}  // namespace

TEST_CASE("program: suggest proposes from a table, without a program", "[cli][suggest]") {
    const Desk desk(by_hand);
    const std::string first = desk.points("");
    INFO(first);
    CHECK_THAT(first, Catch::StartsWith("width,height\n"));
    CHECK(desk.points("") == first);
    CHECK(std::ranges::count(first, '\n') == 3);
    CHECK_THAT(desk.call("suggest", "--data " + desk.path("runs.csv").string()).output,
               Catch::Contains("runs.csv has no runs yet"));

    std::istringstream lines(first);
    std::string header;
    std::string point;
    std::string other;
    std::getline(lines, header);
    std::getline(lines, point);
    std::getline(lines, other);
    // The first of two has come back: the other one is still to be run.
    std::ofstream(desk.path("runs.csv")) << "width,height,mass,stress\n" << point << ",3,-1\n";
    CHECK(desk.points("") == "width,height\n" + other + "\n");
    const ProgramOutcome file =
        desk.call("suggest",
                  "--data " + desk.path("runs.csv").string() + " --count 4 --output " +
                      desk.path("next.csv").string());
    CHECK(file.exit_code == 0);
    CHECK_THAT(file.output, Catch::Contains("1 run, 0 failed. The best has mass = 3"));
    const Table next = read_csv(desk.path("next.csv"));
    CHECK(next.rows.rows() == 4);
    CHECK_THAT(read_text(desk.path("next.csv")), Catch::StartsWith("width,height\n" + other));
}

TEST_CASE("program: what suggest and run cannot do is one sentence", "[cli][suggest]") {
    const Desk desk(by_hand);
    const ProgramOutcome run = desk.call("run", "--output " + desk.path("out").string());
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.output, Catch::Contains("no program to run; jennopt suggest"));
    CHECK_FALSE(std::filesystem::exists(desk.path("out")));
    CHECK_THAT(desk.call("suggest", "").output, Catch::Contains("needs --data FILE"));
    std::ofstream(desk.path("runs.csv")) << "width,mass,stress\n1,3,-1\n";
    const ProgramOutcome columns = desk.call("suggest", "--data " + desk.path("runs.csv").string());
    CHECK(columns.exit_code == 2);
    CHECK_THAT(columns.output, Catch::Contains("has no column \"height\""));

    const Desk both(std::string(optimizing) + "  other: {}\n");
    const std::string data = "--data " + both.path("runs.csv").string();
    CHECK_THAT(both.call("suggest", data).output,
               Catch::Contains("has several optimizers, expected --optimizer with one of best, "
                               "other"));
    CHECK_THAT(both.call("suggest", data + " --optimizer bst").output,
               Catch::Contains("--optimizer is bst") && Catch::Contains("did you mean 'best'?"));
    CHECK(both.call("suggest", data + " --optimizer other").exit_code == 0);
    std::ofstream(both.path("runs.csv")) << "x,y\n1,1\n2,2\n3,\n";
    CHECK_THAT(both.call("suggest", data + " --optimizer best --set budget=3").output,
               Catch::Contains("3 runs, 1 failed. The best has y = 1.") &&
                   Catch::Contains("no columns of partials (d_y_d_x and the like)") &&
                   Catch::Contains("The budget, 3 runs, is used up."));
}

TEST_CASE("program: a study of optimizers answers with the design", "[cli][optimizer]") {
    const Desk desk(optimizing);
    CHECK_THAT(desk.call("check", "").output,
               Catch::Contains("optimizer direct: multi-start local search, at most 8 true "
                               "evaluations"));
    const ProgramOutcome outcome =
        desk.call("run", "--quiet --output " + desk.path("out").string());
    INFO(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("Optimization of sinusoid: 2 replicates") &&
                   Catch::Contains("Use this design: x = ") &&
                   Catch::Contains("found by optimizer ") && Catch::Contains("gradient norm") &&
                   Catch::Contains("stopped: "));
    const auto folder = desk.path("out") / "small";
    const Json best = Json::parse(read_text(folder / "best.json"));
    REQUIRE(best.at("designs").size() == 1);
    const Json& design = best.at("designs").at(0);
    CHECK(design.at("feasible") == true);
    CHECK(design.at("inputs").at(0).at("name") == "x");
    CHECK(design.at("evaluations") == 8);
    CHECK(design.at("budget") == 8);
    CHECK(design.at("evaluations_to_best") <= 8);
    CHECK_THAT(read_text(folder / "summary.csv"),
               Catch::Contains("\nbase,direct,evaluations_in_all,8,"));
    const std::string page = read_text(folder / "report.md");
    CHECK_THAT(page, !Catch::Contains("Training") && !Catch::Contains("test samples"));
    CHECK(std::filesystem::exists(folder / "figures" / "convergence.csv"));
}
