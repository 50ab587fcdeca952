#pragma once

#include "report/metric_table.hpp"
#include "report/study_folder.hpp"

#include <cstddef>
#include <string>

namespace jennopt {

/// What a report ended with.
struct ReportOutcome {
    std::string text;             ///< for the terminal
    bool has_usable_fit = false;  ///< false: every optimum failed, or every fit is worse than the
                                  ///< mean of the samples
    std::string reason;           ///< why not, "" otherwise
};

/// Writes the report of a finished or partly finished study: metrics.csv, summary.csv,
/// summary.json, best.json where optimizers ran, figures/, report.html and report.md in the study's
/// folder.
/// @param width  columns of the terminal, at least 30
/// @throws Error if a file cannot be written, or the study has no arm
[[nodiscard]] ReportOutcome write_report(const StudyResults& study, std::size_t width = 100);

}  // namespace jennopt
