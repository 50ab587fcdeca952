#include "training/levenberg_marquardt.hpp"

#include "training/gauss_newton.hpp"
#include "training/output_layer.hpp"
#include "training/residuals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double initial_damping = 1e-6;  // of the largest curvature
constexpr double largest_damping = 1e12;  // of the largest curvature: steps are at rounding

/// mu, which falls when the model foretold the loss well and rises ever faster when it did not.
class Damping {
public:
    explicit Damping(double value) : value_(value) {}

    [[nodiscard]] double value() const { return value_; }

    void accept(double gain) {
        value_ *= std::max(1.0 / 3.0, 1.0 - std::pow(2.0 * gain - 1.0, 3.0));
        growth_ = 2.0;
    }

    void reject() {
        value_ *= growth_;
        growth_ *= 2.0;
    }

private:
    double value_;
    double growth_ = 2.0;
};

}  // namespace

TrainingTermination minimize_by_levenberg_marquardt(Network& network,
                                                    const Dataset& data,
                                                    const LossWeights& weights,
                                                    const TrainingOptions& options,
                                                    TrainingMonitor& monitor) {
    Residuals residuals(network, data, weights);
    GaussNewton model(residuals);
    const double m = static_cast<double>(data.m());
    Network trial = network;
    const auto project = [&](Network& at, LossTerms& loss) {
        Network solved = at;
        if (solve_output_layer(solved, residuals)) {
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
    Damping damping(initial_damping * std::max(model.largest_curvature(), 1e-300));
    for (Index iteration = 0;; ++iteration) {
        const auto stop = monitor.see(
            {.iteration = iteration, .loss = loss, .gradient_norm = model.gradient().norm() / m},
            true);
        if (stop || iteration == options.max_iterations) {
            return stop.value_or(TrainingTermination::max_iterations);
        }
        if (damping.value() > largest_damping * model.largest_curvature()) {
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
            damping.accept(gain);
        } else {
            damping.reject();
        }
    }
}

}  // namespace jennopt
