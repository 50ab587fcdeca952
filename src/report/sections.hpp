#pragma once

#include "report/document.hpp"
#include "report/figures/figures.hpp"
#include "report/metric_table.hpp"
#include "report/study_folder.hpp"

namespace jennopt {

/// Everything that a report contains, in its order: what was studied, the recommended design, the
/// findings, the key tables and warnings of each arm; then, on pages only, the figures, the
/// problem, what was done, polishing, training, all metrics, and how to make the study again.
/// @throws Error if a figure's file cannot be read
[[nodiscard]] ReportDocument report_document(const StudyResults& study,
                                             const MetricTable& table,
                                             const Figures& figures);

}  // namespace jennopt
