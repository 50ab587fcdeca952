#include "report/figures/sweep.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <set>

using namespace jennopt;

namespace {

/// jenn needs a tenth of the samples, its error grows with lambda as that of nn does.
double error(const Choices& choices, const std::string& surrogate, int replicate) {
    const double m = number(choices, "sampling.count");
    return (surrogate == "nn" ? 0.1 : 0.05) * (1.0 + 0.2 * replicate) *
           (1.0 + number(choices, "s.lambda")) / m;
}

StudyResults three_axes() {
    return swept_input({{"problem.name", {"a", "b", "c"}},
                        {"sampling.count", {"10", "20", "40"}},
                        {"s.lambda", {"0", "1", "10"}}},
                       5,
                       error);
}

SweepFigure curves() {
    SweepFigure figure;
    figure.name = "by_count";
    figure.title = "Error by samples";
    figure.along = "sampling.count";
    figure.y = "r2_value";
    figure.panels = "problem.name";
    figure.log_x = true;
    return figure;
}

SweepFigure map() {
    SweepFigure figure;
    figure.name = "by_both";
    figure.along = "sampling.count";
    figure.y = "s.lambda";
    figure.color = "r2_value";
    figure.against = "nn";
    return figure;
}

struct Drawn {
    std::vector<Plot> plots;
    std::vector<std::string> notes;
};

Drawn drawn(StudyResults study, const std::vector<SweepFigure>& figures) {
    study.figures = figures;
    Drawn result;
    result.plots = plot_sweeps(study, MetricTable(study), ContenderColors(study), result.notes);
    std::erase_if(result.plots, [](const Plot& plot) { return plot.name == "learning"; });
    return result;
}

Plot plot_of(const StudyResults& study, const SweepFigure& figure) {
    return drawn(study, {figure}).plots.at(0);
}

long count_layers(const Panel& panel, LayerKind kind) {
    return std::count_if(panel.layers.begin(), panel.layers.end(), [kind](const Layer& layer) {
        return layer.kind == kind;
    });
}

std::vector<std::string> legend_texts(const Plot& plot) {
    std::vector<std::string> texts;
    for (const LegendEntry& entry : plot.legend) {
        texts.push_back(entry.text);
    }
    return texts;
}

std::vector<std::string> cell_texts(const Plot& plot) {
    std::vector<std::string> texts;
    for (const PlotText& text : plot.panels.at(0).texts) {
        texts.push_back(text.text);
    }
    return texts;
}

}  // namespace

TEST_CASE("sweep plots: medians, bands and the target in a panel for each value",
          "[report][sweep_plots]") {
    SweepFigure figure = curves();
    figure.target = 0.99;
    const Plot plot = plot_of(three_axes(), figure);
    REQUIRE(plot.panels.size() == 3);
    const Panel& panel = plot.panels[0];
    CHECK(panel.title == "a");
    CHECK(count_layers(panel, LayerKind::band) == 6);
    CHECK(count_layers(panel, LayerKind::line_points) == 6);
    CHECK(panel.x.label == "training samples");
    CHECK(panel.x.ticks_at_values);
    CHECK(panel.y.label == "1 - R2 of values");
    CHECK((panel.x.logarithmic && panel.y.logarithmic));
    const Layer& target = panel.layers.back();
    CHECK(target.x == std::vector<double>{10.0, 40.0});
    CHECK(target.y[0] == Approx(0.01));
    CHECK(plot.legend.back().text == "R2 of values = 0.99");
    CHECK_THAT(plot.caption,
               Catch::Contains("Lower is better.") && Catch::Contains("Dashed: R2 of values") &&
                   !Catch::Contains("rrow"));
}

TEST_CASE("sweep plots: colours are those of the contenders, dashes tell what else is swept",
          "[report][sweep_plots]") {
    const StudyResults study = three_axes();
    const ContenderColors colors(study);
    const Plot plot = plot_of(study, curves());
    CHECK(legend_texts(plot) ==
          std::vector<std::string>{"nn", "jenn", "lambda = 0", "lambda = 1", "lambda = 10"});
    std::set<int> dashes;
    for (const Layer& layer : plot.panels[0].layers) {
        CHECK(layer.style.color == colors.of(layer.name.substr(0, layer.name.find(' '))));
        dashes.insert(layer.style.dash);
    }
    CHECK(dashes == std::set<int>{1, 2, 3});
}

TEST_CASE("sweep plots: curves of one contender have colours of their own",
          "[report][sweep_plots]") {
    SweepFigure figure = curves();
    figure.surrogates = {"jenn"};
    const Plot plot = plot_of(three_axes(), figure);
    CHECK(legend_texts(plot) ==
          std::vector<std::string>{"lambda = 0", "lambda = 1", "lambda = 10"});
    CHECK(plot.legend[0].style.color != plot.legend[1].style.color);
}

TEST_CASE("sweep plots: where too many curves are swept, contenders alone are told apart",
          "[report][sweep_plots]") {
    std::vector<std::string> lambdas;
    for (int i = 0; i < 30; ++i) {
        lambdas.push_back(std::to_string(i));
    }
    const StudyResults study =
        swept_input({{"sampling.count", {"10", "20"}}, {"s.lambda", lambdas}}, 2, error);
    SweepFigure figure = curves();
    figure.panels = "";
    const Plot plot = plot_of(study, figure);
    CHECK(legend_texts(plot) == std::vector<std::string>{"nn", "jenn"});
    CHECK(count_layers(plot.panels[0], LayerKind::band) == 0);
    CHECK_THAT(plot.caption, Catch::Contains("one line for each combination"));
}

