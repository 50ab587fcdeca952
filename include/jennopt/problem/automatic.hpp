#pragma once

#include "jennopt/problem/problem.hpp"

#include <unsupported/Eigen/AutoDiff>

#include <utility>

namespace jennopt {

/// A problem whose exact partials come from forward automatic differentiation of one template
///
///     template <typename Scalar>
///     Eigen::VectorX<Scalar> operator()(const Eigen::VectorX<Scalar>& x) const;   // (n_x) -> (n_y)
///
/// written in +, -, *, / and unqualified sin, exp, sqrt, pow, ... (`using std::exp;` first). Costs about
/// 1 + n_x function evaluations.
template <typename Function>
class AutomaticProblem final : public Problem {
public:
    AutomaticProblem(ProblemInfo info, Function function)
        : Problem(std::move(info)), function_(std::move(function)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x, Derivatives wanted) const override {
        if (wanted == Derivatives::none) {
            return {.value = function_(Vector(x)), .jacobian = {}};
        }
        using Dual = Eigen::AutoDiffScalar<Vector>;
        const Index n_x = x.size();
        Eigen::VectorX<Dual> dual_x(n_x);
        for (Index j = 0; j < n_x; ++j) {
            dual_x(j) = Dual(x(j), n_x, j);
        }
        const Eigen::VectorX<Dual> dual_y = function_(dual_x);
        Evaluation result{.value = Vector(dual_y.size()), .jacobian = Matrix::Zero(dual_y.size(), n_x)};
        for (Index k = 0; k < dual_y.size(); ++k) {
            result.value(k) = dual_y(k).value();
            // An output that does not depend on x carries an empty derivative vector: its row stays zero.
            if (dual_y(k).derivatives().size() == n_x) {
                result.jacobian.row(k) = dual_y(k).derivatives().transpose();
            }
        }
        return result;
    }

    Function function_;
};

}  // namespace jennopt
