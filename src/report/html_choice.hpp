#pragma once

#include "jennopt/report/summary.hpp"

#include <string>

namespace jennopt {

/// How lambda or gamma was found where the study file says `auto`: "by cross-validation", or what
/// happened instead.
///
/// @param surrogate  trained afresh: a polished one has the choice of its base
[[nodiscard]] std::string choice_text(const ReportArm& arm, const std::string& surrogate);

/// What a surrogate's replicates chose by cross-validation, and what the first of them tried, with
/// the number of folds behind each error; "" if nothing was tried.
[[nodiscard]] std::string choice_html(const ReportArm& arm, const std::string& surrogate);

}  // namespace jennopt
