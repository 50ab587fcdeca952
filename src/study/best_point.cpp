#include "study/best_point.hpp"

#include "jennopt/optimization/verification.hpp"
#include "problem/integer_inputs.hpp"

#include <cmath>
#include <limits>

namespace jennopt {

bool BestPoint::improves(const Verdict& verdict) const {
    if (!found_) {
        return true;
    }
    const Verdict& best = found_->verdict;
    const bool feasible = verdict.violation <= tolerance_;
    if (feasible != (best.violation <= tolerance_)) {
        return feasible;
    }
    return feasible ? sense_ * verdict.true_value < sense_ * best.true_value
                    : verdict.violation < best.violation;
}

void BestPoint::offer(const EvaluatedPoint& point) {
    if (improves(point.verdict)) {
        found_ = point;
    }
}

void BestPoint::offer(const std::string& origin, const ConstVectorRef& x, const Evaluation& y) {
    if (!IntegerInputs(problem_).admits(x)) {
        return;  // as rows of given data may not
    }
    // The gradient norm of a full verdict costs more than the comparison and decides nothing.
    if (improves(verify(problem_, x, {.value = y.value, .jacobian = {}}, tolerance_))) {
        found_ = EvaluatedPoint{origin, x, verify(problem_, x, y, tolerance_), y.value};
    }
}

void BestPoint::offer(const std::string& origin, const Dataset& samples) {
    for (Index t = 0; t < samples.m(); ++t) {
        offer(origin,
              samples.X.col(t),
              {.value = samples.Y.col(t), .jacobian = samples.jacobian_at(t)});
    }
}

Vector best_so_far(std::span<const EvaluationResult> evaluations,
                   const ProblemInfo& problem,
                   double constraint_tolerance) {
    Vector progress(std::ssize(evaluations));
    const double sense = problem.sense();
    double least = std::numeric_limits<double>::quiet_NaN();  // of what is minimized
    for (Index i = 0; i < progress.size(); ++i) {
        const auto& [x, y, failure] = evaluations[static_cast<std::size_t>(i)];
        if (failure.empty()) {
            const Verdict verdict =
                verify(problem, x, {.value = y.value, .jacobian = {}}, constraint_tolerance);
            const bool feasible = verdict.violation <= constraint_tolerance;
            least = feasible ? std::fmin(least, sense * verdict.true_value) : least;
        }
        progress(i) = sense * least;
    }
    return progress;
}

}  // namespace jennopt
