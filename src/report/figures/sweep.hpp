#pragma once

#include "report/colors.hpp"
#include "report/metric_table.hpp"
#include "report/plot.hpp"
#include "report/study_folder.hpp"

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

}  // namespace jennopt
