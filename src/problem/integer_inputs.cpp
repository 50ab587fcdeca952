#include "problem/integer_inputs.hpp"

#include "core/at.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

IntegerInputs::IntegerInputs(const ProblemInfo& problem) : bounds_(problem.bounds()) {
    for (Index j = 0; j < problem.n_x(); ++j) {
        if (problem.inputs[at(j)].integer) {
            inputs_.push_back(j);
        }
    }
}

Vector IntegerInputs::rounded(const ConstVectorRef& x) const {
    Vector whole = x;
    for (const Index j : inputs_) {
        whole(j) = std::clamp(std::round(x(j)), bounds_.lower(j), bounds_.upper(j));
    }
    return whole;
}

std::vector<Vector> IntegerInputs::around(const ConstVectorRef& x, bool together) const {
    constexpr std::size_t most_together = 4;
    together = together && inputs_.size() <= most_together;
    std::vector<Vector> points{rounded(x)};
    for (const Index j : inputs_) {
        const std::size_t so_far = together ? points.size() : 1;
        for (std::size_t i = 0; i < so_far; ++i) {
            for (const double step : {-1.0, 1.0}) {
                Vector beside = points[i];
                beside(j) += step;
                if (bounds_.contains(beside)) {
                    points.push_back(std::move(beside));
                }
            }
        }
    }
    return points;
}

bool IntegerInputs::admits(const ConstVectorRef& x) const {
    return bounds_.contains(x) &&
           std::ranges::all_of(inputs_, [&x](Index j) { return x(j) == std::round(x(j)); });
}

}  // namespace jennopt
