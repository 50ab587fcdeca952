#pragma once

#include "jennopt/training/training.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What became of one of several trainings.
struct TrainingAttempt {
    std::optional<TrainingResult> result;  ///< none if it diverged
    std::string failure;                   ///< the message then, "" otherwise
};

struct EachProgress {
    Index network = 0;        ///< whose training is reported, 0 the first
    double fraction = 0.0;    ///< of all trainings together, 0 to 1, by their work
    TrainingProgress latest;  ///< of that network
};

/// Sees every iteration of every training, from one thread at a time. Returning stop ends the
/// training that is reported; what it throws ends all.
using EachObserver = std::function<Control(const EachProgress&)>;

/// Trains several networks on the same data, side by side; the results do not depend on the number
/// of threads.
///
/// @param rng      order of mini-batches: network 0 draws from it, network i from its child
/// @param begun    a training of network 0 that is to be continued, by continue_training()
/// @param threads  networks trained at once, >= 1; more than networks: they share the loss of each
/// @return         one entry per network, in their order; a training that diverges spoils no other
/// @throws ShapeError if a network, data and weights do not fit
[[nodiscard]] std::vector<TrainingAttempt> train_each(const std::vector<Network>& starts,
                                                      const Dataset& data,
                                                      const LossWeights& weights,
                                                      const TrainingOptions& options,
                                                      const Rng& rng,
                                                      Index threads,
                                                      const EachObserver& observer = nullptr,
                                                      std::optional<TrainingResult> begun = {});

}  // namespace jennopt
