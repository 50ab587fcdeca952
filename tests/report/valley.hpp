#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"

/// sum 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2 in [-2, 2]^n_x, minimum 0 at (1, ..., 1); for one
/// input (1 - x)^2 + sin 5x. As a constraint sum(x) - 1.5 <= 0.
class Valley : public jennopt::Problem {
public:
    Valley(jennopt::Index n_x, bool constraint);

private:
    [[nodiscard]] jennopt::Evaluation do_evaluate(const jennopt::ConstVectorRef& x,
                                                  jennopt::Derivatives wanted) const override;
};

/// Values and partials at points drawn uniformly.
[[nodiscard]] jennopt::Dataset sample_truth(const jennopt::Problem& truth,
                                            jennopt::Index count,
                                            jennopt::Rng rng);
