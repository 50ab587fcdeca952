#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/fixture.hpp"
#include "report/race.hpp"
#include "report/sections.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// A run that has these values, one evaluation a round; violations where there are any.
OptimizerRecord run_of(const std::string& name,
                       const std::vector<double>& values,
                       const std::vector<double>& violations = {}) {
    OptimizerRecord record{.name = name, .method = "sequential", .model = "kriging"};
    for (std::size_t i = 0; i < values.size(); ++i) {
        record.steps.push_back({.round = static_cast<Index>(i),
                                .x = Vector::Zero(2),
                                .value = values[i],
                                .violation = violations.empty() ? 0.0 : violations[i]});
    }
    record.proposal_seconds = 0.002;
    return record;
}

/// `length` evaluations, of which the last one finds the optimum, 1.
std::vector<double> finds_after(std::size_t length) {
    std::vector<double> values(length, 3.0);
    values.back() = 1.0;
    return values;
}

/// Two problems of five replicates: fast needs 3 and 4 evaluations, slow 6 and never finds the
/// second optimum.
StudyResults toy_race() {
    StudyResults study = made_up_input({1, 1, 1, 1, 1}, {1, 1, 1, 1, 1});
    study.arms.push_back(study.arms.front());
    for (std::size_t a = 0; a < 2; ++a) {
        ArmResults& arm = study.arms[a];
        arm.arm.label = fmt::format("problem=p{}", a);
        arm.arm.id = fmt::format("problem-p{}", a);
        arm.arm.choices = {{"problem", fmt::format("p{}", a)}};
        arm.arm.config.race = {.optimum = 1.0, .scale = 10.0, .tolerance = 1e-3};
        for (ReplicateRecord& replicate : arm.replicates) {
            replicate.surrogates.clear();
            replicate.optimizers = {run_of("fast", finds_after(3 + a)),
                                    run_of("slow", a == 0 ? finds_after(6) : std::vector(8, 2.0))};
        }
    }
    return study;
}

std::string joined_lines(const std::vector<std::string>& lines) {
    return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

TEST_CASE("race: evaluations and rounds to the target, gaps of the best feasible point",
          "[report][race]") {
    StudyResults study = toy_race();
    study.arms.resize(1);
    OptimizerRecord& record = study.arms[0].replicates[0].optimizers[0];
    record = run_of("fast", {5.0, 0.5, 3.0, 1.005, 1.0}, {0.0, 0.1, 0.0, 1e-7, 0.0});
    record.steps[1].round = 0;  // 0 0 1 2 3: two were proposed together
    for (std::size_t i = 2; i < 5; ++i) {
        record.steps[i].round = static_cast<Index>(i) - 1;
    }
    const std::vector<RaceCourse> courses = race_courses(study);
    REQUIRE(courses.size() == 1);
    CHECK(courses[0].name == "p0");
    CHECK(*target_of(study.arms[0]) == Approx(1.01));
    const RaceRun& run = find_entry(courses[0], "fast")->runs[0];
    CHECK(run.evaluations == 5);  // the second one is infeasible
    CHECK(run.evaluations_to_target == 4);
    CHECK(run.rounds_to_target == 3);
}

TEST_CASE("race: an infeasible or failed evaluation finds nothing", "[report][race]") {
    StudyResults study = toy_race();
    study.arms.resize(1);
    study.arms[0].replicates[0].optimizers[0] = run_of("fast", {1.0, NAN, 2.0}, {0.5, NAN, 0.0});
    const RaceEntry entry = race_courses(study)[0].entries[0];
    CHECK(entry.runs[0].evaluations_to_target == 0);
    CHECK(std::isinf(evaluations_of(entry)[0]));
}

TEST_CASE("race: without a scale or a known optimum there is none", "[report][race]") {
    StudyResults study = toy_race();
    study.arms[0].arm.config.race.scale.reset();
    study.arms[1].arm.config.race.optimum.reset();
    study.arms[1].problem.known_optimum.reset();
    CHECK(race_courses(study).empty());
    CHECK(race_findings(study).empty());
}

TEST_CASE("race: the findings count who found it, who was fewest, and by how much",
          "[report][race]") {
    const std::string text = joined_lines(race_findings(toy_race()));
    CHECK_THAT(text, Catch::Contains("fast 10 of 10, slow 5 of 10"));
    CHECK_THAT(text, Catch::Contains("fast on 2 of 2, slow on 0 of 2"));
    CHECK_THAT(
        text,
        Catch::Contains("fast against slow: fewer evaluations on 2 of 2 problems, more on 0 "
                        "(sign tests over replicates: 2 and 0); slow needs 2 times as many"));
}

TEST_CASE("race: on one problem the findings are an order", "[report][race]") {
    StudyResults study = toy_race();
    study.arms.resize(1);
    CHECK_THAT(joined_lines(race_findings(study)),
               Catch::Contains("fast (3) beats slow (6) in 5 of 5"));
}

TEST_CASE("race: the table has median, worst and hits; the section the sign tests",
          "[report][race]") {
    const StudyResults study = toy_race();
    const MetricTable table(study);
    const ReportView view{study, table, ContenderColors(study)};
    const std::vector<Block> blocks = race_table(view);
    const auto& cells = std::get<TableBlock>(blocks.at(0).part);
    CHECK(cells.rows[0][1].text == "3 / 3");
    CHECK(cells.rows[1][2].text == "-");
    CHECK(cells.rows[1][2].detail == "0 of 5");
    ReportDocument document{"race", {}, {}};
    document.head = race_section(view);
    const std::string text = document_text(document);
    CHECK_THAT(text, Catch::Contains("2 : 0"));
    CHECK_THAT(text, !Catch::Contains("Rounds"));
}

TEST_CASE("race: the figure has the share of runs, the convergence what counts as found",
          "[report][race]") {
    StudyResults study = toy_race();
    const ContenderColors colors(study);
    std::vector<std::string> notes;
    const std::vector<Plot> plots = plot_race(study, MetricTable(study), colors, notes);
    REQUIRE(plots.size() == 1);
    const Panel& shares = plots[0].panels.at(0);
    CHECK(shares.layers[0].y.back() == 1.0);
    CHECK(shares.layers[1].y.back() == 0.5);
    study.arms[0].arm.config.budget = 20;
    const Panel panel = convergence_panel(study.arms[0], colors);
    CHECK(panel.layers.back().name == "found");
    CHECK(panel.layers.back().y[0] == Approx(0.01));
}
