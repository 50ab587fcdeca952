#pragma once

#include "jennopt/problem/problem.hpp"

#include <unsupported/Eigen/AutoDiff>

#include <memory>
#include <type_traits>
#include <utility>

namespace jennopt {

/// A problem whose exact partials come from forward automatic differentiation of one template
///
///     template <typename Scalar>
///     Scalar operator()(const Eigen::VectorX<Scalar>& x) const;   // (n_x) -> y
///
/// (or -> Eigen::VectorX<Scalar>, (n_y), for several outputs) written in +, -, *, / and unqualified
/// sin, exp, sqrt, pow, ... (`using std::exp;` first). Name the type of intermediate results,
/// `Scalar`: with `auto` they are expressions that refer to operands which may be gone. Costs about
/// 1 + n_x function evaluations.
template <typename Function>
class AutomaticProblem final : public Problem {
public:
    AutomaticProblem(ProblemInfo info, Function function)
        : Problem(std::move(info)), function_(std::move(function)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        if (wanted == Derivatives::none) {
            return {.value = call(Vector(x)), .jacobian = {}};
        }
        using Dual = Eigen::AutoDiffScalar<Vector>;
        const Index n_x = x.size();
        Eigen::VectorX<Dual> dual_x(n_x);
        for (Index j = 0; j < n_x; ++j) {
            dual_x(j) = Dual(x(j), Vector::Unit(n_x, j));
        }
        const Eigen::VectorX<Dual> dual_y = call(dual_x);
        Evaluation result{.value = Vector(dual_y.size()),
                          .jacobian = Matrix::Zero(dual_y.size(), n_x)};
        for (Index k = 0; k < dual_y.size(); ++k) {
            result.value(k) = dual_y(k).value();
            // Empty where an output does not depend on x: its row stays zero.
            if (dual_y(k).derivatives().size() == n_x) {
                result.jacobian.row(k) = dual_y(k).derivatives().transpose();
            }
        }
        return result;
    }

    template <typename Scalar>
    [[nodiscard]] Eigen::VectorX<Scalar> call(const Eigen::VectorX<Scalar>& x) const {
        if constexpr (std::is_same_v<decltype(function_(x)), Scalar>) {
            return Eigen::VectorX<Scalar>::Constant(1, function_(x));
        } else {
            return function_(x);
        }
    }

    Function function_;
};

/// The same as an owned Problem, what a plugin's make function returns.
template <typename Function>
[[nodiscard]] std::unique_ptr<Problem> automatic_problem(ProblemInfo info, Function function) {
    return std::make_unique<AutomaticProblem<Function>>(std::move(info), std::move(function));
}

}  // namespace jennopt
