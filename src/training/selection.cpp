#include "jennopt/training/selection.hpp"

#include "training/cross_validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double usual_lambda = 0.1;
constexpr double usual_gamma = 1.0;
constexpr double step = 10.0;  // of lambda
constexpr double least_lambda = 1e-9;
constexpr double largest_lambda = 1e3;
constexpr std::array smaller_gammas{0.3, 0.03, 0.003};
constexpr double consistent = 1e-3;   // error of held-back partials below which they are no noise
constexpr double flat = 2.0;          // errors within this factor are as good as equal
constexpr double clear = 1.25;        // a gain by less is none
constexpr double far_apart = 4.0;     // whatever the exact errors are
constexpr double far_behind = 100.0;  // whatever lambda is

// So few samples are no evidence against their partials: two that agree by chance, as those of a
// sine at multiples of pi, would do it.
constexpr Index too_few_to_doubt = 9;

// Samples to hold back, over all folds: more folds than that are not looked at.
constexpr Index few_samples = 20;      // is lambda about right, are the partials any good
constexpr Index some_samples = 40;     // lambda for each gamma
constexpr Index enough_samples = 100;  // the last word

/// Share of the partials in the logarithm of an error.
constexpr double partials_for_lambda = 0.5;
constexpr double partials_for_gamma = 1.0 / 3.0;

class Selector {
public:
    Selector(const TrainingTask& task,
             std::optional<double> lambda,
             const Rng& rng,
             Index threads,
             const SelectionObserver& observer)
        : task_(task),
          lambda_(lambda),
          validation_(task, rng, threads, observer),
          chosen_(usual_pair()) {}

    Selection select() {
        bool stopped = false;
        if (validation_.folds_for(1) > 0) {
            try {
                choose();
            } catch (const SelectionStopped&) {
                stopped = true;
            }
        }
        return {.lambda = chosen_.lambda,
                .gamma = chosen_.gamma,
                .candidates = std::move(candidates_),
                .stopped = stopped,
                .linear_error = linear_error_,
                .linear = linear_};
    }

private:
    struct Pair {
        double gamma = 0.0;
        double lambda = 0.0;
    };

    /// Errors of a pair on so many folds.
    std::vector<FoldError> judge(const Pair& pair, Index folds) {
        std::vector<FoldError> errors = validation_.errors(pair.gamma, pair.lambda, folds);
        note(pair, errors);
        return errors;
    }

    /// Keeps a pair among the candidates with its errors on the most folds it was judged on.
    void note(const Pair& pair, const std::vector<FoldError>& errors) {
        const auto same = std::find_if(
            candidates_.begin(), candidates_.end(), [&](const SelectionCandidate& other) {
                return other.gamma == pair.gamma && other.lambda == pair.lambda;
            });
        SelectionCandidate& candidate =
            same == candidates_.end() ? candidates_.emplace_back() : *same;
        const auto folds = static_cast<Index>(errors.size());
        if (folds <= candidate.folds) {
            return;
        }
        candidate = {.gamma = pair.gamma, .lambda = pair.lambda, .folds = folds};
        double samples = 0.0;
        for (const FoldError& error : errors) {
            candidate.value_error += error.samples * error.value;
            candidate.partial_error += error.samples * error.partial;
            samples += error.samples;
        }
        candidate.value_error /= samples;
        candidate.partial_error /= samples;
        candidate.samples = static_cast<Index>(samples);
    }

    /// ln of the error of all folds together.
    double score(const Pair& pair, Index folds) { return total(judge(pair, folds), pair.gamma); }

    /// A plain network is judged as its loss is made: on values alone.
    static double total(const std::vector<FoldError>& errors, double gamma) {
        return log_error(errors, gamma > 0.0 ? partials_for_lambda : 0.0);
    }

    [[nodiscard]] Pair usual_pair() const {
        const double gamma = task_.gamma.scale.value_or(usual_gamma);
        return {gamma, lambda_.value_or(gamma > 0.0 ? usual_lambda * gamma : usual_lambda)};
    }

