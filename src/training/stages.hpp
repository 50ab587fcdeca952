#pragma once

#include "jennopt/training/training.hpp"
#include "training/loss.hpp"
#include "training/monitor.hpp"

namespace jennopt {

/// Adam in mini-batches, then L-BFGS on a part of the samples, at last on all: see Trainer. A stage
/// goes on from where the one before it ended, the last from where the loss over all samples is
/// least: as a rule after the parts and a few evaluations of all, unless the parts do not stand for
/// the others. In a batch or a part lambda counts by its share of the samples: all stages have the
/// same minimum in mind.
///
/// Memory beyond the data is that of the part, and 200 times the network.
///
/// @param loss     over all samples of data
/// @param options  max_iterations: the stages do the work of a share of so many evaluations of the
///                 loss over all samples. Tolerances end a stage, an observer ends all
/// @param threads  that share one evaluation of the loss
/// @param rng      mini-batches, and the part
[[nodiscard]] TrainingTermination minimize_in_stages(Network& network,
                                                     Loss& loss,
                                                     const Dataset& data,
                                                     const LossWeights& weights,
                                                     const TrainingOptions& options,
                                                     Index threads,
                                                     const Rng& rng,
                                                     TrainingMonitor& monitor);

}  // namespace jennopt
