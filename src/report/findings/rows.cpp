#include "report/findings/parts.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// Zero where all values are one number.
Vector robust_deviations(const Vector& values) {
    constexpr double per_median = 1.4826;  // a standard deviation of normal values
    constexpr double per_mean = 1.2533;
    const auto median = [](const Vector& of) {
        return quantile({of.data(), static_cast<std::size_t>(of.size())}, 0.5);
    };
    const Vector distances = (values.array() - median(values)).abs();
    const double middle = median(distances);
    // More than half of the values are one number: the mean distance is what is left.
    const double unit = middle > 0.0 ? per_median * middle : per_mean * distances.mean();
    return unit > 0.0 && std::isfinite(unit) ? Vector(distances / unit)
                                             : Vector::Zero(values.size());
}

}  // namespace

const TableProblem* table_problem(const ArmResults& arm) {
    return dynamic_cast<const TableProblem*>(arm.truth);
}

std::optional<double> best_sampled(const ArmResults& arm, const ReplicateRecord& replicate) {
    if (const TableProblem* table = table_problem(arm)) {
        const double sense = arm.problem.sense();
        return sense * (sense * table->rows().Y.row(arm.problem.objective())).minCoeff();
    }
    return replicate.best_sample ? std::optional(replicate.best_sample->verdict.true_value)
                                 : std::nullopt;
}

std::vector<FarValue> far_values(const Vector& values) {
    static constexpr double far_in_deviations = 10.0;
    static constexpr double far_from_the_next = 3.0;
    std::vector<FarValue> far;
    if (values.size() < 3 || !values.allFinite()) {
        return far;
    }
    const Vector deviations = robust_deviations(values);
    for (Index t = 0; t < values.size(); ++t) {
        far.push_back({t, deviations(t)});
    }
    std::ranges::stable_sort(far, {}, &FarValue::deviations);
    const auto gap = std::ranges::adjacent_find(far, [](const FarValue& a, const FarValue& b) {
        return b.deviations > std::max(far_in_deviations, far_from_the_next * a.deviations);
    });
    far.erase(far.begin(), gap == far.end() ? gap : gap + 1);
    std::ranges::reverse(far);
    return far;
}

}  // namespace jennopt
