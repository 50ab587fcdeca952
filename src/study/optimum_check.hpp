#pragma once

#include "jennopt/optimization/search.hpp"
#include "record/record.hpp"
#include "study/evaluation_files.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// Evaluations of the truth at local minima of one surrogate, the one that it claims among them.
inline constexpr Index most_checks = 5;

/// How the claim of a search is checked.
struct OptimumCheck {
    const Problem& truth;
    const ProblemInfo& problem;  ///< roles and bounds
    const Model& model;          ///< that was searched
    double constraint_tolerance;
    std::optional<EvaluatedPoint> sample;  ///< best training sample; empty: none
};

/// Evaluates the truth at the claim of a finished search. Where that fails the other local minima
/// are tried, best predicted first, those at least 1 % of the bounds' widths from all before,
/// most_checks in all; where all of these fail the claim becomes the best training sample. Fills in
/// claim, verdict, failure, checks and instead.
/// @return the evaluations in their order: of these only the last one may have succeeded
std::vector<EvaluationResult> check_optimum(OptimumRecord& optimum, const OptimumCheck& check);

/// The truth at a point, all NaN where its evaluation failed.
[[nodiscard]] Verdict judge(const ProblemInfo& problem,
                            const EvaluationResult& truth,
                            double constraint_tolerance);

}  // namespace jennopt
