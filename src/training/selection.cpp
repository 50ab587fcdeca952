#include "jennopt/training/selection.hpp"

#include "training/candidates.hpp"
#include "training/few_samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double usual_gamma = 1.0;
constexpr std::array smaller_gammas{0.3, 0.03, 0.003};
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

constexpr double alike = 4.0;  // gammas of inputs: one for all does
constexpr double least_gamma = 1e-4;
constexpr int rounds_by_input = 4;

constexpr double partials_for_gamma = 1.0 / 3.0;  // as Candidates::total() has it for lambda
constexpr double partials_for_linear = 0.5;

OutputLayer without_choice(OutputLayer given) {
    return given == OutputLayer::automatic ? OutputLayer::solved : given;
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
          chosen_{.gamma = task.gamma.scale.value_or(usual_gamma),
                  .output_layer = without_choice(task.options.output_layer)} {}

    Selection select() {
        bool stopped = false;
        if (validation_.folds_for(1) > 0) {
            try {
                choose();
            } catch (const SelectionStopped&) {
                stopped = true;
            }
        }
        const Weighting chosen = candidates_.weighting(chosen_);
        return {.lambda = chosen.lambda,
                .gamma = chosen.gamma,
                .gamma_inputs = chosen.inputs,
                .output_layer = chosen.output_layer,
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
        const auto found = lambda_ || !validation_.leaves_out() || chosen_.gamma == 0.0
                               ? std::nullopt
                               : choose_from_few(task_, chosen_, rng_, threads_, monitor_, tried_);
        chosen_ = found.value_or(chosen_);
        if (found && candidates_.has_consistent_partials(chosen_, rough)) {
            candidates_.lower_lambda(chosen_, rough);
        } else {
            candidates_.improve_lambda(chosen_, rough);
            if (may_choose_output_layer()) {
                candidates_.choose_output_layer(
                    chosen_, rough, validation_.folds_with(some_samples));
            }
        }
        if (candidates_.has_consistent_partials(chosen_, rough)) {
            return;
        }
        const FoldError both = candidates_.judge(chosen_, rough).front();
        if (!task_.gamma.scale && task_.data.m() > too_few_to_doubt && !std::isnan(both.value) &&
            !std::isnan(both.partial)) {
            candidates_.improve_lambda(chosen_, validation_.folds_for(some_samples));
            choose_gamma(validation_.folds_for(some_samples));
        }
        candidates_.improve_lambda(chosen_, last_folds());
        compare_with_linear();
    }

    [[nodiscard]] bool may_choose_output_layer() const {
        return task_.options.output_layer == OutputLayer::automatic && validation_.leaves_out() &&
               chosen_.gamma > 0.0 &&
               task_.start.n_parameters() > task_.data.m() * task_.residuals_of_sample();
    }

    /// The folds that have the last word; those of a plain network each cost a training.
    [[nodiscard]] Index last_folds() const {
        return chosen_.gamma > 0.0 ? validation_.folds_for(enough_samples)
                                   : validation_.folds_with(enough_samples);
    }

    void compare_with_linear() {
        if (lambda_ || task_.regularization != Regularization::hidden_layers) {
            return;
        }
        const Index folds = last_folds();
        const std::vector<FoldError> errors =
            validation_.linear_errors(candidates_.weighting(chosen_), folds);
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
        linear_error_ = mean_of(errors).value;
    }

    void choose_gamma(Index folds) {
        // lambda : gamma is the noise of the partials against the size of the weights, so that it
        // stays much the same.
        Pair other = chosen_;
        for (const double gamma : smaller_gammas) {
            other.gamma = gamma;
            if (is_better(other, chosen_)) {
                chosen_ = other;
            } else if (validation_.leaves_out() &&
                       gain_of(other, folds) < -std::log(clearly_worse)) {
                break;
            }
        }
        candidates_.improve_lambda(chosen_, folds);
        choose_gamma_by_input(folds);
        Pair plain{.gamma = 0.0, .output_layer = without_choice(task_.options.output_layer)};
        const Index first = validation_.folds_with(few_samples);
        if (gain_of(plain, first) < -std::log(far_behind)) {
            return;
        }
        // By the rule that holds where gamma 0 is given.
        candidates_.improve_lambda(plain, first);
        candidates_.improve_lambda(plain, validation_.folds_with(enough_samples));
        if (is_better_plain(plain)) {
            chosen_ = plain;
        }
    }

    /// Weights each input's partials by their held-back errors, where those are far from alike:
    /// first the errors of a network that owes little to partials, whose worst would bend it, then
    /// those of the network with these weights, and so on.
    void choose_gamma_by_input(Index folds) {
        if (!validation_.leaves_out() || task_.data.n_x() == 1) {
            return;
        }
        Pair latest = chosen_;
        latest.gamma = smaller_gammas.back();
        (void)candidates_.judge(latest, folds);
        for (int round = 0; round < rounds_by_input; ++round) {
            const auto held_back = candidates_.held_back(latest);
            const std::optional<Pair> next =
                held_back ? weighted_by(*held_back, chosen_) : std::nullopt;
            if (!next) {
                break;
            }
            latest = *next;
            if (is_better(latest, chosen_)) {
                chosen_ = latest;
            }
        }
        if (!chosen_.inputs.empty()) {
            candidates_.improve_lambda(chosen_, folds);
        }
    }

    /// gamma of an input as least squares has it, the variance of values over that of its partials;
    /// nothing where the inputs' are alike.
    static std::optional<Pair> weighted_by(const HeldBack& held_back, const Pair& like) {
        const Eigen::ArrayXd ratio = held_back.value / held_back.partials.array();
        const Vector gamma = ratio.isNaN().select(1.0, ratio).cwiseMin(1.0).cwiseMax(least_gamma);
        const double largest = gamma.maxCoeff();
        if (gamma.minCoeff() * alike >= largest) {
            return std::nullopt;
        }
        const Vector inputs = gamma / largest;
        return Pair{largest, like.decade, {inputs.begin(), inputs.end()}, like.output_layer};
    }

    bool is_better(const Pair& other, const Pair& chosen) {
        const Index folds = validation_.folds_for(enough_samples);
        return jennopt::is_better(
            candidates_.judge(other, folds), candidates_.judge(chosen, folds), partials_for_gamma);
    }

    /// By how much less ln of the error of a pair is than that of the chosen one, over the folds.
    double gain_of(const Pair& other, Index folds) {
        return gains(candidates_.judge(other, folds),
                     candidates_.judge(chosen_, folds),
                     partials_for_gamma)
            .mean();
    }

    /// Where they are near each other the network with partials is trained without the folds, too.
    bool is_better_plain(const Pair& plain) {
        const Index folds = validation_.folds_with(enough_samples);
        const std::vector<FoldError> errors = candidates_.judge(plain, folds);
        if (!validation_.leaves_out() || std::abs(gain_of(plain, folds)) > std::log(far_apart)) {
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
        return {.lambda = *lambda,
                .gamma = *gamma.scale,
                .output_layer = without_choice(options.output_layer)};
    }
    const TrainingTask task{.start = start,
                            .data = data,
                            .beta = beta,
                            .gamma = gamma,
                            .regularization = regularization,
                            .options = options};
    const Index samples = enough_to_choose(task);
    if (samples == data.m()) {
        return Selector(task, lambda, rng, threads, observer).select();
    }
    const PartOfTask part(task, samples, rng.child("part"));
    Selection selection = Selector(part.task(), lambda, rng, threads, observer).select();
    selection.training.reset();  // on a part
    return selection;
}

}  // namespace jennopt
