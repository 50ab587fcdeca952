#pragma once

#include "report/figure_plan.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What of a model a picture of the design space shows.
struct ModelValues {
    std::string name;  ///< of the surrogate, or "truth"
    Vector objective;  ///< at each column of X
    Vector violation;  ///< largest constraint there, may be negative; empty without constraints
    const OptimumRecord* optimum = nullptr;  ///< null if there was no search
};

/// The truth first (only if asking it is cheap), then the surrogates; empty if nothing is
/// minimized.
/// @param X  (n_x, m), raw units
[[nodiscard]] std::vector<ModelValues> model_values(const ArmView& view, const Matrix& X);

/// The objective at the training samples.
[[nodiscard]] Vector training_objective(const ArmView& view);

}  // namespace jennopt
