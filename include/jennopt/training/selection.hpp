#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/training.hpp"
#include "jennopt/training/weights.hpp"

#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace jennopt {

/// A pair of gamma and lambda that was tried, and its errors on samples held back from training.
/// Not every pair was judged on every fold, or on all of the data; the first folds are the same for
/// all, and errors compare where the numbers of folds and samples are.
struct SelectionCandidate {
    double gamma = 0.0;  ///< scale of the weights of partials
    double lambda = 0.0;
    double value_error = 0.0;    ///< 1 - R^2 of values, weighted with beta; infinite: diverged
    double partial_error = 0.0;  ///< the same of partials, about zero; NaN: the data have none
    Index folds = 0;             ///< so many folds were held back, the first ones
    Index samples = 0;           ///< in these folds together
    std::vector<double> gamma_inputs = {};  ///< (n_x) factors of gamma by input; empty: ones
    OutputLayer output_layer = OutputLayer::solved;  ///< never automatic
};

/// The lambda and the scale of gamma that a training is to be made with, and what was tried.
struct Selection {
    double lambda = 0.0;
    double gamma = 0.0;
    std::vector<double> gamma_inputs = {};  ///< (n_x) factors of gamma by input; empty: ones
    OutputLayer output_layer = OutputLayer::solved;  ///< never automatic
    std::vector<SelectionCandidate> candidates =
        {};                ///< in the order tried; none: all was given, or nothing could be tried
    bool stopped = false;  ///< the observer ended it: the best found by then
    /// 1 - R^2 of values on the same samples of a linear model, and whether it is less than that of
    /// the best network: then the linear model is what to use. NaN: not tried.
    double linear_error = std::numeric_limits<double>::quiet_NaN();
    bool linear = false;
    /// By levenberg_marquardt with this pair, on all samples from start, short: for
    /// continue_training().
    std::optional<TrainingResult> training = {};
};

struct SelectionProgress {
    double fraction = 0.0;  ///< 0 to 1, rising: how many are needed shows only on the way
    Index trainings = 0;    ///< on parts of the data, finished by now
};

/// Sees every iteration of every training on a part of the data, from one thread at a time.
/// Returning stop ends the selection with the best found by then; what it throws ends it without a
/// result.
using SelectionObserver = std::function<Control(const SelectionProgress&)>;

/// Chooses by k-fold cross-validation what of lambda and gamma's scale is left automatic (empty).
///
/// Five folds, one sample each below ten samples. Where a network with partials is trained by
/// Levenberg-Marquardt it is trained once, on all samples, and the errors of the folds follow from
/// one step without each of them (leave_out_each()); otherwise it is trained without each fold.
///
/// Where samples have more than 32 residuals for each parameter, so many of them are drawn, and all
/// is chosen from these: lambda hardly matters there, and a part tells it as all do.
///
/// lambda goes downhill in decades from 0.1 gamma, over one that is as good as equal; it is judged
/// on held-back values and partials by the product of their errors, so that noise, which is the
/// same for all candidates, decides nothing. Where one training is enough for a pair, a quarter of
/// the samples is asked first, which takes a sixteenth of the time: what it finds is kept if there
/// and on all samples partials are predicted to 3 %, unless less is clearly better on all.
///
/// Where one training is enough for a pair, parameters are more than residuals and neither values
/// nor partials are then predicted to 30 %, an output layer that is left automatic is tried as
/// stepped, too, with a lambda of its own; what predicts better after trainings without two of the
/// folds is kept for all pairs with partials that follow.
///
/// If partials are predicted to 3 % at gamma = 1, that is kept. Otherwise 0.3, 0.03 and 0.003 with
/// the same lambda : gamma, until one is clearly worse, must beat it by one standard error over the
/// folds, values counting twice, and lambda is improved again. Then a gamma for each input must
/// beat the common one: the variance of held-back values over that of the input's partials, both
/// by their medians, at most 1, in four rounds; not where these are within a factor of 4, and not
/// where a pair takes more than one training. The plain network, with a lambda of its own judged on
/// values, must beat what is best by then; where both are near each other both are trained without
/// the folds. With fewer than ten samples gamma stays 1. The last choice of lambda, for the gamma
/// that was kept, uses all folds.
///
/// Where all folds were used the linear model of least squares is judged on them, too: few samples
/// say more of a plane than of a network. A network that learns from partials it must beat by one
/// standard error. Not where partials are predicted well, and not with the paper's loss.
///
/// Every candidate is trained from the same start, without warm starts and without early stopping:
/// results/selection.md has the comparison.
///
/// Deterministic for a seed, whatever the number of threads, unless the observer stops it: then the
/// result is the best pair found by then. Where nothing could be tried it is gamma 1 and lambda 0.1
/// gamma (0.1 for a plain network).
///
/// @param start    initial weights of every candidate
/// @param data     normalized units; with a single sample nothing is tried
/// @param beta     factors of the values' weights
/// @param gamma    factors of the partials'; an empty scale is chosen
/// @param lambda   empty: chosen
/// @param options  of the training that follows; candidates train for a shorter time
/// @param rng      which samples are held back together
/// @param threads  trainings at once, >= 1
/// @throws ConfigError, ShapeError as make_weights() and train() do
[[nodiscard]] Selection select(const Network& start,
                               const Dataset& data,
                               const WeightFactors& beta,
                               const WeightFactors& gamma,
                               std::optional<double> lambda,
                               Regularization regularization,
                               const TrainingOptions& options,
                               const Rng& rng,
                               Index threads = 1,
                               const SelectionObserver& observer = nullptr);

}  // namespace jennopt