TEST_CASE("sweep plots: an arrow marks the saving, and the caption speaks of it only then",
          "[report][sweep_plots]") {
    const auto falling = [](const Choices& choices, const std::string& surrogate, int) {
        return (surrogate == "nn" ? 1.0 : 0.5) / number(choices, "sampling.count");
    };
    const StudyResults study = swept_input({{"sampling.count", {"10", "20", "40"}}}, 1, falling);
    SweepFigure figure = curves();
    figure.panels = "";
    figure.against = "nn";
    const Plot plot = plot_of(study, figure);
    REQUIRE(plot.panels[0].arrows.size() == 1);
    const PlotArrow& arrow = plot.panels[0].arrows[0];
    CHECK(arrow.x2 == Approx(2.0 * arrow.x1));
    CHECK(arrow.y1 == arrow.y2);
    CHECK(cell_texts(plot) == std::vector<std::string>{"2.0 times fewer"});
    CHECK_THAT(plot.caption,
               Catch::StartsWith("Lines: the one replicate.") &&
                   Catch::Contains("Arrows: how many times fewer training samples"));
    figure.against = "";
    CHECK_THAT(plot_of(study, figure).caption, !Catch::Contains("rrow"));
}

TEST_CASE("sweep plots: what cannot be drawn is a note, and the rest is made",
          "[report][sweep_plots]") {
    SweepFigure lost = curves();
    lost.name = "lost";
    lost.panels = "nobody.swept";
    const Drawn all = drawn(three_axes(), {lost, curves()});
    REQUIRE(all.plots.size() == 1);
    CHECK(all.plots[0].name == "by_count");
    REQUIRE(all.notes.size() == 1);
    CHECK_THAT(all.notes[0],
               Catch::StartsWith("The figure lost is left out: no arm with its axes"));
    CHECK(all.notes[0].back() == '.');
}

TEST_CASE("sweep plots: more panels than a page takes are cut, with a note",
          "[report][sweep_plots]") {
    std::vector<std::string> problems;
    for (int i = 0; i < 20; ++i) {
        problems.push_back("p" + std::to_string(i));
    }
    const StudyResults study = swept_input(
        {{"problem.name", problems}, {"sampling.count", {"10", "20"}}, {"s.lambda", {"1"}}},
        1,
        error);
    const Drawn all = drawn(study, {curves()});
    CHECK(all.plots[0].panels.size() == 16);
    CHECK(all.notes.back() == "The figure by_count shows the first 16 of 20 panels.");
}

TEST_CASE("sweep plots: a point at zero on a logarithmic axis is counted in the caption",
          "[report][sweep_plots]") {
    const auto zero = [](const Choices& choices, const std::string&, int) {
        return 0.1 + number(choices, "problem.noise.partials");
    };
    const StudyResults study =
        swept_input({{"problem.noise.partials", {"0", "0.1", "0.2"}}}, 2, zero);
    SweepFigure figure;
    figure.name = "noise";
    figure.along = "problem.noise.partials";
    figure.y = "r2_value";
    CHECK_THAT(plot_of(study, figure).caption, !Catch::Contains("logarithmic"));
    figure.log_x = true;
    const Plot plot = plot_of(study, figure);
    CHECK_THAT(
        plot.caption,
        Catch::Contains("Without a place on a logarithmic axis: 2 points at or below zero."));
    CHECK(plot.panels[0].layers.back().x == std::vector<double>{0.1, 0.2});
}

TEST_CASE("sweep plots: cells that a sign test leaves open stand in parentheses",
          "[report][sweep_plots]") {
    const auto mixed = [](const Choices& choices, const std::string& surrogate, int replicate) {
        const bool open = choices.at("s.lambda") == "1" && replicate % 2 == 0;
        return surrogate == "nn" ? 0.1 : open ? 0.21 : 0.05;
    };
    const StudyResults study =
        swept_input({{"sampling.count", {"10"}}, {"s.lambda", {"1", "2"}}}, 6, mixed);
    const Plot plot = plot_of(study, map());
    CHECK(cell_texts(plot) == std::vector<std::string>{"(1.3)", "0.50"});
    REQUIRE(plot.colors.has_value());
    CHECK((plot.colors->diverging && plot.colors->logarithmic));
    CHECK(plot.colors->lower == Approx(0.5));
    CHECK(plot.colors->upper == Approx(2.0));
    const Layer& cells = plot.panels[0].layers[0];
    CHECK(cells.kind == LayerKind::cells);
    CHECK(cells.y == std::vector<double>{0.0, 1.0});
    CHECK(plot.panels[0].y.ticks[1].text == "2");
}

TEST_CASE("sweep plots: a cell counts the infeasible optima that it leaves out",
          "[report][sweep_plots]") {
    StudyResults study =
        swept_input({{"sampling.count", {"10", "20"}}, {"s.lambda", {"1"}}}, 3, error);
    for (ArmResults& arm : study.arms) {
        arm.problem.outputs.push_back({.name = "limit", .role = OutputRole::constraint});
        for (ReplicateRecord& replicate : arm.replicates) {
            for (SurrogateRecord& record : replicate.surrogates) {
                record.optimum.verdict.distance = record.name == "nn" ? 0.2 : 0.1;
                record.optimum.verdict.violation =
                    record.name == "jenn" && (replicate.replicate == 0 || &arm == &study.arms[1])
                        ? 1.0
                        : 0.0;
            }
        }
    }
    SweepFigure figure = map();
    figure.color = "optimum_distance";
    const Plot plot = plot_of(study, figure);
    CHECK(cell_texts(plot) == std::vector<std::string>{"(0.50) [2/3]", "[0/3]"});
    CHECK(plot.panels[0].layers[0].x == std::vector<double>{0.0});
    CHECK_THAT(plot.caption,
               Catch::Contains("Infeasible optima are left out: 4 of 12. [n/m]: n of m replicates "
                               "are left."));
}
