#pragma once

#include "report/colors.hpp"
#include "report/plot.hpp"
#include "report/sweep_curves.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// How many panels stand side by side.
[[nodiscard]] Index panel_columns(std::size_t n_panels);

/// The figures over the sweep, curves and maps.
/// @param notes  takes a sentence for each that is left out, wholly or in part
[[nodiscard]] std::vector<Plot> plot_sweeps(const StudyResults& study,
                                            const MetricTable& table,
                                            const ContenderColors& colors,
                                            std::vector<std::string>& notes);

/// Medians as lines, quartiles as bands, the target, and arrows between a curve and the one
/// compared with where the abscissa counts samples. Without panels where the data have none. In
/// sweep_lines.cpp.
[[nodiscard]] Plot plot_sweep_lines(const SweepFigure& figure,
                                    const SweepData& data,
                                    const ContenderColors& colors);

/// Coloured cells with their numbers, in parentheses where the pairs decide nothing; one panel per
/// curve of the data. Without panels where no curve meets the one compared with. In sweep_map.cpp.
[[nodiscard]] Plot plot_sweep_map(const SweepFigure& figure, const SweepData& data);

}  // namespace jennopt
