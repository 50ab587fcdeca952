#pragma once

#include "jennopt/report/summary.hpp"

#include <string>

namespace jennopt {

/// Makes everything a finished or partly finished study has to say: summary.csv, summary.json,
/// figures/ and report.html in the study's folder.
/// @return what the terminal shows: table_text(), where the page is, and how long the study took
/// @throws Error if a file cannot be written
[[nodiscard]] std::string write_report(const ReportInput& input);

}  // namespace jennopt
