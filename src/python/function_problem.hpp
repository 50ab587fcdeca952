#pragma once

#include "jennopt/problem/problem.hpp"

#include "python/nanobind.hpp"

namespace jennopt {

/// A Python function as a problem: called with x (n_x), it returns y, or y and J; y a number or
/// (n_y), J (n_x) or (n_y, n_x) with NaN where a partial is missing. What it raises is a failed
/// evaluation with that message. One call at a time: Python has one lock.
class FunctionProblem final : public Problem {
public:
    FunctionProblem(ProblemInfo info, nb::callable function);
    ~FunctionProblem() override;
    FunctionProblem(const FunctionProblem&) = delete;
    FunctionProblem& operator=(const FunctionProblem&) = delete;
    FunctionProblem(FunctionProblem&&) = delete;
    FunctionProblem& operator=(FunctionProblem&&) = delete;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;

    nb::callable function_;
};

}  // namespace jennopt
