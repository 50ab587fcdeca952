#pragma once

#include "jennopt/training/training.hpp"

namespace jennopt {

/// Options of a training that only compares lambda and gamma: as the training itself, but short,
/// by levenberg_marquardt where a step takes some ten milliseconds at most, else by lbfgs.
[[nodiscard]] TrainingOptions short_training(const TrainingOptions& options,
                                             const Network& shape,
                                             const Dataset& data,
                                             bool with_partials);

}  // namespace jennopt
