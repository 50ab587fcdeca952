#include "core/text_file.hpp"
#include "jennopt/report/figures.hpp"
#include "report/axis_script.hpp"
#include "report/figure_plan.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <vector>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

double error(const Choices& choices, const std::string& surrogate, int replicate) {
    const double m = number(choices, "sampling.count");
    return (surrogate == "nn" ? 0.1 : 0.01) * (1.0 + 0.2 * replicate) *
           (1.0 + number(choices, "s.lambda")) / m;
}

ReportInput input_in(const fs::path& folder) {
    ReportInput input = swept_input({{"problem.name", {"a", "b", "c"}},
                                     {"sampling.count", {"10", "20", "40"}},
                                     {"s.lambda", {"0", "1", "10"}}},
                                    5,
                                    error);
    input.folder = folder;
    return input;
}

SweepFigure curves() {
    SweepFigure figure;
    figure.name = "by_count";
    figure.title = "Error by samples";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.panels = "problem.name";
    figure.log_x = true;
    figure.target = 0.99;
    return figure;
}

SweepFigure map() {
    SweepFigure figure;
    figure.name = "by_both";
    figure.title = "Ratio";
    figure.along = "sampling.count";
    figure.y = "s.lambda";
    figure.color = "r2_value";
    figure.panels = "problem.name";
    figure.against = "nn";
    return figure;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++n;
    }
    return n;
}

}  // namespace

TEST_CASE("sweep figures: those asked for come first, drawn, with data and script",
          "[report][figures]") {
    const ScratchFolder scratch;
    ReportInput input = input_in(scratch.path());
    input.page.figures = {curves(), map()};
    const Figures figures = write_figures(input);
    REQUIRE(figures.figures.size() >= 2);
    for (std::size_t i = 0; i < 2; ++i) {
        INFO(input.page.figures[i].name);
        CHECK(figures.figures[i].name == input.page.figures[i].name);
        CHECK(figures.figures[i].drawn);
        CHECK(fs::file_size(scratch.path() / "figures" / (figures.figures[i].name + ".svg")) >
              5000);
    }
    const std::string script = read_text(scratch.path() / "figures" / "by_count.gp");
    CHECK(count(script, "\nset title '") == 3);
    CHECK(count(script, "1 − R² of values") == 1);
    CHECK_THAT(script, Catch::Contains("'R² = 0.99'") && Catch::Contains("first 0.01 to"));
}

TEST_CASE(
    "sweep figures: colour tells surrogates and dashes the rest, or each curve has its colour",
    "[report][figures]") {
    const ReportInput few = input_in("");
    const std::string dashed = plan_sweep(few, curves()).script;
    CHECK_THAT(dashed, Catch::Contains("dashtype 3") && Catch::Contains("'lambda = 10'"));
    CHECK(count(dashed, "'nn'") == 1);
    CHECK_THAT(dashed, !Catch::Contains("nn, lambda"));
    const ReportInput many = swept_input(
        {{"sampling.count", {"10", "20"}}, {"s.lambda", {"1", "2", "3", "4", "5"}}}, 2, error);
    SweepFigure figure = curves();
    figure.panels = "";
    CHECK_THAT(plan_sweep(many, figure).script,
               Catch::Contains("'jenn, lambda = 5'") && Catch::Contains("dashtype 2"));
    figure.surrogates = {"jenn"};
    CHECK_THAT(plan_sweep(many, figure).script,
               Catch::Contains("'lambda = 5'") && !Catch::Contains("'jenn, lambda"));
}

TEST_CASE("sweep figures: what cannot be drawn is a note, and the rest is made",
          "[report][figures]") {
    const ScratchFolder scratch;
    ReportInput input = input_in(scratch.path());
    SweepFigure lost = curves();
    lost.name = "lost";
    lost.panels = "nobody.swept";
    input.page.figures = {lost, curves()};
    const Figures figures = write_figures(input);
    CHECK(figures.figures.front().name == "by_count");
    REQUIRE_FALSE(figures.notes.empty());
    CHECK_THAT(figures.notes.front(),
               Catch::StartsWith("The figure lost is left out: page.figures.lost: no arm has"));
}

TEST_CASE("sweep figures: a point at zero on a logarithmic axis is told of", "[report][figures]") {
    const auto zero = [](const Choices& choices, const std::string&, int) {
        return 0.1 + number(choices, "problem.noise.partials");
    };
    const ReportInput input =
        swept_input({{"problem.noise.partials", {"0", "0.1", "0.2"}}}, 2, zero);
    SweepFigure figure;
    figure.name = "noise";
    figure.along = "problem.noise.partials";
    figure.y = "r2_value";
    CHECK_THAT(plan_sweep(input, figure).figure.caption, !Catch::Contains("logarithmic"));
    figure.log_x = true;
    CHECK_THAT(plan_sweep(input, figure).figure.caption,
               Catch::Contains("2 points at zero or below have no place on a logarithmic axis"));
}

TEST_CASE("sweep figures: cells that a sign test leaves open stand in parentheses",
          "[report][figures]") {
    const auto mixed = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const bool open = choices.at("s.lambda") == "1" && replicate % 2 == 0;
        return surrogate == "nn" ? 0.1 : open ? 0.21 : 0.05;
    };
    const ReportInput input =
        swept_input({{"sampling.count", {"10"}}, {"s.lambda", {"1", "2"}}}, 6, mixed);
    SweepFigure figure = map();
    figure.panels = "";
    const std::string script = plan_sweep(input, figure).script;
    CHECK(count(script, "'0.50'") == 1);
    CHECK(count(script, "'(1.3)'") == 1);
}

TEST_CASE("axes: ticks are legible on axes of few and of many decades", "[report][figures]") {
    const std::vector<double> counts{10.0, 20.0, 40.0, 80.0, 160.0};
    CHECK_THAT(shared_axis("x", true, counts, 400.0, true).script,
               Catch::Contains("'10' 10, '20' 20, '40' 40, '80' 80, '160' 160"));
    CHECK_THAT(shared_axis("x", true, counts, 60.0, true).script,
               !Catch::Contains("'20' 20") && Catch::Contains("'160' 160"));
    const std::vector<double> wide{1e-12, 1.0};
    const std::string decades = shared_axis("y", true, wide, 300.0, false).script;
    CHECK_THAT(decades, Catch::Contains("'10^{-12}'") && Catch::Contains("'10^{0}' 1"));
    CHECK(count(decades, "10^{") == 7);
    const std::vector<double> narrow{0.2, 0.6};
    CHECK_THAT(shared_axis("y", true, narrow, 300.0, false).script,
               Catch::Contains("'0.2' 0.2") && Catch::Contains("'0.5' 0.5"));
    CHECK(tick_text(2e-5) == "2·10^{-5}");
    CHECK(tick_text(1e6) == "10^{6}");
    CHECK(tick_text(0.0) == "0");
}
