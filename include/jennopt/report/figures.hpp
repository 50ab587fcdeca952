#pragma once

#include "jennopt/report/summary.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// One figure of a report: figures/<name>.csv (its data), <name>.gp (its script) and, if gnuplot
/// could draw it, <name>.svg.
struct Figure {
    std::string name;  ///< file name without ending
    std::string title;
    std::string caption;  ///< what is shown and how to read it
    bool drawn = false;
};

struct Figures {
    std::vector<Figure> figures;     ///< in the order of reading
    std::vector<std::string> notes;  ///< what could not be drawn, and why
};

/// Writes data and script of every figure into `folder/figures` and draws them with gnuplot 5.4 or
/// later: what input.page asks for, then learning curves, actual by predicted, training, contours
/// (two inputs) or profiles, optima over replicates, and the pictures of the designs found if the
/// problem draws any.
///
/// The same records give the same bytes. A script runs again by `gnuplot <name>.gp` inside the
/// folder. Where gnuplot or a replicate's file is missing a note says so and the rest is made.
/// @throws Error if a file cannot be written
[[nodiscard]] Figures write_figures(const ReportInput& input);

}  // namespace jennopt
