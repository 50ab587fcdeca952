#pragma once

#include "jennopt/training/training.hpp"
#include "training/monitor.hpp"

namespace jennopt {

/// Levenberg-Marquardt on all samples at once; an iteration is one trial step, accepted or not.
///
/// Damping by the gain ratio (Nielsen, 1999, IMM-REP-1999-05). Variable projection: a linear output
/// layer is solved exactly after every step, before the gain ratio is taken. Moves network to the
/// best point seen.
/// @param damping  mu to begin with, 0: as usual; at the end that to go on with
[[nodiscard]] TrainingTermination minimize_by_levenberg_marquardt(Network& network,
                                                                  const Dataset& data,
                                                                  const LossWeights& weights,
                                                                  const TrainingOptions& options,
                                                                  TrainingMonitor& monitor,
                                                                  double& damping);

}  // namespace jennopt
