#include "training/levenberg_marquardt.hpp"

#include "training/damping.hpp"
#include "training/gauss_newton.hpp"
#include "training/output_layer.hpp"
#include "training/residuals.hpp"

#include <limits>

namespace jennopt {

TrainingTermination minimize_by_levenberg_marquardt(Network& network,
                                                    const Dataset& data,
                                                    const LossWeights& weights,
                                                    const TrainingOptions& options,
                                                    TrainingMonitor& monitor,
                                                    double& damping_to_keep) {
    Residuals residuals(network, data, weights);
    GaussNewton model(network, residuals);
    const auto m = static_cast<double>(data.m());
    Network trial = network;
    const auto project = [&](Network& at, LossTerms& loss) {
        Network solved = at;
        if (options.output_layer != OutputLayer::stepped && solve_output_layer(solved, residuals)) {
            const LossTerms better = residuals.loss(solved);
            if (better.total() <= loss.total()) {
                at = std::move(solved);
                loss = better;
            }
        }
    };
    LossTerms loss = residuals.loss(network);
    project(network, loss);
    loss = model.linearize(network);
    Damping damping = damping_to_keep > 0.0 ? Damping::continued(damping_to_keep)
                                            : Damping(model.largest_curvature());
    for (Index iteration = 0;; ++iteration) {
        damping_to_keep = damping.value();
        const auto stop = monitor.see(
            {.iteration = iteration, .loss = loss, .gradient_norm = model.gradient().norm() / m},
            true);
        if (stop || iteration == options.max_iterations) {
            return stop.value_or(TrainingTermination::max_iterations);
        }
        if (damping.is_useless(model.largest_curvature())) {
            return TrainingTermination::solver;
        }
        const auto step = model.step(damping.value());
        if (!step) {
            damping.reject();
            continue;
        }
        const double predicted = model.predicted_decrease(*step, damping.value());
        if (predicted <= std::numeric_limits<double>::epsilon() * m * loss.total()) {
            return TrainingTermination::solver;
        }
        trial.theta() = network.theta() + *step;
        LossTerms tried = residuals.loss(trial);
        project(trial, tried);
        const double gain = m * (loss.total() - tried.total()) / predicted;
        if (tried.total() < loss.total()) {
            network = trial;
            loss = model.linearize(network);
            damping.accept(gain, model.largest_curvature());
        } else {
            damping.reject();
        }
    }
}

}  // namespace jennopt
