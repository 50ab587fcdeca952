#pragma once

#include "report/plot.hpp"
#include "report/plot_axis.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// A rectangle in pixels, y downwards.
struct PixelBox {
    double left = 0.0;
    double top = 0.0;
    double width = 0.0;
    double height = 0.0;
};

/// A text of one line around a point in pixels.
struct PlacedText {
    std::string text;
    double x = 0.0;  ///< of its middle
    double y = 0.0;
    bool upwards = false;  ///< turned by a right angle
    std::string color = "#222222";
};

struct PanelLayout {
    PixelBox box;  ///< inside the axes
    AxisTicks x;
    AxisTicks y;
    bool x_labels = true;  ///< labels at its ticks; off where the panel below has the same
    bool y_labels = true;
    bool slanted = false;  ///< labels of x, which would touch otherwise
};

struct PlacedEntry {
    LegendEntry entry;
    double x = 0.0;  ///< left end of its sample
    double y = 0.0;
};

/// Where everything stands on the page.
struct PlotLayout {
    double height = 0.0;
    std::vector<PanelLayout> panels;
    std::vector<PlacedText> texts;  ///< titles and labels of axes
    std::vector<PlacedEntry> legend;
    std::optional<PixelBox> color_bar;
    AxisTicks colors;  ///< of the bar
};

/// Panels in a grid whose left margins fit the widest label of their axis, below them the bar of
/// the colours and the legend, as many lines as it takes.
/// @param plot  at least one panel
[[nodiscard]] PlotLayout lay_out(const Plot& plot);

/// Width of every figure, pixels: small enough that its text can be read on a narrow page.
inline constexpr double plot_width = 680.0;
inline constexpr double plot_font = 14.0;
inline constexpr double legend_sample = 30.0;  ///< width of a legend's sample

}  // namespace jennopt
