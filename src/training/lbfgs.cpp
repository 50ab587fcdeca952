#include "training/lbfgs.hpp"

#include "core/minimize.hpp"

#include <cmath>
#include <limits>
#include <optional>

namespace jennopt {

namespace {

/// A line search tried a step so long that the loss overflowed: the best point so far is the
/// result.
struct LeftFiniteNumbers {};

}  // namespace

TrainingTermination minimize_by_lbfgs(Network& network,
                                      Loss& loss,
                                      const TrainingOptions& options,
                                      TrainingMonitor& monitor) {
    Index iteration = 0;
    Vector gradient(network.n_parameters());
    std::optional<TrainingTermination> stop;
    Network trial = network;
    Vector best = network.theta();
    double best_loss = std::numeric_limits<double>::infinity();

    const SmoothFunction function = [&](const ConstVectorRef& theta) {
        trial.theta() = theta;
        const LossTerms terms = loss(trial, gradient);
        if (iteration > 0 && !std::isfinite(terms.total())) {
            throw LeftFiniteNumbers{};
        }
        if (terms.total() < best_loss) {
            best_loss = terms.total();
            best = theta;
        }
        stop = monitor.see(
            {.iteration = iteration++, .loss = terms, .gradient_norm = gradient.norm()}, true);
        return Evaluation{.value = Vector::Constant(1, terms.total()),
                          .jacobian = gradient.transpose()};
    };
    MinimizeResult result;
    try {
        result = minimize(
            function,
            {},
            network.theta(),
            {.algorithm = Algorithm::lbfgs,
             .max_evaluations = options.max_iterations + 1,  // iteration 0 is the start
             .gradient_tolerance = 0.0,
             .x_tolerance = 0.0,
             .memory = options.memory},
            [&stop](const ConstVectorRef& /*theta*/, const Evaluation& /*y*/) { return !stop; });
    } catch (const LeftFiniteNumbers&) {
        network.theta() = best;
        return TrainingTermination::solver;
    }
    network.theta() = result.x;
    if (stop) {
        return *stop;
    }
    return result.termination == SearchTermination::max_evaluations
               ? TrainingTermination::max_iterations
               : TrainingTermination::solver;
}

}  // namespace jennopt
