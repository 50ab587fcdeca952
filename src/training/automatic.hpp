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

/// Warms up by L-BFGS and goes on by the trainer.
///
/// The output layer is solved after the warm-up, not before: with random hidden layers its exact
/// weights are huge, and 50 iterations of L-BFGS from there lower the loss 100 times less (the
/// paper's Rosenbrock, 389 samples).
/// @throws ConfigError naming size and another trainer if the matrix of Levenberg-Marquardt is too
/// large
[[nodiscard]] TrainingTermination minimize_in_stages(Network& network,
                                                     Trainer trainer,
                                                     const Training& training);

}  // namespace jennopt
