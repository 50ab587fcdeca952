#pragma once

#include "jennopt/training/training.hpp"
#include "training/loss.hpp"
#include "training/monitor.hpp"

namespace jennopt {

/// Limited-memory BFGS (NLopt's) on all samples at once; an iteration is one evaluation of the
/// loss.
///
/// Moves network to the best point seen.
[[nodiscard]] TrainingTermination minimize_by_lbfgs(Network& network,
                                                    Loss& loss,
                                                    const TrainingOptions& options,
                                                    TrainingMonitor& monitor);

}  // namespace jennopt
