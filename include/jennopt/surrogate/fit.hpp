#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/activation.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "jennopt/training/selection.hpp"
#include "jennopt/training/train_each.hpp"
#include "jennopt/training/training.hpp"
#include "jennopt/training/weights.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// How a surrogate is made from samples.
struct FitOptions {
    std::vector<Index> hidden = {20, 20};  ///< neurons per hidden layer
    Activation activation = Activation::tanh;
    /// Inputs and outputs to mean 0 and deviation 1, then the inputs by input_scales(), unless
    /// regularization is the paper's loss, whose normalization is the paper's too.
    bool normalize = true;
    std::vector<Index> log_x = {};  ///< inputs that are trained on by their logarithm
    WeightFactors beta;             ///< of the values
    /// Of the partials; empty scale: chosen by select(), 0: a plain network.
    WeightFactors gamma{.scale = std::nullopt};
    std::optional<double> lambda;  ///< empty: chosen by select()
    Regularization regularization = Regularization::hidden_layers;
    TrainingOptions training;
    Index restarts = 1;   ///< initializations per member, of which the best is kept, >= 1
    Index members = 1;    ///< networks of the ensemble, >= 1
    bool linear = false;  ///< make the linear model, as where select() found it better before
};

/// One initialization, and what training made of it.
struct Restart {
    Index initialization = 0;  ///< number of its stream of initial weights, 0 the first
    Index member = 0;          ///< the member it was tried for
    bool kept = false;         ///< it became that member
    LossTerms loss;            ///< over all samples; not defined if it diverged
    Index iterations = 0;
    std::string termination;  ///< why training ended, "" if it diverged
    std::string failure;      ///< the message when it diverged, "" otherwise
};

/// Observers of the parts of a fit, or of kriging's; each may be empty.
struct FitObserver {
    SelectionObserver selection = nullptr;
    EachObserver training = nullptr;
    KrigingObserver likelihood = nullptr;
};

struct FitResult {
    Surrogate surrogate;
    Selection selection;  ///< of lambda and gamma
    /// Normalized units of the surrogate, as polishing needs them: gamma has the squares of
    /// input_scales() in it.
    LossWeights weights;
    std::vector<TrainingResult> trainings;  ///< one per member
    std::vector<Restart> restarts;          ///< all, by initialization
};

/// Makes a surrogate from samples: normalization, choice of lambda and gamma, weights, initial
/// networks, training. lambda and gamma are chosen once, with initialization 0, for all. With
/// trainer automatic initialization 0 goes on from where select() has trained the chosen pair, if
/// that was on all samples; with lambda and gamma given it is another network.
///
/// Member i takes the best of the initializations i * restarts ... (i + 1) * restarts - 1: the one
/// of least training loss; no samples are held back for the choice. All trainings run side by side;
/// the result does not depend on the number of threads.
///
/// Members are worth more than restarts, and the least training loss is as good a choice as any:
/// results/training.md.
///
/// An initialization whose training diverges is reported and left out, and so is a member of which
/// nothing is left.
///
/// Where select() finds that a linear model predicts better, a fit of one member is that, as a
/// network of the same shape (fit_linear()).
///
/// Inputs that matter more are the larger ones while training (input_scales()), which leaves the
/// loss of values and partials as it is; the surrogate's normalization has these scales in sigma_x.
///
/// Samples may be few or alike: one sample, samples given twice and constant rows each give a
/// finite surrogate (a constant row is not scaled, see Normalization). A sample given twice counts
/// twice.
///
/// @param raw      m >= 1, raw units; NaN partials are missing
/// @param rng      initialization i draws from rng.child("initial weights") for i = 0, else from
///                 rng.child("initial weights", i); mini-batches from rng.child("batches"), the
///                 samples that select() holds back from rng.child("selection")
/// @param threads  trainings at once, >= 1
/// @throws ConfigError if an option is out of range, or an output has nothing to learn from:
/// neither a value nor a partial of it has a weight
/// @throws Error, ShapeError as validate(Dataset) does
/// @throws TrainingDiverged with the first message if no initialization is left
[[nodiscard]] FitResult fit(const Dataset& raw,
                            const FitOptions& options,
                            const Rng& rng,
                            Index threads = 1,
                            const FitObserver& observer = {});

}  // namespace jennopt
