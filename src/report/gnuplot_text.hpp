#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/report/summary.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The text in single quotes as gnuplot reads it, without control characters.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

/// "x1", or "chord [m]" where there is a unit.
[[nodiscard]] std::string with_unit(const std::string& name, const std::string& unit);

/// Colour of a surrogate in every figure of a report, by its place among all names; "truth" is dark
/// grey. From Okabe and Ito's palette, which people with any colour vision can tell apart.
[[nodiscard]] std::string color_of(const ReportInput& input, std::string_view surrogate);

/// A colour of the same palette by its place, again from the first one after the last.
[[nodiscard]] std::string palette_color(std::size_t place);

/// Colours of the palette.
inline constexpr std::size_t n_palette = 7;

/// Equal panels on a page of fixed width; lengths in pixels of the SVG.
class PanelGrid {
public:
    /// @param n_panels    >= 1
    /// @param columns     >= 1
    /// @param aspect      height of a panel over its width
    /// @param foot        room below the panels, beyond that for axis labels
    /// @param left        room left of them, if it is more than usual
    PanelGrid(
        Index n_panels, Index columns, double aspect, double foot, double right, double left = 0.0);

    [[nodiscard]] double height() const { return height_; }

    [[nodiscard]] double panel_width() const { return panel_width_; }

    [[nodiscard]] double panel_height() const { return panel_height_; }

    /// Whether panel i is the first of its row.
    [[nodiscard]] bool is_first(Index i) const { return i % columns_ == 0; }

    /// The lines that place panel i = 0, 1, ... row by row.
    [[nodiscard]] std::string place(Index i) const;

private:
    Index columns_;
    double panel_width_;
    double panel_height_;
    double left_;
    double height_;
};

/// First lines of every script: terminal, output, style. Ends inside `set multiplot`.
[[nodiscard]] std::string script_head(const std::string& name, double height);

/// A sample and its name in a legend; either sample may be "".
struct LegendEntry {
    std::string text;
    std::string line;   ///< gnuplot's line properties
    std::string point;  ///< gnuplot's point properties
};

/// Room that the legend takes at the foot of the page, in pixels.
[[nodiscard]] double legend_height(const std::vector<LegendEntry>& entries);

/// Lines of samples at the foot of the page, centered; the last panel of a script.
[[nodiscard]] std::string legend_script(const std::vector<LegendEntry>& entries, double height);

/// How a quantity is shown: linearly, or by its decades where it spans several.
struct ValueScale {
    bool logarithmic = false;
    double lower = 0.0;
    double upper = 1.0;
    std::vector<double> levels;  ///< round numbers between, for contours
};

/// Logarithmic if nothing is negative and the bulk spans more than 2.5 decades.
/// @param values  at least one finite
[[nodiscard]] ValueScale choose_scale(std::span<const double> values);

/// Distance of ticks, 1, 2 or 5 times a power of ten, so that at most five stand on an axis and
/// their labels do not touch.
[[nodiscard]] double tick_step(double lower, double upper);

}  // namespace jennopt
