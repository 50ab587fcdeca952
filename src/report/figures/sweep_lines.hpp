#pragma once

#include "report/colors.hpp"
#include "report/plot.hpp"
#include "report/sweep_curves.hpp"

namespace jennopt {

/// Medians as lines, quartiles as bands, the target, and arrows between a curve and the one
/// compared with where the abscissa counts samples. Without panels where the data have none.
[[nodiscard]] Plot plot_sweep_lines(const SweepFigure& figure,
                                    const SweepData& data,
                                    const ContenderColors& colors);

}  // namespace jennopt
