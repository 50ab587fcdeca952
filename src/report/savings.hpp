#pragma once

#include "report/figure_plan.hpp"
#include "report/sweep_levels.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// Samples with which the median of the replicates first reaches an R2 of values.
struct SampleNeed {
    std::string surrogate;
    bool is_jenn = false;
    std::optional<Reach> reach;  // nothing: not up to `most`
    double most = 0.0;           // samples of the last point of its curve
};

/// Of the surrogates on one problem.
struct ProblemNeeds {
    std::string problem;
    Index n_x = 0;
    Index n_y = 0;
    double target = 0.0;  // R2
    SampleNeed plain;     // the surrogate that the others are compared with
    std::vector<SampleNeed> others;
};

/// How many times fewer samples; a lower bound where `plain` never came that far or `own` was there
/// from the first point on.
struct NeedRatio {
    double factor = 0.0;
    bool at_least = false;
};

/// Nothing where the ratio is bounded from neither below nor above, or from above only.
[[nodiscard]] std::optional<NeedRatio> need_ratio(const SampleNeed& plain, const SampleNeed& own);

/// From every figure of the studies' pages that has a target for R2 of values and a surrogate to
/// compare with.
[[nodiscard]] std::vector<ProblemNeeds> problem_needs(const std::vector<ReportInput>& studies);

/// Markdown: one row per problem, with 0.8 (1 + n_x) beside the ratios.
[[nodiscard]] std::string needs_table(const std::vector<ProblemNeeds>& needs);

/// The ratios of the JENNs over 1 + n_x, with that law.
[[nodiscard]] FigurePlan plan_needs(const std::vector<ProblemNeeds>& needs);

}  // namespace jennopt
