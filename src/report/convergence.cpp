#include "report/convergence.hpp"

#include "record/metric.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double none_yet = std::numeric_limits<double>::infinity();

/// Quantile of sorted values of which the last may be infinite.
double quantile_of(const std::vector<double>& sorted, double p) {
    const double position = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const double part = position - static_cast<double>(below);
    return part == 0.0                 ? sorted[below]
           : std::isinf(sorted[above]) ? none_yet
                                       : std::lerp(sorted[below], sorted[above], part);
}

}  // namespace

BestSoFar best_so_far(const OptimizerRecord& record, double constraint_tolerance, double sense) {
    BestSoFar best;
    double least = none_yet;
    for (const StepRecord& step : record.steps) {
        if (step.violation <= constraint_tolerance) {  // NaN where the evaluation failed
            least = std::min(least, sense * step.value);
        }
        if (step.kind != given_step) {
            best.push_back(least);
        }
    }
    return best;
}

std::vector<BestSoFar> best_so_far(const ArmResults& arm, std::string_view contender) {
    const double sense = arm.problem.sense();
    std::vector<BestSoFar> runs;
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (contender == direct_search && replicate.truth_progress.size() > 0) {
            const Vector progress = sense * replicate.truth_progress;
            BestSoFar run(progress.begin(), progress.end());
            std::ranges::replace_if(
                run, [](double value) { return std::isnan(value); }, none_yet);
            runs.push_back(std::move(run));
        } else if (const OptimizerRecord* record = find_optimizer(replicate, contender)) {
            runs.push_back(
                best_so_far(*record, arm.arm.config.optimization.constraint_tolerance, sense));
        }
    }
    return runs;
}

Convergence convergence_of(std::span<const BestSoFar> runs) {
    std::size_t length = 0;
    for (const BestSoFar& run : runs) {
        length = std::max(length, run.size());
    }
    Convergence result;
    for (std::size_t i = 0; i < length; ++i) {
        std::vector<double> values;
        for (const BestSoFar& run : runs) {
            values.push_back(run.empty() ? none_yet : run[std::min(i, run.size() - 1)]);
        }
        std::ranges::sort(values);
        result.q25.push_back(quantile_of(values, 0.25));
        result.median.push_back(quantile_of(values, 0.5));
        result.q75.push_back(quantile_of(values, 0.75));
    }
    return result;
}

Index evaluations_to(const BestSoFar& run, double target) {
    const auto found = std::ranges::find_if(run, [&](double value) { return value <= target; });
    return found == run.end() ? 0 : found - run.begin() + 1;
}

}  // namespace jennopt
