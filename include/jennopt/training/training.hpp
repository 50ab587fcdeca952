#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/weights.hpp"

#include <array>
#include <functional>
#include <vector>

namespace jennopt {

/// automatic, written auto in a study file, is
///
/// - levenberg_marquardt, at most 300 steps and until 10 of them lower the loss by less than 3 %,
///   where its matrices take 256 MiB or less and an iteration 1.5e9 operations or less, some
///   hundredths of a second, and where there are partials to learn from or at most 4 inputs. With n
///   residuals and p parameters these are n p^2 + p^3 / 3 where n >= p; with fewer residuals the
///   layers' widths n_l count instead of p, n^2 sum (n_l + n_(l-1) + 10) + n^3 / 3, so that wide
///   networks have it with few samples;
/// - else lbfgs;
/// - with more than 10 000 samples in stages, which do a fourth of the work of max_iterations loss
///   evaluations: adam by batches of 512 with a cosine rate from 0.01; lbfgs with memory 100 on an
///   eighth of the samples, drawn at random, on a fourth, and at last on all. A part has at least
///   32 residuals per parameter; where it has not lowered the loss over all samples, nor a few
///   evaluations of all after it, the last goes on from before it. Not where warm_up is 0.
///
/// Values alone do not hold the surface of many inputs between the samples, and the steps go on to
/// where they are met exactly: so a plain network has them only with few inputs. Measurements:
/// results/training.md.
enum class Trainer { automatic, adam, lbfgs, levenberg_marquardt };

template <>
inline constexpr auto enum_names<Trainer> = std::to_array<Named<Trainer>>(
    {{Trainer::automatic, "auto", "the trainer that fits the size"},
     {Trainer::adam, "adam", "Adam"},
     {Trainer::lbfgs, "lbfgs", "L-BFGS"},
     {Trainer::levenberg_marquardt, "levenberg_marquardt", "Levenberg-Marquardt"}});

enum class RateSchedule { constant, cosine };

template <>
inline constexpr auto enum_names<RateSchedule> = std::to_array<Named<RateSchedule>>(
    {{RateSchedule::constant, "constant"}, {RateSchedule::cosine, "cosine"}});

/// What the steps of levenberg_marquardt do with a linear output layer, whose weights are linear
/// least squares where all other layers are held.
///
/// solved: they are solved for after each step (variable projection: Golub, Pereyra 1973). lambda
/// does not regularize them, so that they grow, the hidden weights shrink, and the network comes
/// near to a polynomial: good for functions that are close to one; of others a wide network can
/// predict less than their mean does. stepped: they move as all others do. automatic: solved, but
/// select() compares both where samples are few for the network. Measurements:
/// results/training.md.
enum class OutputLayer { automatic, solved, stepped };

template <>
inline constexpr auto enum_names<OutputLayer> =
    std::to_array<Named<OutputLayer>>({{OutputLayer::automatic, "auto"},
                                       {OutputLayer::solved, "solved"},
                                       {OutputLayer::stepped, "stepped"}});

/// How the loss is minimized.
struct TrainingOptions {
    Trainer trainer = Trainer::automatic;
    /// adam: updates; lbfgs: loss evaluations after the first; levenberg_marquardt: steps tried
    /// and those of the warm-up; in stages: see Trainer; >= 1
    Index max_iterations = 5000;
    /// automatic, levenberg_marquardt: L-BFGS iterations before the first step, >= 0; 0 where the
    /// start is trained already
    Index warm_up = 100;
    OutputLayer output_layer = OutputLayer::automatic;  ///< automatic, levenberg_marquardt
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

template <>
inline constexpr auto enum_names<TrainingTermination> = std::to_array<Named<TrainingTermination>>(
    {{TrainingTermination::gradient, "gradient below tolerance"},
     {TrainingTermination::loss_change, "loss no longer changes"},
     {TrainingTermination::max_iterations, "iterations used up"},
     {TrainingTermination::max_seconds, "time used up"},
     {TrainingTermination::solver, "no step lowers the loss: at rounding"}});

struct TrainingProgress {
    Index iteration = 0;
    LossTerms loss;  ///< over the samples the trainer looks at: all, a mini-batch, or a part
    double gradient_norm = 0.0;  ///< |dL/dtheta|, normalized units
    double fraction = 0.0;       ///< of the most work there may be, 0 to 1; no record keeps it
};

/// What an observer returns.
enum class Control { proceed, stop };

/// Sees every iteration. Returning stop ends training with TrainingTermination::max_seconds: the
/// clock is the caller's.
using TrainingObserver = std::function<Control(const TrainingProgress&)>;

struct TrainingResult {
    Network network;
    Trainer trainer = Trainer::automatic;  ///< what trained, at last: never automatic
    TrainingTermination termination = TrainingTermination::max_iterations;
    Index iterations = 0;
    LossTerms loss = {};  ///< of network, over all samples
    double gradient_norm = 0.0;
    double damping = 0.0;  ///< levenberg_marquardt: mu at the end, for continue_training()
    std::vector<TrainingProgress> history =
        {};  ///< thinned: first, last, and ever fewer between them; in stages of their samples
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

/// Goes on with a training by Levenberg-Marquardt that ended before its time: from its network on,
/// iterations counted and history kept from its own.
///
/// @param begun  by train() on the same data and weights, with other options
/// @throws as train() does
[[nodiscard]] TrainingResult continue_training(TrainingResult begun,
                                               const Dataset& data,
                                               const LossWeights& weights,
                                               const TrainingOptions& options,
                                               const TrainingObserver& observer = nullptr,
                                               Index threads = 1);

}  // namespace jennopt
