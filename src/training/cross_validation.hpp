#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/selection.hpp"
#include "jennopt/training/training.hpp"
#include "jennopt/training/weights.hpp"
#include "training/fold_error.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <utility>
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
};

/// Thrown where the observer returns stop.
struct SelectionStopped {};

/// Trains on parts of the data and judges on the rest, each pair of gamma and lambda and each fold
/// once. The results do not depend on the number of threads.
class CrossValidation {
public:
    /// @param task      must outlive this object, as observer must
    /// @param rng       which samples are held back together
    CrossValidation(const TrainingTask& task,
                    const Rng& rng,
                    Index threads,
                    const SelectionObserver& observer);

    /// How many folds hold back so many samples together; all there are if those are fewer, or cost
    /// nothing more, 0 if the data cannot be divided.
    [[nodiscard]] Index folds_for(Index samples) const;

    /// The same of folds that each cost a training.
    [[nodiscard]] Index folds_with(Index samples) const;

    /// The errors of the first so many folds. Where a training with partials is by
    /// Levenberg-Marquardt they are those of leave_out_each() after one training on all samples.
    /// From values alone a network has learned too much of the samples left out: there, and in
    /// larger trainings, it is trained without each fold.
    /// @throws SelectionStopped if the observer returns stop, and what it throws
    std::vector<FoldError> errors(double gamma, double lambda, Index folds);

    /// Finds side by side what errors() will be asked for, pairs of gamma and lambda, where each
    /// is one training; the folds of the others are.
    void prepare(const std::vector<std::pair<double, double>>& pairs);

    /// Whether errors() follow from one training where gamma > 0.
    [[nodiscard]] bool leaves_out() const { return leaves_out_; }

    /// The same from a training without each fold.
    std::vector<FoldError> exact_errors(double gamma, double lambda, Index folds);

    /// The same of the linear model, fit_linear(); empty where the network cannot be one.
    [[nodiscard]] std::vector<FoldError> linear_errors(double gamma, Index folds) const;

private:
    struct Fold {
        Dataset training;
        Dataset held;
        WeightFactors beta;
        WeightFactors gamma;
        LossWeights held_weights;  // gamma's scale and lambda 1
    };

    /// So many samples at a time.
    [[nodiscard]] bool affords_leaving_out(Index samples) const;
    [[nodiscard]] Fold make_fold(const std::vector<Index>& order, Index fold, Index of) const;
    [[nodiscard]] FoldError train_and_judge(const Fold& fold, double gamma, double lambda);
    [[nodiscard]] std::vector<FoldError> train_once_and_judge(double gamma, double lambda);
    [[nodiscard]] std::optional<Network> trained(const Dataset& data, const LossWeights& weights);
    [[nodiscard]] FoldError diverged(const Fold& fold) const;
    [[nodiscard]] FoldError judge(const Fold& fold, const Network& trained) const;
    void tell_observer();

    const TrainingTask& task_;
    Index threads_;
    const SelectionObserver& observer_;
    std::mutex mutex_;     // of calls of the observer
    Index trainings_ = 0;  // finished
    double work_ = 0.0;    // trainings, with their shares where they are not finished
    WeightFactors unit_gamma_;
    double value_scale_ = 0.0;
    double partial_scale_ = 0.0;
    std::vector<Fold> folds_;
    bool leaves_out_ = false;  // one training, and a step per fold
    using Known = std::map<std::pair<double, double>, std::vector<FoldError>>;
    Known known_;
    Known exact_;
};

}  // namespace jennopt
