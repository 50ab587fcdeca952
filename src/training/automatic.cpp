#include "training/automatic.hpp"

#include "training/gauss_newton.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr double affordable_bytes = 256.0 * 1024 * 1024;
constexpr Index most_steps = 300;           // of Levenberg-Marquardt
constexpr double least_loss_change = 3e-2;  // of Levenberg-Marquardt, over 10 steps
constexpr Index most_samples_at_once = 10'000;
constexpr Index batch_size = 512;  // in stages, as what follows
constexpr double batch_rate = 0.01;
constexpr Index memory = 100;

Trainer choose(const Network& shape, const LossWeights& weights) {
    const bool few_inputs = !weights.gamma.empty() || shape.n_x() <= most_inputs_of_values;
    if (few_inputs && GaussNewton::bytes(shape, weights) <= affordable_bytes &&
        GaussNewton::flops(shape, residual_count(weights), row_count(weights)) <=
            affordable_flops) {
        return Trainer::levenberg_marquardt;
    }
    return Trainer::lbfgs;
}

}  // namespace

bool takes_stages(const TrainingOptions& options, Index m) {
    return options.trainer == Trainer::automatic && options.warm_up > 0 && m > most_samples_at_once;
}

TrainingOptions resolve_trainer(const TrainingOptions& options,
                                const Network& shape,
                                const Dataset& data,
                                const LossWeights& weights) {
    TrainingOptions resolved = options;
    if (options.trainer == Trainer::automatic) {
        resolved.trainer = choose(shape, weights);
        if (resolved.trainer == Trainer::levenberg_marquardt) {
            resolved.max_iterations =
                std::min(options.max_iterations, options.warm_up + most_steps);
            if (options.loss_tolerance > 0.0) {
                resolved.loss_tolerance = std::max(options.loss_tolerance, least_loss_change);
            }
        }
        if (resolved.trainer == Trainer::lbfgs && takes_stages(options, data.m())) {
            resolved.batch_size = batch_size;
            resolved.rate = batch_rate;
            resolved.schedule = RateSchedule::cosine;
            resolved.memory = memory;
        }
    }
    return resolved;
}

}  // namespace jennopt
