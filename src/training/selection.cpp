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
constexpr std::array smaller_gammas{0.3, 0.03, 0.003, 0.0};
constexpr double consistent = 1e-3;  // error of held-back partials below which they are no noise
constexpr double flat = 2.0;         // errors within this factor are as good as equal
constexpr double least_error = 1e-300;

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

/// ln of a fold's error; values and partials each to a power, so that what is noise alone, and the
/// same for all candidates, decides nothing.
double log_error(const FoldError& error, double partials_share) {
    if (std::isnan(error.value)) {
        return std::log(error.partial + least_error);
    }
    if (std::isnan(error.partial)) {
        return std::log(error.value + least_error);
    }
    return (1.0 - partials_share) * std::log(error.value + least_error) +
           partials_share * std::log(error.partial + least_error);
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

    static double total(const std::vector<FoldError>& errors, double gamma) {
        FoldError all;
        for (const FoldError& error : errors) {
            all.value += error.samples * error.value;
            all.partial += error.samples * error.partial;
        }
        // A plain network is judged as its loss is made: on values alone.
        return log_error(all, gamma > 0.0 ? partials_for_lambda : 0.0);
    }

    [[nodiscard]] Pair usual_pair() const {
        const double gamma = task_.gamma.scale.value_or(usual_gamma);
        return {gamma, lambda_.value_or(gamma > 0.0 ? usual_lambda * gamma : usual_lambda)};
    }

    /// Takes the pair downhill in decades of lambda, down first.
    void improve_lambda(Pair& best, Index folds) {
        if (lambda_) {
            return;
        }
        double least = score(best, folds);
        const auto descend = [&](double factor) {
            bool moved = false;
            while (true) {
                const Pair next{best.gamma, best.lambda * factor};
                if (next.lambda < least_lambda || next.lambda > largest_lambda) {
                    return moved;
                }
                const double found = score(next, folds);
                const double gain = least - found;  // NaN where both diverged
                if (gain > 0.0) {
                    best = next;
                    least = found;
                }
                moved = moved || gain > -std::log(flat);
                if (!(gain >= std::log(flat))) {
                    return moved;
                }
            }
        };
        if (!descend(1.0 / step)) {
            descend(step);
        }
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
            choose_gamma();
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
        const bool is_sure =
            chosen_.gamma == 0.0 || is_better(errors, judge(chosen_, folds), partials_for_lambda);
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

    void choose_gamma() {
        const Index folds = validation_.folds_for(some_samples);
        // lambda : gamma is the noise of the partials against the size of the weights, so that it
        // stays much the same.
        double ratio = chosen_.lambda / chosen_.gamma;
        for (const double gamma : smaller_gammas) {
            Pair other{gamma, lambda_.value_or(gamma > 0.0 ? ratio * gamma : usual_lambda)};
            improve_lambda(other, folds);
            ratio = gamma > 0.0 ? other.lambda / gamma : ratio;
            if (is_better(other, chosen_)) {
                chosen_ = other;
            }
        }
    }

    /// In the mean over all folds by more than one standard error.
    bool is_better(const Pair& other, const Pair& chosen) {
        const Index folds = validation_.folds_for(enough_samples);
        return is_better(judge(other, folds), judge(chosen, folds), partials_for_gamma);
    }

    static bool is_better(const std::vector<FoldError>& a,
                          const std::vector<FoldError>& b,
                          double partials_share) {
        const auto folds = static_cast<Index>(a.size());
        Vector gain(folds);
        for (Index f = 0; f < folds; ++f) {
            const auto i = static_cast<std::size_t>(f);
            gain(f) = log_error(b[i], partials_share) - log_error(a[i], partials_share);
        }
        const auto n = static_cast<double>(folds);
        const double deviation =
            folds > 1 ? std::sqrt((gain.array() - gain.mean()).square().sum() / (n - 1.0)) : 0.0;
        return gain.mean() > deviation / std::sqrt(n);
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
