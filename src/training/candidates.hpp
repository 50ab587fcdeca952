#pragma once

#include "jennopt/training/selection.hpp"
#include "training/cross_validation.hpp"
#include "training/fold_error.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// A pair of gamma and lambda; lambda is 0.1 gamma, or 0.1 for a plain network, times a power of
/// ten, so that a pair has the same lambda whichever way it is come to.
struct Pair {
    double gamma = 1.0;
    int decade = 0;                   ///< the power
    std::vector<double> inputs = {};  ///< as Weighting has them
    OutputLayer output_layer = OutputLayer::solved;
};

/// Pairs that a choice compares, each with its errors.
class Candidates {
public:
    /// @param lambda      of all pairs, whatever their power; empty: each has its own
    /// @param validation  must outlive this object, as tried must
    /// @param tried       where those that are judged are kept
    Candidates(std::optional<double> lambda,
               CrossValidation& validation,
               std::vector<SelectionCandidate>& tried)
        : lambda_(lambda), validation_(validation), tried_(tried) {}

    [[nodiscard]] Weighting weighting(const Pair& pair) const;

    /// Takes the pair downhill in powers of ten, down first. Errors that follow from leaving out
    /// vary more from one lambda to the next: there a gain has to be clear, and where neither way
    /// is one, a lambda that is as good as equal is gone over. Nothing if lambda is given.
    void improve_lambda(Pair& best, Index folds);

    /// The same, down only.
    void lower_lambda(Pair& best, Index folds);

    /// Tries the pair with its output layer stepped and a lambda of its own, where neither values
    /// nor partials are predicted well: noise spoils only one of them. Errors that follow from
    /// leaving out do not tell the two apart where parameters are many more than residuals, so
    /// exact_folds are trained without.
    void choose_output_layer(Pair& best, Index folds, Index exact_folds);

    /// Errors of a pair on so many folds.
    std::vector<FoldError> judge(const Pair& pair, Index folds);

    /// ln of the error of all folds together.
    double score(const Pair& pair, Index folds) { return total(judge(pair, folds), pair.gamma); }

    /// A plain network is judged as its loss is made: on values alone.
    static double total(const std::vector<FoldError>& errors, double gamma);

    /// Whether partials are predicted so well in each fold that there cannot be much noise in them;
    /// never by a plain network, which does not look at them.
    /// @param times  of the error that is small enough
    bool has_consistent_partials(const Pair& pair, Index folds, double times = 1.0);

    /// The same from trainings without each fold.
    std::vector<FoldError> exact_errors(const Pair& pair, Index folds);

    /// Judges pairs that will be asked for side by side.
    void prepare(const std::vector<Pair>& pairs);

    /// Of the errors of a pair, as CrossValidation has it.
    [[nodiscard]] std::optional<HeldBack> held_back(const Pair& pair) const {
        return validation_.held_back(weighting(pair));
    }

    /// The training on all samples behind a pair's errors, short as it was, if there was one.
    [[nodiscard]] std::optional<TrainingResult> training(const Pair& pair) const {
        return validation_.training(weighting(pair));
    }

private:
    [[nodiscard]] double lambda(const Pair& pair) const;
    bool descend(Pair& best, int step, Index folds);
    [[nodiscard]] static bool is_in_range(const Pair& pair);
    void note(const Pair& pair, const std::vector<FoldError>& errors);

    std::optional<double> lambda_;
    CrossValidation& validation_;
    std::vector<SelectionCandidate>& tried_;
    std::vector<std::size_t> mine_;  // among those that were tried
};

}  // namespace jennopt
