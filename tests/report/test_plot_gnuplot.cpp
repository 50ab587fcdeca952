#include "core/text_file.hpp"
#include "report/plot_gnuplot.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

/// A grid of 3 x 3 cells.
Layer grid_layer(LayerKind kind) {
    Layer layer{.kind = kind, .name = "grid"};
    for (int i = 0; i < 9; ++i) {
        layer.x.push_back(i % 3);
        layer.y.push_back(std::floor(i / 3.0));
        layer.z.push_back(0.5 + i);
    }
    return layer;
}

/// Every kind of layer and mark.
Plot everything() {
    Panel curves{
        .title = "curves",
        .x = {.label = "x"},
        .y = {.label = "y", .logarithmic = true},
        .layers = {{.kind = LayerKind::band, .x = {1, 2}, .lower = {0, 1}, .upper = {2, 3}},
                   {.kind = LayerKind::line, .x = {1, 2}, .y = {1, 2}},
                   {.kind = LayerKind::line_points, .x = {1, 2}, .y = {2, 1}},
                   {.kind = LayerKind::points, .x = {1.5}, .y = {1}},
                   {.kind = LayerKind::box, .x = {1.2}, .y = {1.5}, .lower = {1}, .upper = {2}}},
        .texts = {{.text = "a text", .x = 1.5, .y = 1.5}},
        .arrows = {{1.1, 1.0, 1.9, 1.0}},
        .verticals = {1.3}};
    Panel map{.layers = {grid_layer(LayerKind::cells)}};
    Layer border = grid_layer(LayerKind::contour);
    border.levels = {2.0};
    Panel image{.layers = {grid_layer(LayerKind::image),
                           {.kind = LayerKind::contour, .levels = {1.0, 3.0}},
                           border}};
    return {.name = "everything",
            .panels = {curves, map, image, {}},
            .columns = 2,
            .legend = {{"points", LayerKind::points, {}}, {"both", LayerKind::line_points, {}}},
            .colors = ColorScale{.label = "z", .logarithmic = true, .lower = 0.5, .upper = 10.0}};
}

/// Sets PATH for the life of the object.
class OtherPath {
public:
    explicit OtherPath(const std::string& path) {
        const char* before = std::getenv("PATH");
        before_ = before == nullptr ? "" : before;
        ::setenv("PATH", path.c_str(), 1);
    }

    ~OtherPath() { ::setenv("PATH", before_.c_str(), 1); }

    OtherPath(const OtherPath&) = delete;
    OtherPath& operator=(const OtherPath&) = delete;

private:
    std::string before_;
};

}  // namespace

TEST_CASE("plot data: one row per point, blocks for layers, a gap breaks a line",
          "[report][plot_data]") {
    const Plot plot{.name = "data",
                    .panels = {{.title = "first, \"quoted\"",
                                .layers = {{.kind = LayerKind::line,
                                            .name = "nn",
                                            .x = {1.0, gap, gap, 3.0, gap},
                                            .y = {-0.0, 1.0, 2.0, 1e-12, 1.0}},
                                           {.name = "empty"}}},
                               {.layers = {{.kind = LayerKind::band,
                                            .name = "jenn",
                                            .x = {1.0},
                                            .lower = {0.1},
                                            .upper = {0.25}}}}}};
    CHECK(plot_csv(plot) ==
          "panel,layer,x,y,lower,upper,z\n"
          "\"first,  quoted \",nn,1,0,,,\n"
          "\n"
          "\"first,  quoted \",nn,3,1e-12,,,\n"
          "\n\n"
          "2,jenn,1,,0.1,0.25,\n"
          "\n\n");
}

TEST_CASE("gnuplot: every kind of layer and mark is drawn, twice alike, and nothing is printed",
          "[report][plot_gnuplot]") {
    const ScratchFolder scratch;
    const std::vector<Plot> plots{everything()};
    std::vector<std::string> notes;
    REQUIRE(draw_plots(scratch.path(), plots, notes) == std::vector<bool>{true});
    const std::string svg = read_text(scratch.path() / "everything.svg");
    CHECK_THAT(svg, Catch::Contains("</svg>"));
    CHECK_THAT(svg, Catch::Contains("a text"));
    CHECK_THAT(svg, Catch::Contains("both"));
    fs::remove(scratch.path() / "everything.svg");
    const std::string command =
        "cd '" + scratch.path().string() + "' && gnuplot -d everything.gp > printed 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(read_text(scratch.path() / "printed").empty());
    CHECK(read_text(scratch.path() / "everything.svg") == svg);
    CHECK(notes.empty());
    CHECK(plot_script(everything()) == plot_script(everything()));
}

