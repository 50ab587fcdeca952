#pragma once

#include "jennopt/training/training.hpp"
#include "training/loss.hpp"
#include "training/monitor.hpp"

namespace jennopt {

/// Adam (Kingma and Ba 2015) with the paper's defaults and, unless options leave it out, a correct
/// bias term; mini-batches cover every sample in every epoch, the last batch may be smaller.
///
/// Moves network; with whole batches the best network seen is what remains.
[[nodiscard]] TrainingTermination minimize_by_adam(Network& network,
                                                   Loss& loss,
                                                   Index m,
                                                   const TrainingOptions& options,
                                                   Rng& rng,
                                                   TrainingMonitor& monitor);

}  // namespace jennopt
