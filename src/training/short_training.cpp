#include "training/short_training.hpp"

#include "training/automatic.hpp"
#include "training/gauss_newton.hpp"

#include <algorithm>

namespace jennopt {

namespace {

// Long enough for the errors to settle, see results/selection.md. Longer is no better: airfoil
// drag, 100 rows, 1000 iterations of L-BFGS choose lambda 0.01 instead of 0.1, R^2 0.976 instead of
// 0.983.
constexpr Index short_warm_up = 50;
constexpr Index gauss_newton_steps = 60;
constexpr Index lbfgs_iterations = 300;
constexpr double least_change = 1e-2;

}  // namespace

TrainingOptions short_training(const TrainingOptions& options,
                               const Network& shape,
                               const Dataset& data,
                               bool with_partials) {
    TrainingOptions shorter = options;
    const Index residuals = data.m() * data.n_y() * (with_partials ? 1 + data.n_x() : 1);
    const bool stepwise = options.trainer == Trainer::levenberg_marquardt ||
                          (options.trainer == Trainer::automatic &&
                           (with_partials || data.n_x() <= most_inputs_of_values));
    if (stepwise && GaussNewton::flops(shape, residuals, residuals) <= affordable_flops) {
        shorter.trainer = Trainer::levenberg_marquardt;
        shorter.warm_up = short_warm_up;
        shorter.max_iterations =
            std::min(options.max_iterations, short_warm_up + gauss_newton_steps);
    } else {
        shorter.trainer = Trainer::lbfgs;
        shorter.max_iterations = std::min(options.max_iterations, lbfgs_iterations);
    }
    shorter.loss_tolerance = least_change;
    return shorter;
}

}  // namespace jennopt
