#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/problem/problem.hpp"

#include "record/record.hpp"
#include <functional>

using QuickModel = std::function<jennopt::Evaluation(const jennopt::ConstVectorRef&)>;

/// Plain descent on the model from five starts in [-2, 2]^n_x, and what the truth says of the best.
[[nodiscard]] jennopt::OptimumRecord quick_search(const QuickModel& model,
                                                  const jennopt::Problem& truth,
                                                  jennopt::Rng rng);
