#include "jennopt/training/selection.hpp"

#include "training/candidates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double usual_gamma = 1.0;
constexpr std::array smaller_gammas{0.3, 0.03, 0.003};
constexpr double consistent = 1e-3;     // error of held-back partials below which they are no noise
constexpr double clearly_worse = 1.25;  // with a smaller gamma: one smaller still is no better
constexpr double far_apart = 4.0;       // whatever the exact errors are
constexpr double far_behind = 100.0;    // whatever lambda is

// So few samples are no evidence against their partials: two that agree by chance, as those of a
// sine at multiples of pi, would do it.
constexpr Index too_few_to_doubt = 9;

// Samples to hold back, over all folds: more folds than that are not looked at.
constexpr Index few_samples = 20;      // is lambda about right, are the partials any good
constexpr Index some_samples = 40;     // lambda for each gamma
constexpr Index enough_samples = 100;  // the last word

// The part of the samples that is asked for lambda first: where it tells it, it does so in a
// sixteenth of the time.
constexpr Index one_part_of = 4;
constexpr Index least_for_each_input = 5;  // samples: fewer say nothing of lambda
constexpr double worth_a_look = 0.1;       // error of partials above which no lambda is consistent

constexpr double partials_for_gamma = 1.0 / 3.0;  // as Candidates::total() has it for lambda
constexpr double partials_for_linear = 0.5;

std::vector<Index> first_of(std::vector<Index> samples, Index count) {
    samples.resize(static_cast<std::size_t>(count));
    return samples;
}

class Selector {
public:
    Selector(const TrainingTask& task,
             std::optional<double> lambda,
             const Rng& rng,
             Index threads,
             const SelectionObserver& observer)
        : task_(task),
          lambda_(lambda),
          rng_(rng),
          threads_(threads),
          monitor_(observer),
          validation_(task, rng, threads, monitor_, 1.0),
          candidates_(lambda, validation_, tried_),
          chosen_{.gamma = task.gamma.scale.value_or(usual_gamma)} {}

    Selection select() {
        bool stopped = false;
        if (validation_.folds_for(1) > 0) {
            try {
                choose();
            } catch (const SelectionStopped&) {
                stopped = true;
            }
        }
        return {.lambda = candidates_.lambda(chosen_),
                .gamma = chosen_.gamma,
                .candidates = std::move(tried_),
                .stopped = stopped,
                .linear_error = linear_error_,
                .linear = linear_,
                .training = candidates_.training(chosen_)};
    }

private:
    /// chosen_ is the best so far at any time: the observer may stop the choice.
    void choose() {
        const Index rough = validation_.folds_for(few_samples);
        if (!choose_from_few() || !partials_agree(candidates_, chosen_, rough, consistent)) {
            candidates_.improve_lambda(chosen_, rough);
        }
        if (partials_agree(candidates_, chosen_, rough, consistent)) {
            return;
        }
        const FoldError both = candidates_.judge(chosen_, rough).front();
        if (!task_.gamma.scale && task_.data.m() > too_few_to_doubt && !std::isnan(both.value) &&
            !std::isnan(both.partial)) {
            candidates_.improve_lambda(chosen_, validation_.folds_for(some_samples));
            choose_gamma(validation_.folds_for(some_samples));
        }
        candidates_.improve_lambda(chosen_, validation_.folds_for(enough_samples));
        compare_with_linear();
    }

    /// Chooses lambda from a part of the samples, by the same rules, and takes it where the part
    /// predicts its own partials so well that it has seen what there is to see.
    bool choose_from_few() {
        const Index few = few_enough();
        if (lambda_ || !validation_.leaves_out() || chosen_.gamma == 0.0 || few == 0) {
            return false;
        }
        const std::vector<Index> part =
            first_of(Rng(rng_).child("few").permutation(task_.data.m()), few);
        const Dataset data = subset(task_.data, part);
        const WeightFactors beta = restrict_to_samples(task_.beta, part);
        const WeightFactors gamma = restrict_to_samples(task_.gamma, part);
        const TrainingTask task{.start = task_.start,
                                .data = data,
                                .beta = beta,
                                .gamma = gamma,
                                .regularization = task_.regularization,
                                .options = task_.options};
        const double share = static_cast<double>(few) / static_cast<double>(task_.data.m());
        CrossValidation validation(task, rng_.child("few"), threads_, monitor_, share * share);
        const Index folds = validation.folds_for(few);
        if (!validation.leaves_out()) {
            return false;
        }
        Candidates candidates(lambda_, validation, tried_);
        if (!partials_agree(candidates, chosen_, folds, worth_a_look)) {
            return false;
        }
        Pair found = chosen_;
        candidates.improve_lambda(found, folds);
        if (!partials_agree(candidates, found, folds, consistent)) {
            return false;
        }
        chosen_ = found;
        return true;
    }

