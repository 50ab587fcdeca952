#include "training/automatic.hpp"

#include "training/gauss_newton.hpp"

namespace jennopt {

namespace {

constexpr double affordable_bytes = 256.0 * 1024 * 1024;
constexpr double affordable_flops = 4e9;  // per iteration
constexpr Index most_samples_at_once = 50'000;
constexpr Index batch_size = 256;
constexpr double batch_rate = 5e-3;

Trainer choose(const Network& shape, const Dataset& data, const LossWeights& weights) {
    const Index n = residual_count(weights);
    const Index p = shape.n_parameters();
    if (GaussNewton::bytes(n, p) <= affordable_bytes &&
        GaussNewton::flops(n, p) <= affordable_flops) {
        return Trainer::levenberg_marquardt;
    }
    return data.m() <= most_samples_at_once ? Trainer::lbfgs : Trainer::adam;
}

}  // namespace

TrainingOptions resolve_trainer(const TrainingOptions& options,
                                const Network& shape,
                                const Dataset& data,
                                const LossWeights& weights) {
    TrainingOptions resolved = options;
    if (options.trainer == Trainer::automatic) {
        resolved.trainer = choose(shape, data, weights);
        if (resolved.trainer == Trainer::adam) {
            resolved.batch_size = batch_size;
            resolved.rate = batch_rate;
            resolved.schedule = RateSchedule::cosine;
        }
    }
    return resolved;
}

}  // namespace jennopt
