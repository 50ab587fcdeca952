#pragma once

#include "record/metric.hpp"
#include "report/plot.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

struct AxisRange {
    double lower = 0.0;
    double upper = 1.0;
};

/// An axis as it is drawn.
struct AxisTicks {
    bool logarithmic = false;
    AxisRange range;
    std::vector<PlotTick> labelled;
    std::vector<double> between;  ///< ticks without a label
};

/// Which way an axis runs: labels stand side by side or above each other.
enum class AxisSide { bottom, left };

/// Whether an axis for the values is logarithmic: always if the metric's scale is and something is
/// positive; on a linear scale where nothing is negative and all but the least hundredth of the
/// values span more than 2.5 decades.
[[nodiscard]] bool is_logarithmic(Scale scale, std::span<const double> values);

/// The range that an axis gives itself: the values with a margin, from 0 where a left axis comes
/// near it; what the axis gives of it counts. Values that cannot be drawn are left out.
/// @param tight  without margin, for cells and images
[[nodiscard]] AxisRange axis_range(const PlotAxis& axis,
                                   std::span<const double> values,
                                   AxisSide side,
                                   bool tight = false);

/// Round numbers in a range, ascending: ticks of axes and colour scales, levels of contours.
/// Multiples of 1, 2 or 5 times a power of ten; on a logarithmic axis decades, as many of them as
/// fit, and their multiples where they are few.
/// @param most  how many at most, >= 2
[[nodiscard]] std::vector<double> round_numbers(const AxisRange& range,
                                                bool logarithmic,
                                                Index most);

/// The numbers as labels of one axis, each different from the others: "0.02", "10⁻⁶", "2·10⁵".
[[nodiscard]] std::vector<std::string> tick_texts(std::span<const double> ticks, bool logarithmic);

/// Ticks such that no two labels touch.
/// @param values  what is drawn, for axis.ticks_at_values
/// @param pixels  length of the axis
[[nodiscard]] AxisTicks make_ticks(const PlotAxis& axis,
                                   const AxisRange& range,
                                   std::span<const double> values,
                                   AxisSide side,
                                   double pixels);

/// Pixels that must lie between the middles of two labels.
[[nodiscard]] double label_room(const PlotTick& a, const PlotTick& b, AxisSide side);

/// Ticks of a logarithmic axis of ratios, the same below 1 as above: "1/10", "1", "10".
[[nodiscard]] std::vector<PlotTick> ratio_ticks(const AxisRange& range);

/// Where a value lies along the axis, 0 to 1.
[[nodiscard]] double axis_part(double value, const AxisRange& range, bool logarithmic);

// In plot_text.cpp:

/// About how wide a text of a figure is.
/// @param font  its size, pixels
[[nodiscard]] double text_width(std::string_view text, double font);

/// Lines of the text that are no wider than that, as far as its words allow.
[[nodiscard]] std::vector<std::string> wrap_text(const std::string& text,
                                                 double font,
                                                 double width);

/// The text, cut and ended with an ellipsis where it is wider than that.
[[nodiscard]] std::string cut_text(std::string text, double font, double width);

/// Font size of ticks, pixels.
inline constexpr double tick_font = 13.0;

}  // namespace jennopt
