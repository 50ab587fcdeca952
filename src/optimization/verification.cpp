#include "jennopt/optimization/verification.hpp"

#include "core/stationarity.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/standard_form.hpp"

#include <cmath>
#include <limits>

namespace jennopt {

Verdict verify(const ProblemInfo& problem,
               const ConstVectorRef& x,
               const Evaluation& truth,
               double constraint_tolerance) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const Bounds bounds = problem.bounds();
    const StandardForm form(problem);
    Verdict verdict{.true_value = truth.value(problem.objective()),
                    .violation = form.violation(truth.value),
                    .gradient_norm = nan,
                    .distance = nan};
    if (truth.jacobian.size() > 0) {
        Matrix partials = form.partials(truth.jacobian);
        partials(Eigen::all, IntegerInputs(problem).inputs()).setZero();  // these cannot move a bit
        if (partials.allFinite()) {
            verdict.gradient_norm =
                stationarity(bounds.to_unit(x),
                             {.value = form.values(truth.value),
                              .jacobian = partials * bounds.widths(x).asDiagonal()},
                             {Vector::Zero(x.size()), Vector::Ones(x.size())},
                             constraint_tolerance);
        }
    }
    if (problem.known_optimum) {
        verdict.distance = (problem.known_optimum->X.colwise() - x).colwise().norm().minCoeff();
    }
    return verdict;
}

}  // namespace jennopt
