#pragma once

#include "record/metric.hpp"

#include <optional>

namespace jennopt {

/// The true function at the point that a contender puts forward; empty where it has none.
[[nodiscard]] std::optional<Verdict> claim_verdict(const MetricSource& source);

// Metrics of that point as the catalogue reads them: NaN where there is none. The output is not
// used.

[[nodiscard]] double predicted_optimum(const MetricSource& source, Index output);
[[nodiscard]] double claim_violation(const MetricSource& source, Index output);

/// To the nearest known optimum, where all inputs share one unit; where not, in widths of their
/// bounds.
[[nodiscard]] double claim_distance(const MetricSource& source, Index output);
[[nodiscard]] double claim_distance_in_widths(const MetricSource& source, Index output);

/// Of the optimum that the first start alone leads to, in the problem's units.
[[nodiscard]] double first_start_distance(const MetricSource& source, Index output);

/// How many evaluations it took an optimizer to find its best point, which it must have.
[[nodiscard]] Index evaluations_to_best(const OptimizerRecord& record);

/// What the point cost, in evaluations and in units of one value. The direct search is counted for
/// the run that found it, and beside it over all its starts; an optimizer until it found it.
[[nodiscard]] double claim_evaluations(const MetricSource& source, Index output);
[[nodiscard]] double claim_cost(const MetricSource& source, Index output);
[[nodiscard]] double all_starts_evaluations(const MetricSource& source, Index output);

}  // namespace jennopt
