#pragma once

#include "jennopt/training/training.hpp"
#include "training/monitor.hpp"

namespace jennopt {

/// The trainer that Trainer::automatic stands for.
[[nodiscard]] Trainer choose_trainer(const Network& shape,
                                     const Dataset& data,
                                     const LossWeights& weights);

/// What a training works on and with.
struct Training {
    const Dataset& data;
    const LossWeights& weights;
    const TrainingOptions& options;
    Loss& loss;
    Rng& rng;
    TrainingMonitor& monitor;
};

/// Solves the output layer, warms up by L-BFGS, and goes on by the trainer.
/// @throws ConfigError naming size and another trainer if the matrix of Levenberg-Marquardt is too
/// large
[[nodiscard]] TrainingTermination minimize_in_stages(Network& network,
                                                     Trainer trainer,
                                                     const Training& training);

}  // namespace jennopt
