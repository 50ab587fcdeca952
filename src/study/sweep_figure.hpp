#pragma once

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// A figure over the arms of a sweep, as the study file describes it: curves, or a map where color
/// is set. Arms without the axes named here are not in it. What else is swept makes curves
/// of its own, as the surrogates do.
struct SweepFigure {
    std::string name;  ///< of its files
    std::string title;
    std::string along;   ///< axis whose values follow each other on a curve, all numbers
    std::string x;       ///< metric on the abscissa, median over replicates; "": the axis's numbers
    std::string y;       ///< metric (r2_... are shown as 1 - R2); of a map: the axis upwards
    std::string color;   ///< metric of a map, "" for curves
    std::string panels;  ///< axis with one panel per value, "": one panel
    std::vector<std::string> surrogates;  ///< those drawn; none: all
    std::string against;  ///< surrogate that the others are compared with, pair by pair: where a
                          ///< curve stops being better; of a map: ratio to it; "": nobody
    std::optional<bool> log_x;  ///< none: by the metric's scale, linear over an axis's numbers
    std::optional<bool> log_y;  ///< none: by the metric's scale
    bool slopes = false;           ///< exponent of each curve, fitted on log axes
    std::optional<double> target;  ///< level of y: where each curve first reaches it
};

}  // namespace jennopt
