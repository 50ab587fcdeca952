#include "report/plot_axis.hpp"
#include "report/plot_layout.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace jennopt;

namespace {

Plot three_panels() {
    Plot plot{.name = "three", .columns = 3};
    for (int p = 0; p < 4; ++p) {
        plot.panels.push_back(
            {.title = "a surrogate with a rather long name",
             .x = {.label = "input"},
             .y = {.label = "distance to the known optimum, in widths of the bounds"},
             .layers = {{.x = {0.0, 1.0}, .y = {0.0111565, 0.0111571 + 1e-7 * p}}}});
    }
    return plot;
}

}  // namespace

TEST_CASE("plot layout: labels of y stay on the page and off those of the ticks",
          "[report][plot_layout]") {
    Plot plot = three_panels();
    for (const bool shared : {false, true}) {
        plot.shares_y = shared;
        const PlotLayout layout = lay_out(plot);
        for (const PlacedText& text : layout.texts) {
            const double width = text_width(text.text, plot_font);
            const double across = text.upwards ? plot_font : width;
            CHECK(text.x - 0.5 * across >= 0.0);
            CHECK(text.x + 0.5 * across <= plot_width);
            CHECK(text.y > 0.0);
            CHECK(text.y < layout.height);
        }
        for (std::size_t p = 0; p < 3; ++p) {
            const PanelLayout& panel = layout.panels[p];
            CHECK(panel.y_labels == (p == 0 || !shared));
            double labels = 0.0;
            for (const PlotTick& tick : panel.y.labelled) {
                labels = std::max(labels, text_width(tick.text, tick_font));
            }
            const double before =
                p == 0 ? 0.0 : layout.panels[p - 1].box.left + layout.panels[p - 1].box.width;
            CHECK(panel.box.left - before > (panel.y_labels ? labels : 0.0));
            CHECK(panel.box.width > 80.0);
            CHECK(panel.box.left + panel.box.width < plot_width);
        }
    }
}

TEST_CASE("plot layout: rows follow each other, only the lowest panels label a shared x",
          "[report][plot_layout]") {
    Plot plot = three_panels();
    plot.shares_x = true;
    const PlotLayout layout = lay_out(plot);
    CHECK(layout.panels[3].box.left == layout.panels[0].box.left);
    CHECK(layout.panels[3].box.top > layout.panels[0].box.top + layout.panels[0].box.height);
    CHECK(!layout.panels[0].x_labels);  // one is below it
    CHECK(layout.panels[1].x_labels);
    CHECK(layout.panels[3].x_labels);
}

TEST_CASE("plot layout: a legend wraps within the page", "[report][plot_layout]") {
    Plot plot{.name = "legend", .panels = {{}}};
    const double without = lay_out(plot).height;
    for (int i = 0; i < 9; ++i) {
        plot.legend.push_back({"an entry of some length"});
    }
    plot.legend.push_back({std::string(300, 'x')});
    const PlotLayout layout = lay_out(plot);
    for (const PlacedEntry& entry : layout.legend) {
        CHECK(entry.x >= 0.0);
        CHECK(entry.x + legend_sample + 6.0 + text_width(entry.entry.text, plot_font) <=
              plot_width);
        CHECK(entry.y < layout.height);
    }
    CHECK(layout.legend.front().y < layout.legend.back().y);
    CHECK(layout.height > without + 60.0);
}

TEST_CASE("plot layout: names along x that would touch are slanted and stay on the page",
          "[report][plot_layout]") {
    Plot plot{.name = "names",
              .panels = {{.layers = {{.x = {0, 1, 2, 3}, .y = {0, 1, 2, 3}}}}},
              .columns = 1};
    for (int i = 0; i < 4; ++i) {
        plot.panels[0].x.ticks.push_back({static_cast<double>(i), "nn"});
    }
    CHECK(!lay_out(plot).panels[0].slanted);
    for (PlotTick& tick : plot.panels[0].x.ticks) {
        tick.text = "a name that is much longer than the place that there is for it";
    }
    const PlotLayout layout = lay_out(plot);
    const PanelLayout& panel = layout.panels[0];
    CHECK(panel.slanted);
    CHECK(layout.height - panel.box.top - panel.box.height > 90.0);
    CHECK(0.77 * text_width(panel.x.labelled[0].text, tick_font) < panel.box.left + 60.0);
}

TEST_CASE("plot layout: equal axes have equally long units", "[report][plot_layout]") {
    const Plot plot{.name = "shape",
                    .panels = {{.layers = {{.x = {0.0, 1.0}, .y = {-0.05, 0.06}}}}},
                    .columns = 1,
                    .equal_axes = true};
    const PanelLayout panel = lay_out(plot).panels[0];
    const double x = panel.box.width / (panel.x.range.upper - panel.x.range.lower);
    const double y = panel.box.height / (panel.y.range.upper - panel.y.range.lower);
    CHECK(x == Approx(y));
}

TEST_CASE("plot layout: ratios below one are fractions on a colour scale around one",
          "[report][plot_layout]") {
    const Plot plot{
        .name = "ratio",
        .panels = {{}},
        .colors = ColorScale{.logarithmic = true, .diverging = true, .lower = 0.05, .upper = 20.0}};
    std::vector<std::string> texts;
    for (const PlotTick& tick : lay_out(plot).colors.labelled) {
        texts.push_back(tick.text);
    }
    CHECK(texts == std::vector<std::string>{"1/10", "1/3", "1", "3", "10"});
}
