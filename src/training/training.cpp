#include "jennopt/training/training.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "training/adam.hpp"
#include "training/automatic.hpp"
#include "training/gauss_newton.hpp"
#include "training/lbfgs.hpp"
#include "training/levenberg_marquardt.hpp"
#include "training/monitor.hpp"
#include "training/stages.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr Index warm_up_memory = 10;

/// By iterations.
double share_of(const TrainingOptions& first, const TrainingOptions& whole) {
    return static_cast<double>(first.max_iterations) / static_cast<double>(whole.max_iterations);
}

/// The output layer is solved after the warm-up, not before: with random hidden layers its exact
/// weights are huge, and 50 iterations of L-BFGS from there lower the loss 100 times less (the
/// paper's Rosenbrock, 389 samples).
void warm_up_and_minimize(TrainingResult& result,
                          Loss& loss,
                          const Dataset& data,
                          const LossWeights& weights,
                          TrainingOptions options,
                          TrainingMonitor& monitor) {
    Network& network = result.network;
    GaussNewton::check_size(network, weights);
    if (options.warm_up > 0) {
        TrainingOptions first = options;
        first.max_iterations = std::min(options.warm_up, options.max_iterations);
        first.memory = warm_up_memory;
        monitor.begin(Trainer::lbfgs, first.max_iterations, share_of(first, options));
        result.termination = minimize_by_lbfgs(network, loss, first, monitor);
        if (result.termination == TrainingTermination::gradient ||
            result.termination == TrainingTermination::max_seconds ||
            monitor.iterations_left() == 0) {
            return;
        }
        options.max_iterations = monitor.iterations_left();
    }
    monitor.begin(Trainer::levenberg_marquardt, options.max_iterations);
    result.termination =
        minimize_by_levenberg_marquardt(network, data, weights, options, monitor, result.damping);
}

/// What a result says of its network and of the way there.
void finish(TrainingResult& result, Loss& loss, TrainingMonitor& monitor) {
    result.history = monitor.take_history();
    result.iterations = result.history.empty() ? 0 : result.history.back().iteration;
    Vector gradient;
    result.loss = loss(result.network, gradient);
    result.gradient_norm = gradient.norm();
    if (!std::isfinite(result.loss.total())) {  // mini-batches may not have seen it
        throw TrainingDiverged(fmt::format(
            "training diverged: the loss over all samples is {} after {} iterations ({}); try a "
            "smaller rate, normalize: true, or trainer: lbfgs",
            std::abs(result.loss.total()),
            result.iterations,
            name_of(result.trainer)));
    }
}

}  // namespace

TrainingResult train(const Network& start,
                     const Dataset& data,
                     const LossWeights& weights,
                     const TrainingOptions& options,
                     Rng rng,
                     const TrainingObserver& observer,
                     Index threads) {
    if (data.m() == 0) {
        throw ShapeError("the data have no samples: training needs at least one");
    }
    Loss loss(start, data, weights, options.jacobian, threads);
    const TrainingOptions resolved = resolve_trainer(options, start, data, weights);
    TrainingMonitor monitor(resolved, observer);
    TrainingResult result{.network = start, .trainer = resolved.trainer};
    switch (resolved.trainer) {
        case Trainer::automatic:
        case Trainer::levenberg_marquardt:
            warm_up_and_minimize(result, loss, data, weights, resolved, monitor);
            break;
        case Trainer::adam:
            monitor.begin(Trainer::adam, resolved.max_iterations);
            result.termination =
                minimize_by_adam(result.network, loss, data.m(), resolved, rng, monitor);
            break;
        case Trainer::lbfgs:
            if (takes_stages(options, data.m())) {
                result.termination = minimize_in_stages(
                    result.network, loss, data, weights, resolved, threads, rng, monitor);
            } else {
                monitor.begin(Trainer::lbfgs, resolved.max_iterations);
                result.termination = minimize_by_lbfgs(result.network, loss, resolved, monitor);
            }
            break;
    }
    finish(result, loss, monitor);
    return result;
}

TrainingResult continue_training(TrainingResult begun,
                                 const Dataset& data,
                                 const LossWeights& weights,
                                 const TrainingOptions& options,
                                 const TrainingObserver& observer,
                                 Index threads) {
    Loss loss(begun.network, data, weights, options.jacobian, threads);
    const TrainingOptions resolved = resolve_trainer(options, begun.network, data, weights);
    TrainingMonitor monitor(resolved, observer);
    monitor.continue_from(std::move(begun.history));
    TrainingOptions rest = resolved;
    rest.warm_up = 0;
    rest.max_iterations = monitor.iterations_left();
    if (rest.max_iterations > 0) {
        warm_up_and_minimize(begun, loss, data, weights, rest, monitor);
    }
    finish(begun, loss, monitor);
    return begun;
}

}  // namespace jennopt