TEST_CASE("gnuplot: texts that mean something to gnuplot are shown as they are",
          "[report][plot_gnuplot]") {
    const ScratchFolder scratch;
    const std::string hostile = "N'; system('touch hacked') #`date` m^2_{x}@&~\\n";
    Plot plot{.name = "hostile", .title = hostile, .legend = {{hostile}}};
    plot.panels = {{.title = hostile,
                    .x = {.label = hostile, .ticks = {{1.0, hostile}}},
                    .y = {.label = hostile},
                    .layers = {{.name = "\"" + hostile + "\n", .x = {1.0, 2.0}, .y = {1.0, 2.0}}},
                    .texts = {{.text = "100 % \"it's\" m^2_{x}", .x = 1.0, .y = 1.0}}}};
    std::vector<std::string> notes;
    CHECK(draw_plots(scratch.path(), std::vector{plot}, notes) == std::vector<bool>{true});
    CHECK(notes.empty());
    CHECK(!fs::exists(scratch.path() / "hacked"));
    const std::string svg = read_text(scratch.path() / "hostile.svg");
    CHECK_THAT(svg, Catch::Contains("it's") && Catch::Contains("m^2_{x}"));
    CHECK_THAT(svg, Catch::Contains("gpPt"));  // points are drawn
}

TEST_CASE("gnuplot: without the program a note says so, data and scripts are there",
          "[report][plot_gnuplot]") {
    const ScratchFolder scratch;
    write_text(scratch.path() / "everything.svg", "of an older report");
    const OtherPath nowhere("/nonexistent");
    std::vector<std::string> notes;
    CHECK(draw_plots(scratch.path(), std::vector{everything()}, notes) == std::vector<bool>{false});
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes[0], Catch::Contains("gnuplot cannot be started"));
    CHECK(fs::exists(scratch.path() / "everything.gp"));
    CHECK(fs::exists(scratch.path() / "everything.csv"));
    CHECK(!fs::exists(scratch.path() / "everything.svg"));
}

TEST_CASE("gnuplot: what it prints about a figure that it cannot draw becomes a note",
          "[report][plot_gnuplot]") {
    const ScratchFolder scratch;
    Plot wrong{.name = "wrong", .panels = {{.layers = {{.x = {1.0, 2.0}, .y = {1.0, 2.0}}}}}};
    wrong.panels[0].layers[0].style.color = "#no colour";
    std::vector<std::string> notes;
    CHECK(draw_plots(scratch.path(), std::vector{wrong, everything()}, notes) ==
          std::vector<bool>{false, true});
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes[0], Catch::Contains("could not draw wrong") && Catch::Contains("no colour"));
    CHECK(!fs::exists(scratch.path() / "wrong.log"));
}

TEST_CASE("gnuplot: one that hangs is ended, and no figure is half drawn",
          "[report][plot_gnuplot]") {
    const ScratchFolder scratch;
    const fs::path program = scratch.path() / "gnuplot";
    const OtherPath fake(scratch.path().string() + ":" + std::getenv("PATH"));
    const auto note = [&](const std::string& script) {
        write_text(program, "#!/bin/sh\n" + script);
        fs::permissions(program, fs::perms::owner_all);
        std::vector<std::string> notes;
        CHECK(draw_plots(scratch.path() / "figures", std::vector{everything()}, notes, 0.3) ==
              std::vector<bool>{false});
        CHECK(!fs::exists(scratch.path() / "figures" / "everything.svg"));
        REQUIRE(notes.size() == 1);
        return notes[0];
    };
    CHECK_THAT(note("echo '<svg' > everything.svg; sleep 60"),
               Catch::StartsWith("1 of 1 figures are not drawn: gnuplot did not end within 0.3 "
                                 "seconds and was killed"));
    CHECK_THAT(note("echo '<svg' > everything.svg; kill -KILL $$"),
               Catch::Contains("could not draw everything: it was ended by signal 9"));
    CHECK_THAT(note("exit 0"), Catch::Contains("could not draw everything: "));
}
