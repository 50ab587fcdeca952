#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/training.hpp"
#include "jennopt/training/weights.hpp"
#include "training/fold_error.hpp"
#include "training/selection_monitor.hpp"

#include <compare>
#include <map>
#include <optional>
#include <vector>

namespace jennopt {

/// What a training is made from, but for lambda and gamma's scale.
struct TrainingTask {
    const Network& start;
    const Dataset& data;  ///< normalized units
    const WeightFactors& beta;
    const WeightFactors& gamma;  ///< its scale is not read
    Regularization regularization;
    const TrainingOptions& options;

    [[nodiscard]] Index residuals_of_sample() const {
        return data.n_y() * (gamma.scale == 0.0 ? 1 : 1 + data.n_x());
    }
};

/// What cross-validation compares.
struct Weighting {
    double gamma = 0.0;  ///< scale of all partials
    double lambda = 0.0;
    std::vector<double> inputs = {};  ///< (n_x) further factors of gamma by input; empty: ones
    OutputLayer output_layer = OutputLayer::solved;

    friend auto operator<=>(const Weighting&, const Weighting&) = default;
};

/// Of held-back squared errors, weighted with beta and gamma's factors at scale 1: mean squares
/// that a normal distribution of the same median has, so that single wild ones do not matter.
struct HeldBack {
    double value = 0.0;
    Vector partials;  ///< (n_x); NaN of an input whose partials do not count
};

/// Trains on parts of the data and judges on the rest, each weighting and each fold once. The
/// results do not depend on the number of threads.
class CrossValidation {
public:
    /// @param task     must outlive this object, as monitor must
    /// @param rng      which samples are held back together
    /// @param work     of judging one pair, as monitor counts it
    CrossValidation(const TrainingTask& task,
                    const Rng& rng,
                    Index threads,
                    SelectionMonitor& monitor,
                    double work);

    /// How many folds hold back so many samples together; all there are if those are fewer, or cost
    /// nothing more, 0 if the data cannot be divided.
    [[nodiscard]] Index folds_for(Index samples) const;

    /// The same of folds that each cost a training.
    [[nodiscard]] Index folds_with(Index samples) const;

    /// The errors of the first so many folds. Where a training with partials is by
    /// Levenberg-Marquardt they are those of leave_out_each() after one training on all samples.
    /// From values alone a network has learned too much of the samples left out: there, and in
    /// larger trainings, it is trained without each fold.
    /// @throws as SelectionMonitor::see() does
    std::vector<FoldError> errors(const Weighting& weighting, Index folds);

    /// Finds side by side what errors() will be asked for, where each is one training; the folds of
    /// the others are.
    void prepare(const std::vector<Weighting>& weightings);

    /// Whether errors() follow from one training where gamma > 0.
    [[nodiscard]] bool leaves_out() const { return leaves_out_; }

    /// The training on all samples behind errors(), short as it was; nothing where it diverged or
    /// there was none.
    [[nodiscard]] std::optional<TrainingResult> training(const Weighting& weighting) const;

    /// Of the errors behind errors(); nothing where there was no training on all samples.
    [[nodiscard]] std::optional<HeldBack> held_back(const Weighting& weighting) const;

    /// The same as errors() from a training without each fold.
    std::vector<FoldError> exact_errors(const Weighting& weighting, Index folds);

    /// The same of the linear model, fit_linear(); empty where the network cannot be one.
    [[nodiscard]] std::vector<FoldError> linear_errors(const Weighting& weighting,
                                                       Index folds) const;

private:
    struct Fold {
        Dataset training;
        Dataset held;
        WeightFactors beta;
        WeightFactors gamma;
        LossWeights held_weights;  // gamma's scale and lambda 1
    };

    /// Errors of all folds, and the training they follow from.
    struct Judged {
        std::vector<FoldError> errors;
        std::optional<TrainingResult> training;
        std::optional<HeldBack> held_back;
    };

    /// So many samples at a time.
    [[nodiscard]] bool affords_leaving_out(Index samples) const;
    [[nodiscard]] Fold make_fold(const std::vector<Index>& order, Index fold, Index of) const;
    [[nodiscard]] FoldError train_and_judge(const Fold& fold, const Weighting& weighting);
    [[nodiscard]] Judged train_once_and_judge(const Weighting& weighting);
    void judge_parts(const Weighting& weighting, Judged& judged) const;
    [[nodiscard]] std::optional<TrainingResult> trained(const Dataset& data,
                                                        const LossWeights& weights,
                                                        OutputLayer output_layer,
                                                        double work);
    [[nodiscard]] FoldError diverged(const Fold& fold) const;
    [[nodiscard]] FoldError judge(const Fold& fold, const Network& trained) const;

    const TrainingTask& task_;
    Index threads_;
    SelectionMonitor& monitor_;
    double work_;
    WeightFactors unit_gamma_;
    double value_scale_ = 0.0;
    double partial_scale_ = 0.0;
    std::vector<Fold> folds_;
    bool leaves_out_ = false;  // one training, and a step per fold
    std::map<Weighting, Judged> judged_;
    std::map<Weighting, std::vector<FoldError>> exact_;
};

}  // namespace jennopt
