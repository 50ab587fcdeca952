#pragma once

#include "report/metric_table.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Whose optimum of an arm is best, in sentences: feasible before infeasible, then the true value
/// at the claim, and what it cost beside direct search. Of a table: what is predicted, against its
/// best row. In optimum.cpp.
[[nodiscard]] std::vector<std::string> optimum_findings(const StudyResults& study,
                                                        const MetricTable& table,
                                                        std::size_t arm);

/// What each optimizer of an arm found over the replicates, at which cost and why it stopped; who
/// is best where there are no surrogates. In optimizers.cpp.
[[nodiscard]] std::vector<std::string> optimizer_findings(const StudyResults& study,
                                                          const MetricTable& table,
                                                          std::size_t arm);

/// Which surrogate of an arm predicts values and partials of the test samples best, or that none is
/// better than their mean; what several initializations and members did. In accuracy.cpp.
[[nodiscard]] std::vector<std::string> accuracy_findings(const StudyResults& study,
                                                         const MetricTable& table,
                                                         std::size_t arm);

/// Everything that went wrong or is doubtful in an arm, one sentence each with its number:
/// unfinished replicates, then samples, fits and searches. In warnings.cpp.
[[nodiscard]] std::vector<std::string> warnings(const StudyResults& study,
                                                const MetricTable& table,
                                                std::size_t arm);

/// Of the samples: what the study did to them on purpose, failed evaluations, missing partials,
/// repeated points, inputs and outputs that do not vary, values far from the others. In
/// sample_warnings.cpp.
[[nodiscard]] std::vector<std::string> sample_warnings(const StudyResults& study,
                                                       const ArmResults& arm);

/// Of the searches: failed evaluations, infeasible optima, predictions that the true value or the
/// samples contradict, a stated optimum that is none. In search_warnings.cpp.
[[nodiscard]] std::vector<std::string> search_warnings(const ArmResults& arm);

/// Of the optimizers: partials that their problem does not give, failed evaluations. In
/// optimizers.cpp.
[[nodiscard]] std::vector<std::string> optimizer_warnings(const ArmResults& arm);

/// What the figures over the sweep show, at most eight sentences a figure: where a curve is better
/// than the one it is compared with, how many times fewer samples it needs, where a target is
/// reached, exponents; of a map the cells that are better and worse, and the best one. In
/// sweep.cpp.
[[nodiscard]] std::vector<std::string> sweep_findings(const StudyResults& study,
                                                      const MetricTable& table);

/// Which optimizers found the optimum, how often and in how few evaluations, and whom the best one
/// beats on how many problems; nothing where no arm is a race. In race.cpp.
[[nodiscard]] std::vector<std::string> race_findings(const StudyResults& study);

/// Why a study gave nothing that can be used; "" if a surrogate of any replicate predicts better
/// than the mean of the test samples and has an optimum at which the problem could be evaluated, or
/// an optimizer found a feasible design.
/// In usability.cpp.
[[nodiscard]] std::string why_unusable(const StudyResults& study, const MetricTable& table);

}  // namespace jennopt
