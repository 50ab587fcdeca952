#pragma once

#include "report/figures/figures.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What of a model a picture of the design space shows.
struct ModelValues {
    std::string name;  ///< of the surrogate, or direct_search for the true function
    Vector objective;  ///< at each column of X
    Vector violation;  ///< largest constraint there, may be negative; empty without constraints
    const OptimumRecord* optimum = nullptr;  ///< null if there was no search
};

/// The true function first (only if evaluating it is cheap), then the surrogates.
/// @param X  (n_x, m), raw units
[[nodiscard]] std::vector<ModelValues> model_values(const ArmView& view, const Matrix& X);

/// "true function", or the surrogate's name.
[[nodiscard]] std::string model_words(const ModelValues& model);

/// Whether the problem has an objective: without one there is nothing to picture.
[[nodiscard]] bool has_objective(const ProblemInfo& problem);

/// The objective with its unit.
[[nodiscard]] std::string objective_label(const ProblemInfo& problem);

/// The objective at the training samples.
[[nodiscard]] Vector training_objective(const ArmView& view);

}  // namespace jennopt