    /// As many samples as have half as many residuals as the network has parameters, at most a
    /// part; 0 if that says nothing.
    [[nodiscard]] Index few_enough() const {
        const Index each = task_.data.n_y() * (1 + task_.data.n_x());
        const Index few =
            std::min(task_.data.m() / one_part_of, task_.start.n_parameters() / (2 * each));
        return few >= least_for_each_input * (1 + task_.data.n_x()) ? few : 0;
    }

    void compare_with_linear() {
        if (lambda_ || task_.regularization != Regularization::hidden_layers) {
            return;
        }
        const Index folds = validation_.folds_for(enough_samples);
        const std::vector<FoldError> errors = validation_.linear_errors(chosen_.gamma, folds);
        if (errors.empty()) {
            return;
        }
        // Few samples with their partials are many numbers: the network has the benefit of the
        // doubt.
        const bool is_sure =
            chosen_.gamma == 0.0 ||
            jennopt::is_better(errors, candidates_.judge(chosen_, folds), partials_for_linear);
        linear_ =
            is_sure && Candidates::total(errors, chosen_.gamma) < candidates_.score(chosen_, folds);
        linear_error_ = 0.0;
        double samples = 0.0;
        for (const FoldError& error : errors) {
            linear_error_ += error.samples * error.value;
            samples += error.samples;
        }
        linear_error_ /= samples;
    }

    /// Held-back partials are predicted so well that there cannot be much noise in them.
    static bool partials_agree(Candidates& candidates,
                               const Pair& pair,
                               Index folds,
                               double limit) {
        if (pair.gamma == 0.0) {
            return false;  // a plain network does not look at them
        }
        const std::vector<FoldError> errors = candidates.judge(pair, folds);
        return std::all_of(errors.begin(), errors.end(), [limit](const FoldError& error) {
            return error.partial <= limit;
        });
    }

    void choose_gamma(Index folds) {
        // lambda : gamma is the noise of the partials against the size of the weights, so that it
        // stays much the same.
        const int decade = chosen_.decade;
        for (const double gamma : smaller_gammas) {
            const Pair other{gamma, decade};
            if (is_better(other, chosen_)) {
                chosen_ = other;
            } else if (validation_.leaves_out() && gain_of(other) < -std::log(clearly_worse)) {
                break;
            }
        }
        candidates_.improve_lambda(chosen_, folds);
        Pair plain{.gamma = 0.0};
        const Index first = validation_.folds_with(few_samples);
        if (gains(candidates_.judge(plain, first),
                  candidates_.judge(chosen_, first),
                  partials_for_gamma)
                .mean() < -std::log(far_behind)) {
            return;
        }
        candidates_.improve_lambda(plain, validation_.folds_with(some_samples));
        if (is_better_plain(plain)) {
            chosen_ = plain;
        }
    }

    bool is_better(const Pair& other, const Pair& chosen) {
        const Index folds = validation_.folds_for(enough_samples);
        return jennopt::is_better(
            candidates_.judge(other, folds), candidates_.judge(chosen, folds), partials_for_gamma);
    }

    /// By how much less ln of the error of a pair is than that of the chosen one.
    double gain_of(const Pair& other) {
        const Index folds = validation_.folds_for(enough_samples);
        return gains(candidates_.judge(other, folds),
                     candidates_.judge(chosen_, folds),
                     partials_for_gamma)
            .mean();
    }

    /// Where they are near each other the network with partials is trained without the folds, too.
    bool is_better_plain(const Pair& plain) {
        const Index folds = validation_.folds_with(enough_samples);
        const std::vector<FoldError> errors = candidates_.judge(plain, folds);
        const double gain =
            gains(errors, candidates_.judge(chosen_, folds), partials_for_gamma).mean();
        if (!validation_.leaves_out() || std::abs(gain) > std::log(far_apart)) {
            return jennopt::is_better(
                errors, candidates_.judge(chosen_, folds), partials_for_gamma);
        }
        const std::vector<FoldError> exact = candidates_.exact_errors(chosen_, folds);
        return gains(errors, exact, partials_for_gamma).mean() > 0.0;
    }

    const TrainingTask& task_;
    std::optional<double> lambda_;
    Rng rng_;
    Index threads_;
    SelectionMonitor monitor_;
    CrossValidation validation_;
    std::vector<SelectionCandidate> tried_;
    Candidates candidates_;
    Pair chosen_;
    double linear_error_ = std::numeric_limits<double>::quiet_NaN();
    bool linear_ = false;
};

}  // namespace

Selection select(const Network& start,
                 const Dataset& data,
                 const WeightFactors& beta,
                 const WeightFactors& gamma,
                 std::optional<double> lambda,
                 Regularization regularization,
                 const TrainingOptions& options,
                 const Rng& rng,
                 Index threads,
                 const SelectionObserver& observer) {
    if (lambda && gamma.scale) {
        return {.lambda = *lambda, .gamma = *gamma.scale};
    }
    const TrainingTask task{.start = start,
                            .data = data,
                            .beta = beta,
                            .gamma = gamma,
                            .regularization = regularization,
                            .options = options};
    return Selector(task, lambda, rng, threads, observer).select();
}

}  // namespace jennopt
