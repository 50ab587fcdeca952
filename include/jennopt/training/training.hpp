#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/loss.hpp"
#include "jennopt/training/weights.hpp"

#include <functional>
#include <string>
#include <vector>

namespace jennopt {

/// automatic, written auto in a study file, is
///
/// - levenberg_marquardt, at most 300 steps and until 10 of them lower the loss by less than 3 %,
///   where its matrices take 256 MiB or less and an iteration n p min(n, p) <= 1.5e9 operations, n
///   residuals and p parameters: some hundredths of a second, and where there are partials to learn
///   from or at most 4 inputs;
/// - else lbfgs;
/// - else, with more than 10 000 samples, adam by batches of 256, cosine rate from 0.01, for the
///   work of max_iterations / 25 loss evaluations.
///
/// Measured at equal time, loss of levenberg_marquardt over that of lbfgs. 389 samples in 2-D (1e9
/// operations): 0.7 after 0.2 s, 0.5 after 1 s; with lambda 1e-8 instead of 1e-3 0.007. 100 rows of
/// an airfoil with 16 inputs (1.8e9): 1.6 after 1 s, 0.4 after 8 s; 400 rows (7e9): 1.4 after 8 s;
/// 1600 rows (29e9): 2 to 18 after 8 s, with a smaller network (3.8e9) 1 after 16 s.
/// Test error 1 - R^2 of the airfoil: 100 rows 0.014 by lbfgs in 0.4 s, 0.024 by
/// levenberg_marquardt in 2.3 s; 400 rows 0.023, 0.012 and 0.006 after 1000, 3000 and 10 000
/// iterations of lbfgs. Steps that lower the loss by less than 3 % in ten do not lower the test
/// error: Rastrigin's 100 samples 6e-7 in 0.9 s to the end, 4e-6 in 0.4 s so, Rosenbrock's 25 and
/// Branin's 15 the same in both. Test error 1 - R^2 of adam so set and of 2000 evaluations of
/// lbfgs, in a tenth of the time: smooth function of 16 inputs, 2000 samples 3e-4 and 1.7e-4, 5000
/// 7e-5 and 8e-5, 10 000 5e-5 and 1e-4; of 2 inputs, 10 000 samples 2e-7 and 1e-8.
///
/// Values alone do not hold the surface of many inputs between the samples, and the steps go on to
/// where they are met exactly. R^2 of a plain network, levenberg_marquardt and lbfgs, 5 seeds: 2
/// inputs, Rosenbrock's 30 samples 1 - 9e-6 and 0.998, Rastrigin's 100 1 - 9e-5 and 0.991; 5
/// inputs, Rosenbrock's 50 samples 0.38 and 0.64; 6, Hartmann's 100 -3.3 and -0.4; 8, borehole's 60
/// 0.9995 and 0.9994; 10, Rosenbrock's 200 0.27 and 0.40; 16, airfoil drag, 400 rows 0.59 and 0.88.
enum class Trainer { automatic, adam, lbfgs, levenberg_marquardt };
enum class RateSchedule { constant, cosine };

[[nodiscard]] std::string to_string(Trainer trainer);

/// How the loss is minimized.
struct TrainingOptions {
    Trainer trainer = Trainer::automatic;
    /// adam: updates; lbfgs: loss evaluations after the first; levenberg_marquardt: steps tried
    /// and those of the warm-up; >= 1
    Index max_iterations = 5000;
    /// automatic, levenberg_marquardt: L-BFGS iterations before the first step, >= 0; 0 where the
    /// start is trained already
    Index warm_up = 100;
    double gradient_tolerance = 1e-8;  ///< stop when |dL/dtheta| <= gradient_tolerance, >= 0
    /// stop when |L_i - L_(i-w)| <= loss_tolerance * L_(i-w), >= 0; w = 100, levenberg_marquardt:
    /// 10. automatic takes at least 3e-2 for levenberg_marquardt, unless it is 0: never
    double loss_tolerance = 1e-10;
    /// 0: no limit. Kept by observers, not here: fit() and train() know no clock. A study ends the
    /// choice of lambda and gamma after half of it, with the best found by then, and each training
    /// when what the choice left is used up. With a limit results depend on the machine
    double max_seconds = 0.0;
    double rate = 0.05;  ///< adam: alpha, > 0
    RateSchedule schedule = RateSchedule::constant;
    double first_moment_decay = 0.9;    ///< adam: beta_1, in [0, 1)
    double second_moment_decay = 0.99;  ///< adam: beta_2, in [0, 1)
    /// adam: moments are divided by 1 - decay^t; false: by nothing, as in the paper's runs
    bool bias_correction = true;
    Index batch_size = 0;  ///< adam: samples per update, 0: all
    Index memory = 20;     ///< lbfgs: stored steps, >= 1
    /// adam, lbfgs: through the Jacobian term of the loss; results agree to rounding
    JacobianWay jacobian = JacobianWay::cheapest;
};

enum class TrainingTermination {
    gradient,     ///< |dL/dtheta| <= gradient_tolerance
    loss_change,  ///< no progress by loss_tolerance
    max_iterations,
    max_seconds,
    solver  ///< no step lowers the loss: at rounding
};

[[nodiscard]] std::string to_string(TrainingTermination termination);

struct TrainingProgress {
    Index iteration = 0;
    LossTerms loss;
    double gradient_norm = 0.0;  ///< |dL/dtheta|, normalized units
};

enum class Control { proceed, stop };
/// Sees every iteration. Answering stop ends training with TrainingTermination::max_seconds: the
/// clock is the caller's.
using TrainingObserver = std::function<Control(const TrainingProgress&)>;

struct TrainingResult {
    Network network;
    Trainer trainer = Trainer::automatic;  ///< what trained: never automatic
    TrainingTermination termination = TrainingTermination::max_iterations;
    Index iterations = 0;
    LossTerms loss = {};  ///< of network, over all samples
    double gradient_norm = 0.0;
    std::vector<TrainingProgress> history =
        {};  ///< thinned: first, last, and ever fewer between them
};

/// Minimizes the loss from the given network on.
///
/// @param start  initial weights; kept as they are where training cannot improve them
/// @param data   normalized units
/// @param rng    order of mini-batches
/// @param threads  that share one evaluation of the loss, >= 1; the result does not depend on them
/// @throws TrainingDiverged naming iteration, loss and rate if the loss is no longer finite
/// @throws ShapeError if network, data and weights do not fit
[[nodiscard]] TrainingResult train(const Network& start,
                                   const Dataset& data,
                                   const LossWeights& weights,
                                   const TrainingOptions& options,
                                   Rng rng,
                                   const TrainingObserver& observer = nullptr,
                                   Index threads = 1);

}  // namespace jennopt
