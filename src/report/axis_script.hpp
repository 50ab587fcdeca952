#pragma once

#include <span>
#include <string>

namespace jennopt {

/// An axis that all panels of a figure share.
struct SharedAxis {
    double lower = 0.0;
    double upper = 1.0;
    std::string script;  // range and labelled ticks
};

/// @param axis    "x" or "y"
/// @param values  what is drawn; on a logarithmic axis those above zero count
/// @param pixels  length of the axis
/// @param marked  whether the ticks are the values themselves, as far as their labels have room
[[nodiscard]] SharedAxis shared_axis(const std::string& axis,
                                     bool logarithmic,
                                     std::span<const double> values,
                                     double pixels,
                                     bool marked);

/// A number on an axis, in gnuplot's enhanced text: "0.02", "10^{-6}", "2·10^{5}".
[[nodiscard]] std::string tick_text(double value);

/// About how wide such a text is.
[[nodiscard]] double text_pixels(const std::string& text);

/// The text so that enhanced text shows it as it is.
[[nodiscard]] std::string without_markup(const std::string& text);

}  // namespace jennopt
