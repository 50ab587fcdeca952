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

/// Lower ends of logarithmic axes.
struct LowerEnds {
    std::optional<double> x = {};
    std::optional<double> y = {};
};

/// Bands of the quartiles and over them lines through the medians: one plot command. The data have
/// the columns series, surrogate, x, median, q25, q75, and more after these.
/// @param lowest  what the axes can show; points left of it are not drawn, bands end there
[[nodiscard]] std::string curves_script(const std::string& file,
                                        std::span<const CurveStyle> styles,
                                        const LowerEnds& lowest = {});

[[nodiscard]] LegendEntry legend_entry(const std::string& text, const CurveStyle& style);

}  // namespace jennopt
