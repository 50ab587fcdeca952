#pragma once

#include "jennopt/problem/problem.hpp"

#include <atomic>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

/// y = (x1 - 0.3)^2 + 2 (x2 + 0.1)^2 on the square, counting its evaluations; fails where it is
/// told to.
class CountingProblem final : public jennopt::Problem {
public:
    explicit CountingProblem(std::function<bool(const jennopt::Vector&)> fails = nullptr)
        : Problem({.name = "counting",
                   .summary = "a bowl",
                   .inputs = {{"x1", "", -1.0, 1.0}, {"x2", "", -1.0, 1.0}},
                   .outputs = {{"y", "", jennopt::OutputRole::objective}},
                   .known_optimum =
                       jennopt::KnownOptimum{
                           .X = jennopt::Vector{{0.3, -0.1}}, .value = 0.0, .source = "by hand"}}),
          fails_(std::move(fails)) {}

    mutable std::atomic<int> evaluations = 0;

private:
    [[nodiscard]] jennopt::Evaluation do_evaluate(const jennopt::ConstVectorRef& x,
                                                  jennopt::Derivatives /*wanted*/) const override {
        ++evaluations;
        if (fails_ && fails_(x)) {
            throw std::runtime_error("the mesh collapsed");
        }
        const double a = x(0) - 0.3;
        const double b = x(1) + 0.1;
        return {.value = jennopt::Vector::Constant(1, a * a + 2.0 * b * b),
                .jacobian = jennopt::Matrix{{2.0 * a, 4.0 * b}}};
    }

    std::function<bool(const jennopt::Vector&)> fails_;
};
