#include "report/findings/rows.hpp"

#include "data/table_problem.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace jennopt {

namespace {

constexpr double far_in_deviations = 10.0;
constexpr double far_from_the_next = 3.0;

double middle_of(const Vector& values) {
    return quantile({values.data(), static_cast<std::size_t>(values.size())}, 0.5);
}

/// The standard deviation of a normal distribution, from what outliers do not change.
double robust_deviation(const Vector& distances) {
    constexpr double per_median = 1.4826;
    constexpr double per_mean = 1.2533;
    const double median = middle_of(distances);
    // More than half of the values are one number: the mean distance is what is left.
    return median > 0.0 ? per_median * median : per_mean * distances.mean();
}

}  // namespace

const Dataset* table_rows(const ArmResults& arm) {
    const auto* table = dynamic_cast<const TableProblem*>(arm.truth);
    return table == nullptr ? nullptr : &table->rows();
}

std::optional<double> least_sampled(const ArmResults& arm, const ReplicateRecord& replicate) {
    if (const Dataset* rows = table_rows(arm)) {
        return rows->Y.row(arm.problem.objective()).minCoeff();
    }
    return replicate.best_sample ? std::optional(replicate.best_sample->verdict.true_value)
                                 : std::nullopt;
}

std::vector<FarValue> far_values(const Vector& values) {
    std::vector<FarValue> far;
    if (values.size() < 3 || !values.allFinite()) {
        return far;
    }
    const Vector distances = (values.array() - middle_of(values)).abs();
    const double deviation = robust_deviation(distances);
    if (!(deviation > 0.0) || !std::isfinite(deviation)) {
        return far;
    }
    for (Index t = 0; t < distances.size(); ++t) {
        far.push_back({t, distances(t) / deviation});
    }
    std::stable_sort(far.begin(), far.end(), [](const FarValue& a, const FarValue& b) {
        return a.deviations < b.deviations;
    });
    auto first = far.begin() + 1;
    while (first != far.end() &&
           !(first->deviations > far_in_deviations &&
             first->deviations > far_from_the_next * (first - 1)->deviations)) {
        ++first;
    }
    far.erase(far.begin(), first);
    std::reverse(far.begin(), far.end());
    return far;
}

}  // namespace jennopt
