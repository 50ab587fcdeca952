#pragma once

#include "jennopt/report/summary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// Error of one surrogate over the replicates of one arm, 1 - R2 of values on test samples.
struct CurvePoint {
    double samples = 0.0;  // training samples planned
    double median = 0.0;
    double q25 = 0.0;
    double q75 = 0.0;
};

struct LearningCurve {
    std::string surrogate;
    std::vector<CurvePoint> points;  // more and more samples
};

/// The arms that differ in sampling.count only.
struct LearningSweep {
    std::string label;                  // what they share of their labels, "" if nothing
    std::vector<LearningCurve> curves;  // in the order of the surrogates
};

/// One per combination of what else is swept; none where fewer than two counts are.
[[nodiscard]] std::vector<LearningSweep> learning_sweeps(const ReportInput& input);

/// How many times fewer samples one curve needs for the error of another, medians interpolated in
/// the logarithms of both axes, at all errors of either curve's points that both reach.
struct Saving {
    double factor = 0.0;  // median; below 1 it needs more
    double least = 0.0;
    double most = 0.0;
    double worst_error = 0.0;  // the largest of these errors
    double best_error = 0.0;   // the smallest
    // The error that the median belongs to, and what each needs for it:
    double error = 0.0;
    double own_samples = 0.0;
    double other_samples = 0.0;
};

/// Nothing if no error is reached by both between their ends.
[[nodiscard]] std::optional<Saving> saving(const LearningCurve& own, const LearningCurve& other);

/// The curve that others are compared with: of the first plain network. Null if there is none.
[[nodiscard]] const LearningCurve* baseline(const ReportInput& input, const LearningSweep& sweep);

/// How many times fewer training samples a jenn needs than a plain network for the same R2 of
/// values, in plain sentences; empty where sampling.count is not swept.
[[nodiscard]] std::vector<std::string> learning_findings(const ReportInput& input);

}  // namespace jennopt
