#include "training/lbfgs.hpp"

#include "jennopt/core/minimize.hpp"

#include <optional>

namespace jennopt {

TrainingTermination minimize_by_lbfgs(Network& network,
                                      Loss& loss,
                                      const TrainingOptions& options,
                                      TrainingMonitor& monitor) {
    Index iteration = 0;
    Vector gradient(network.n_parameters());
    std::optional<TrainingTermination> stop;
    Network trial = network;

    const SmoothFunction function = [&](const ConstVectorRef& theta) {
        trial.theta() = theta;
        const LossTerms terms = loss(trial, gradient);
        stop = monitor.see(
            {.iteration = iteration++, .loss = terms, .gradient_norm = gradient.norm()}, true);
        return Evaluation{.value = Vector::Constant(1, terms.total()),
                          .jacobian = gradient.transpose()};
    };
    const MinimizeResult result = minimize(
        function,
        {},
        network.theta(),
        {.algorithm = Algorithm::lbfgs,
         .max_evaluations = options.max_iterations + 1,  // iteration 0 is the start
         .gradient_tolerance = 0.0,
         .x_tolerance = 0.0,
         .memory = options.memory},
        [&stop](const ConstVectorRef& /*theta*/, const Evaluation& /*y*/) { return !stop; });
    network.theta() = result.x;
    if (stop) {
        return *stop;
    }
    return result.termination == SearchTermination::max_evaluations
               ? TrainingTermination::max_iterations
               : TrainingTermination::solver;
}

}  // namespace jennopt
