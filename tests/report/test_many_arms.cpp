#include "core/text_file.hpp"
#include "jennopt/report/report.hpp"
#include "jennopt/report/table.hpp"
#include "report/fixture.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <chrono>

using namespace jennopt;

namespace {

double error(const Choices& choices, const std::string& surrogate, int replicate) {
    return (surrogate == "nn" ? 0.1 : 0.01) * (1.0 + replicate) / number(choices, "sampling.count");
}

std::vector<std::string> numbers(int n) {
    std::vector<std::string> texts;
    for (int i = 1; i <= n; ++i) {
        texts.push_back(std::to_string(10 * i));
    }
    return texts;
}

SweepFigure by_count() {
    SweepFigure figure;
    figure.name = "by_count";
    figure.title = "Error by samples";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.against = "nn";
    return figure;
}

}  // namespace

TEST_CASE("many arms: from the ninth on the terminal shows what they tell together",
          "[report][table]") {
    ReportInput input = swept_input({{"sampling.count", numbers(8)}}, 5, error);
    input.page.figures = {by_count()};
    CHECK_THAT(table_text(input), Catch::Contains("R2 of values  "));
    input = swept_input({{"sampling.count", numbers(9)}}, 6, error);
    input.page.figures = {by_count()};
    input.arms[2].replicates.pop_back();
    const std::string text = table_text(input);
    CHECK_THAT(text,
               Catch::Contains("swept: 9 arms, 53 replicates") &&
                   Catch::Contains("! 1 of 9 arms have notes") &&
                   Catch::Contains("Error by samples: jenn against nn: better everywhere") &&
                   !Catch::Contains("R2 of values  "));
}

TEST_CASE("many arms: figures of the first arm only, one table of all of them", "[report][html]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(
        scratch.path(),
        {.replicates = 1, .counts = {9, 10, 11, 12, 13, 14, 15, 16, 17}, .test_count = 20});
    const std::string text = write_report(study.input);
    CHECK_THAT(text,
               Catch::Contains("drawn for the first of 9 only: sampling.count=9.") &&
                   Catch::Contains("summary.csv") && Catch::Contains("report.html"));
    const auto figures = scratch.path() / "figures";
    CHECK(std::filesystem::exists(figures / "training_sampling.count-9.svg"));
    CHECK_FALSE(std::filesystem::exists(figures / "training_sampling.count-10.gp"));
    const std::string page = read_text(scratch.path() / "report.html");
    CHECK_THAT(page,
               Catch::Contains("<summary>All 9 arms</summary>") &&
                   Catch::Contains("<td>sampling.count=17</td>") &&
                   !Catch::Contains("<h2>All metrics</h2>"));
}

TEST_CASE("many arms: three hundred are reported in a moment", "[report][html]") {
    const ScratchFolder scratch;
    ReportInput input =
        swept_input({{"sampling.count", numbers(20)}, {"s.lambda", numbers(15)}}, 5, error);
    input.folder = scratch.path();
    SweepFigure figure = by_count();
    figure.panels = "s.lambda";
    input.page.figures = {figure};
    const auto start = std::chrono::steady_clock::now();
    (void)write_report(input);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CHECK(seconds.count() < 30.0);  // a tenth of it on an idle machine
}
