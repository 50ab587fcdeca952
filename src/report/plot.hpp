#pragma once

#include "jennopt/core/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

// A figure as values, before anything draws it. Texts are plain: whoever draws them typesets them.

/// How a layer looks. Colours are "#RRGGBB".
struct LayerStyle {
    std::string color = "#333333";
    double width = 1.4;    ///< of lines, pixels
    int dash = 1;          ///< gnuplot's dashtype, 1 solid
    int point = 7;         ///< gnuplot's pointtype, 7 a disc
    double size = 0.6;     ///< gnuplot's pointsize
    double opacity = 1.0;  ///< of all of it; bands and boxes are filled with it
};

enum class LayerKind {
    points,       ///< at (x, y)
    line,         ///< through (x, y); NaN breaks it
    line_points,  ///< both
    band,         ///< between lower and upper over x
    box,          ///< from lower to upper with a bar at y, around x, 0.6 wide
    cells,        ///< a coloured rectangle of width and height 1 around (x, y), by z
    image,        ///< z on a regular grid of x (fastest) and y
    contour  ///< lines of z at `levels`, on such a grid or, if x is empty, on the image before it
};

struct Layer {
    LayerKind kind = LayerKind::points;
    std::string name;       ///< in the data file: who or what it shows
    std::vector<double> x;  ///< the other vectors that the kind uses are as long
    std::vector<double> y;
    std::vector<double> lower;
    std::vector<double> upper;
    std::vector<double> z;
    std::vector<double> levels;
    LayerStyle style;
};

/// A text inside a panel.
struct PlotText {
    std::string text;
    double x = 0.0;
    double y = 0.0;
    bool in_panel = false;  ///< x and y from 0 to 1 across the panel instead of on its axes
    std::string color = "#222222";
    double size = 0.0;  ///< font size, 0: the figure's
    bool centered = false;
};

/// A straight line with a head at both ends, on the axes of its panel.
struct PlotArrow {
    double x1 = 0.0;
    double y1 = 0.0;
    double x2 = 0.0;
    double y2 = 0.0;
    std::string color = "#222222";
};

struct PlotTick {
    double at = 0.0;
    std::string text;
};

/// Range and ticks follow one rule (plot_axis.hpp) where they are not given.
struct PlotAxis {
    std::string label;
    bool logarithmic = false;
    std::optional<double> lower = {};
    std::optional<double> upper = {};
    std::vector<PlotTick> ticks = {};  ///< names of groups or chosen values; none: round numbers
    bool ticks_at_values = false;      ///< at the values of the layers, as far as labels fit
};

struct Panel {
    std::string title;
    std::string title_color = "#222222";
    PlotAxis x;
    PlotAxis y;
    std::vector<Layer> layers;
    std::vector<PlotText> texts;
    std::vector<PlotArrow> arrows;
    std::vector<double> verticals = {};  ///< dotted lines across the panel at these x
};

/// What a colour of cells and images means. Drawn below the panels.
struct ColorScale {
    std::string label;
    bool logarithmic = false;
    bool diverging = false;  ///< white in the middle, which is 1 on a logarithmic scale, else 0
    double lower = 0.0;
    double upper = 1.0;
};

struct LegendEntry {
    std::string text;
    LayerKind kind = LayerKind::line;  ///< points, line or line_points
    LayerStyle style;
};

struct Plot {
    std::string name;     ///< of its files, without ending
    std::string title;    ///< above it in a report
    std::string caption;  ///< what is shown and how to read it
    std::vector<Panel> panels;
    Index columns = 3;
    double aspect = 0.75;   ///< height of a panel over its width
    bool shares_x = false;  ///< one range for all panels
    bool shares_y = false;
    bool equal_axes = false;  ///< one unit is as long along y as along x
    std::vector<LegendEntry> legend;
    std::optional<ColorScale> colors = {};
};

}  // namespace jennopt