    /// Takes the pair downhill in decades of lambda, down first. Errors that follow from leaving
    /// out vary more from one lambda to the next: there a gain has to be clear, one that is as good
    /// as equal is gone over, and does not keep from going up.
    void improve_lambda(Pair& best, Index folds) {
        if (lambda_) {
            return;
        }
        const bool is_rough = validation_.leaves_out() && best.gamma > 0.0;
        const double least_gain = is_rough ? std::log(clear) : 0.0;
        prepare({best, {best.gamma, best.lambda / step}});
        double least = score(best, folds);
        const auto descend = [&](Pair next, double factor) {
            bool moved = false;
            bool was_equal = false;
            while (true) {
                next.lambda *= factor;
                if (next.lambda < least_lambda || next.lambda > largest_lambda) {
                    return moved;
                }
                const double found = score(next, folds);
                const double gain = least - found;  // NaN where both diverged
                if (gain > least_gain) {
                    best = next;
                    least = found;
                }
                const bool is_equal = std::abs(gain) < std::log(flat);
                moved = moved || gain > (is_rough ? least_gain : -std::log(flat));
                if (!(gain >= std::log(flat)) && !(is_rough && is_equal && !was_equal)) {
                    return moved;
                }
                was_equal = is_equal;
            }
        };
        const Pair first = best;
        if (!descend(first, 1.0 / step)) {
            descend(first, step);
        }
    }

    /// Judges pairs that will be asked for side by side.
    void prepare(const std::vector<Pair>& pairs) {
        std::vector<std::pair<double, double>> wanted;
        for (const Pair& pair : pairs) {
            if (pair.lambda >= least_lambda && pair.lambda <= largest_lambda) {
                wanted.emplace_back(pair.gamma, pair.lambda);
            }
        }
        validation_.prepare(wanted);
    }

    /// chosen_ is the best so far at any time: the observer may stop the choice.
    void choose() {
        const Index rough = validation_.folds_for(few_samples);
        improve_lambda(chosen_, rough);
        if (partials_agree(chosen_, rough)) {
            return;
        }
        const FoldError both = judge(chosen_, rough).front();
        if (!task_.gamma.scale && task_.data.m() > too_few_to_doubt && !std::isnan(both.value) &&
            !std::isnan(both.partial)) {
            improve_lambda(chosen_, validation_.folds_for(some_samples));
            choose_gamma(validation_.folds_for(some_samples));
        }
        improve_lambda(chosen_, validation_.folds_for(enough_samples));
        compare_with_linear();
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
        const bool is_sure = chosen_.gamma == 0.0 ||
                             jennopt::is_better(errors, judge(chosen_, folds), partials_for_lambda);
        linear_ = is_sure && total(errors, chosen_.gamma) < score(chosen_, folds);
        linear_error_ = 0.0;
        double samples = 0.0;
        for (const FoldError& error : errors) {
            linear_error_ += error.samples * error.value;
            samples += error.samples;
        }
        linear_error_ /= samples;
    }

    /// Held-back partials are predicted so well that there cannot be much noise in them.
    bool partials_agree(const Pair& pair, Index folds) {
        if (pair.gamma == 0.0) {
            return false;  // a plain network does not look at them
        }
        const std::vector<FoldError> errors = judge(pair, folds);
        return std::all_of(errors.begin(), errors.end(), [](const FoldError& error) {
            return error.partial <= consistent;
        });
    }

    void choose_gamma(Index folds) {
        // lambda : gamma is the noise of the partials against the size of the weights, so that it
        // stays much the same.
        const double ratio = chosen_.lambda / chosen_.gamma;
        std::vector<Pair> others;
        for (const double gamma : smaller_gammas) {
            others.push_back({gamma, lambda_.value_or(ratio * gamma)});
        }
        prepare(others);
        for (const Pair& other : others) {
            if (is_better(other, chosen_)) {
                chosen_ = other;
            }
        }
        improve_lambda(chosen_, folds);
        Pair plain{0.0, lambda_.value_or(usual_lambda)};
        const Index first = validation_.folds_with(few_samples);
        if (gains(judge(plain, first), judge(chosen_, first), partials_for_gamma).mean() <
            -std::log(far_behind)) {
            return;
        }
        improve_lambda(plain, folds);
        if (is_better_plain(plain)) {
            chosen_ = plain;
        }
    }

    bool is_better(const Pair& other, const Pair& chosen) {
        const Index folds = validation_.folds_for(enough_samples);
        return jennopt::is_better(judge(other, folds), judge(chosen, folds), partials_for_gamma);
    }

    /// Where they are near each other the network with partials is trained without the folds, too.
    bool is_better_plain(const Pair& plain) {
        const Index folds = validation_.folds_for(enough_samples);
        const std::vector<FoldError> errors = judge(plain, folds);
        const double gain = gains(errors, judge(chosen_, folds), partials_for_gamma).mean();
        if (!validation_.leaves_out() || std::abs(gain) > std::log(far_apart)) {
            return is_better(plain, chosen_);
        }
        const std::vector<FoldError> exact =
            validation_.exact_errors(chosen_.gamma, chosen_.lambda, folds);
        return gains(errors, exact, partials_for_gamma).mean() > 0.0;
    }

    const TrainingTask& task_;
    std::optional<double> lambda_;
    CrossValidation validation_;
    Pair chosen_;
    std::vector<SelectionCandidate> candidates_;
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
