#pragma once

#include "jennopt/training/training.hpp"

namespace jennopt {

/// The options that Trainer::automatic stands for; others come back as they are.
///
/// levenberg_marquardt where its matrices and the work of an iteration are affordable, else lbfgs,
/// else, for very many samples, adam in mini-batches with a cosine rate.
[[nodiscard]] TrainingOptions resolve_trainer(const TrainingOptions& options,
                                              const Network& shape,
                                              const Dataset& data,
                                              const LossWeights& weights);

}  // namespace jennopt
