#include "training/automatic.hpp"

#include "training/adam.hpp"
#include "training/lbfgs.hpp"
#include "training/levenberg_marquardt.hpp"

namespace jennopt {

namespace {

constexpr Index warm_up_memory = 10;

/// Why the warm-up ended the training, or nothing to go on.
std::optional<TrainingTermination> warm_up(Network& network, const Training& training) {
    if (training.options.warm_up == 0) {
        return std::nullopt;
    }
    TrainingOptions options = training.options;
    options.max_iterations = std::min(options.warm_up, options.max_iterations);
    options.memory = warm_up_memory;
    training.monitor.begin(Trainer::lbfgs);
    const auto ended = minimize_by_lbfgs(network, training.loss, options, training.monitor);
    const bool used_up = ended == TrainingTermination::max_iterations &&
                         options.max_iterations == training.options.max_iterations;
    return used_up || ended == TrainingTermination::gradient ||
                   ended == TrainingTermination::max_seconds
               ? std::optional(ended)
               : std::nullopt;
}

}  // namespace

Trainer choose_trainer(const Network& shape, const Dataset& data, const LossWeights& weights) {
    (void)shape;
    (void)data;
    (void)weights;
    return Trainer::levenberg_marquardt;
}

TrainingTermination minimize_in_stages(Network& network,
                                       Trainer trainer,
                                       const Training& training) {
    if (const auto ended = warm_up(network, training)) {
        return *ended;
    }
    TrainingOptions options = training.options;
    options.max_iterations = training.monitor.iterations_left();
    training.monitor.begin(trainer);
    switch (trainer) {
        case Trainer::automatic:
        case Trainer::levenberg_marquardt:
            return minimize_by_levenberg_marquardt(
                network, training.data, training.weights, options, training.monitor);
        case Trainer::lbfgs:
            return minimize_by_lbfgs(network, training.loss, options, training.monitor);
        case Trainer::adam:
            return minimize_by_adam(
                network, training.loss, training.data.m(), options, training.rng, training.monitor);
    }
    return TrainingTermination::solver;
}

}  // namespace jennopt
