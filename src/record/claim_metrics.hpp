#pragma once

#include "record/metric.hpp"

#include <optional>

namespace jennopt {

// Metrics of the point that a contender puts forward, as readers of the catalogue: NaN where it has
// none. The output is not used.

/// The true function there; empty where nothing was put forward.
[[nodiscard]] std::optional<Verdict> claim_verdict(const MetricSource& source);

[[nodiscard]] double predicted_optimum(const MetricSource& source, Index output);

/// NaN for a problem without constraints.
[[nodiscard]] double claim_violation(const MetricSource& source, Index output);

/// To the nearest known optimum, where all inputs share one unit.
[[nodiscard]] double claim_distance(const MetricSource& source, Index output);

/// The same where they do not, in widths of their bounds.
[[nodiscard]] double claim_distance_in_widths(const MetricSource& source, Index output);

/// Of the optimum that the first start alone leads to, in the problem's units.
[[nodiscard]] double first_start_distance(const MetricSource& source, Index output);

[[nodiscard]] double all_starts_evaluations(const MetricSource& source, Index output);

/// What the point cost. The direct search is counted for the run that found it.
[[nodiscard]] double claim_evaluations(const MetricSource& source, Index output);

/// The same in units of one value.
[[nodiscard]] double claim_cost(const MetricSource& source, Index output);

}  // namespace jennopt
