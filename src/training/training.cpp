#include "jennopt/training/training.hpp"

#include "training/adam.hpp"
#include "training/automatic.hpp"
#include "training/lbfgs.hpp"
#include "training/monitor.hpp"

namespace jennopt {

std::string to_string(Trainer trainer) {
    switch (trainer) {
        case Trainer::automatic:
            return "auto";
        case Trainer::adam:
            return "adam";
        case Trainer::lbfgs:
            return "lbfgs";
        case Trainer::levenberg_marquardt:
            return "levenberg_marquardt";
    }
    return {};
}

std::string to_string(TrainingTermination termination) {
    switch (termination) {
        case TrainingTermination::gradient:
            return "gradient below tolerance";
        case TrainingTermination::loss_change:
            return "loss no longer changes";
        case TrainingTermination::max_iterations:
            return "iterations used up";
        case TrainingTermination::max_seconds:
            return "time used up";
        case TrainingTermination::solver:
            return "no step lowers the loss: at rounding";
    }
    return {};
}

TrainingResult train(const Network& start,
                     const Dataset& data,
                     const LossWeights& weights,
                     const TrainingOptions& options,
                     Rng rng,
                     const TrainingObserver& observer) {
    TrainingResult result{.network = start};
    Loss loss(start, data, weights);
    TrainingMonitor monitor(options, observer);
    result.trainer = options.trainer;
    switch (options.trainer) {
        case Trainer::automatic:
        case Trainer::levenberg_marquardt: {
            const Training training{data, weights, options, loss, rng, monitor};
            result.trainer = options.trainer == Trainer::automatic
                                 ? choose_trainer(start, data, weights)
                                 : Trainer::levenberg_marquardt;
            result.termination = minimize_in_stages(result.network, result.trainer, training);
            break;
        }
        case Trainer::adam:
            monitor.begin(Trainer::adam);
            result.termination =
                minimize_by_adam(result.network, loss, data.m(), options, rng, monitor);
            break;
        case Trainer::lbfgs:
            monitor.begin(Trainer::lbfgs);
            result.termination = minimize_by_lbfgs(result.network, loss, options, monitor);
            break;
    }
    result.history = monitor.take_history();
    result.iterations = result.history.empty() ? 0 : result.history.back().iteration;
    Vector gradient;
    result.loss = loss(result.network, gradient);
    result.gradient_norm = gradient.norm();
    return result;
}

}  // namespace jennopt
