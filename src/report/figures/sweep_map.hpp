#pragma once

#include "report/plot.hpp"
#include "report/sweep_curves.hpp"

namespace jennopt {

/// Coloured cells with their numbers, in parentheses where the pairs decide nothing; one panel per
/// curve of the data. Without panels where no curve meets the one compared with.
[[nodiscard]] Plot plot_sweep_map(const SweepFigure& figure, const SweepData& data);

}  // namespace jennopt
