#pragma once

#include "report/gnuplot_text.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace jennopt {

/// How a curve looks.
struct CurveStyle {
    std::string color;
    std::size_t series = 0;  // number in the data
    int dash = 1;            // gnuplot's dashtype; 1 solid
    int point = 7;           // gnuplot's pointtype; 7 a disc
};

/// Bands of the quartiles and over them lines through the medians: one plot command. The data have
/// the columns series, surrogate, x, median, q25, q75, and more after these.
/// @param floor  lower end of a logarithmic axis: bands that reach below zero end there
[[nodiscard]] std::string curves_script(const std::string& file,
                                        std::span<const CurveStyle> styles,
                                        std::optional<double> floor = std::nullopt);

[[nodiscard]] LegendEntry legend_entry(const std::string& text, const CurveStyle& style);

}  // namespace jennopt
