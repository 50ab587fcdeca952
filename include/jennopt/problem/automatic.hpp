#pragma once

#include "jennopt/problem/problem.hpp"

#include <unsupported/Eigen/AutoDiff>

#include <algorithm>
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
/// `Scalar`: with `auto` they are expressions that refer to operands which may be gone. All
/// partials cost about as much as 1 + n_x values.
template <typename Function>
class AutomaticProblem final : public Problem {
public:
    AutomaticProblem(ProblemInfo info, Function function)
        : Problem(std::move(info)), function_(std::move(function)) {}

private:
    /// Directions that go through the function together. Of fixed size: with a dynamic one, Eigen's
    /// constants have no derivatives at all, and an expression of them reads beyond its end.
    static constexpr Index batch = 8;
    using Dual = Eigen::AutoDiffScalar<Eigen::Vector<double, batch>>;

    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        if (wanted == Derivatives::none) {
            return {.value = call(Vector(x)), .jacobian = {}};
        }
        Evaluation result{.value = {}, .jacobian = Matrix(info().n_y(), x.size())};
        for (Index first = 0; first < x.size(); first += batch) {
            const Index count = std::min(batch, x.size() - first);
            Eigen::VectorX<Dual> dual_x = x.template cast<Dual>();
            for (Index j = 0; j < count; ++j) {
                dual_x(first + j).derivatives()(j) = 1.0;
            }
            const Eigen::VectorX<Dual> dual_y = call(dual_x);
            // As long as what came back: a wrong number of outputs is for evaluate() to report.
            result.value.resize(dual_y.size());
            result.jacobian.conservativeResize(dual_y.size(), Eigen::NoChange);
            for (Index k = 0; k < dual_y.size(); ++k) {
                result.value(k) = dual_y(k).value();
                result.jacobian.row(k).segment(first, count) =
                    dual_y(k).derivatives().head(count).transpose();
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
