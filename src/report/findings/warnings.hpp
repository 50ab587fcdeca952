#pragma once

#include "report/metric_table.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Everything that went wrong or is doubtful in an arm, one sentence each with its number:
/// unfinished replicates, then samples, fits and searches.
[[nodiscard]] std::vector<std::string> warnings(const StudyResults& study,
                                                const MetricTable& table,
                                                std::size_t arm);

/// Of the samples: what the study did to them on purpose, failed evaluations, missing partials,
/// repeated points, inputs and outputs that do not vary, values far from the others. In
/// sample_warnings.cpp.
[[nodiscard]] std::vector<std::string> sample_warnings(const StudyResults& study,
                                                       const ArmResults& arm);

/// Of the surrogates: those that were lost, predict worse than the mean, lost trainings or kept
/// their base instead of being polished. In fit_warnings.cpp.
[[nodiscard]] std::vector<std::string> fit_warnings(const StudyResults& study,
                                                    const MetricTable& table,
                                                    std::size_t arm);

/// Of the searches: failed evaluations, infeasible optima, predictions that the true value or the
/// samples contradict, a stated optimum that is none. In search_warnings.cpp.
[[nodiscard]] std::vector<std::string> search_warnings(const ArmResults& arm);

}  // namespace jennopt
