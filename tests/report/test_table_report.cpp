#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/report/contents.hpp"
#include "jennopt/report/html.hpp"
#include "jennopt/report/report.hpp"
#include "jennopt/report/table.hpp"
#include "study/finished_study.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

constexpr const char* study_text = R"(study: rows
replicates: 2
problem:
  table: {file: data.csv, inputs: [a, b], outputs: [y], partials: "d{output}_{input}", test: 20,
          source: a wind tunnel}
  noise: {partials: 0.01}
sampling: {count: 10}
defaults: {hidden: [4], lambda: 0.001, gamma: 1, training: {max_iterations: 60}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
optimization: {starts: 2, max_evaluations: 30}
sweep: {sampling.count: [6, 12, 24]}
)";

}  // namespace

TEST_CASE("table report: optima are predictions, and the rows that a jenn saves are told",
          "[report][table]") {
    const ScratchFolder folder;
    std::string rows = "a,b,y,dy_a,dy_b\n";
    Rng rng(4);
    for (int i = 0; i < 60; ++i) {
        const double a = 2.0 * rng.uniform() - 1.0;
        const double b = rng.uniform();
        rows += fmt::format("{},{},{},{},{}\n", a, b, a * a + a * b, 2.0 * a + b, a);
    }
    write_text(folder.path() / "data.csv", rows);
    const Study study = study_from(study_text, folder);
    const auto place =
        run(study, plan(study, ProblemRegistry({})), {.output = folder.path() / "out"}, silent);
    const StudyContents contents = read_contents(place, {});
    const std::string text = write_report(contents.input);
    INFO(text);
    CHECK_THAT(text,
               Catch::Contains("predicted optimum") &&
                   Catch::Contains("The optima are predictions") &&
                   Catch::Contains("multiplicative noise of 0.01 on") &&
                   !Catch::Contains("true value") && !Catch::Contains("gradient norm"));
    CHECK_FALSE(contents.input.arms[0].replicates[0].truth.has_value());
    const std::string page = read_text(place / "report.html");
    CHECK_THAT(page,
               Catch::Contains("a wind tunnel") && Catch::Contains("rows of the table") &&
                   !Catch::Contains("true value<br>there"));
    const Figures figures = write_figures(contents.input);
    CHECK(figures.figures.front().name == "learning");
}
