#include "training/candidates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double usual_lambda = 0.1;
constexpr int least_decade = -8;
constexpr int largest_decade = 4;
constexpr double consistent = 1e-3;  // error of partials
constexpr double bad = 0.1;          // error of values and of partials
constexpr double flat = 2.0;         // errors within this factor are as good as equal
constexpr double clear = 1.25;       // a gain by less is none

/// Share of the partials in the logarithm of an error.
constexpr double partials_for_lambda = 0.5;

Pair moved(Pair pair, int decades) {
    pair.decade += decades;
    return pair;
}

}  // namespace

double Candidates::lambda(const Pair& pair) const {
    const double usual = pair.gamma > 0.0 ? usual_lambda * pair.gamma : usual_lambda;
    const double power = std::pow(10.0, std::abs(pair.decade));  // exact
    return lambda_.value_or(pair.decade < 0 ? usual / power : usual * power);
}

Weighting Candidates::weighting(const Pair& pair) const {
    return {.gamma = pair.gamma,
            .lambda = lambda(pair),
            .inputs = pair.inputs,
            .output_layer = pair.output_layer};
}

bool Candidates::is_in_range(const Pair& pair) {
    return pair.decade >= least_decade && pair.decade <= largest_decade;
}

double Candidates::total(const std::vector<FoldError>& errors, double gamma) {
    return log_error(errors, gamma > 0.0 ? partials_for_lambda : 0.0);
}

std::vector<FoldError> Candidates::judge(const Pair& pair, Index folds) {
    std::vector<FoldError> errors = validation_.errors(weighting(pair), folds);
    note(pair, errors);
    return errors;
}

bool Candidates::has_consistent_partials(const Pair& pair, Index folds, double times) {
    return pair.gamma > 0.0 &&
           std::ranges::all_of(judge(pair, folds), [times](const FoldError& error) {
               return error.partial <= times * consistent;
           });
}

std::vector<FoldError> Candidates::exact_errors(const Pair& pair, Index folds) {
    return validation_.exact_errors(weighting(pair), folds);
}

/// Kept with the errors on the most folds it was judged on.
void Candidates::note(const Pair& pair, const std::vector<FoldError>& errors) {
    const auto same = std::ranges::find_if(mine_, [&](std::size_t i) {
        return tried_[i].gamma == pair.gamma && tried_[i].lambda == lambda(pair) &&
               tried_[i].gamma_inputs == pair.inputs && tried_[i].output_layer == pair.output_layer;
    });
    const std::size_t place = same == mine_.end() ? tried_.size() : *same;
    if (place == tried_.size()) {
        mine_.push_back(place);
        tried_.emplace_back();
    }
    SelectionCandidate& candidate = tried_[place];
    const auto folds = static_cast<Index>(errors.size());
    if (folds <= candidate.folds) {
        return;
    }
    candidate = {.gamma = pair.gamma,
                 .lambda = lambda(pair),
                 .folds = folds,
                 .gamma_inputs = pair.inputs,
                 .output_layer = pair.output_layer};
    const FoldError mean = mean_of(errors);
    candidate.value_error = mean.value;
    candidate.partial_error = mean.partial;
    candidate.samples = static_cast<Index>(mean.samples);
}

void Candidates::prepare(const std::vector<Pair>& pairs) {
    std::vector<Weighting> wanted;
    for (const Pair& pair : pairs) {
        if (is_in_range(pair)) {
            wanted.push_back(weighting(pair));
        }
    }
    validation_.prepare(wanted);
}

void Candidates::improve_lambda(Pair& best, Index folds) {
    if (lambda_) {
        return;
    }
    if (!validation_.leaves_out() || best.gamma == 0.0) {
        if (!descend(best, -1, folds)) {
            descend(best, 1, folds);
        }
        return;
    }
    prepare({best, moved(best, -1)});
    const double at_first = score(best, folds);
    const auto gain = [&](int step) {
        const Pair next = moved(best, step);
        return is_in_range(next) ? at_first - score(next, folds) : -flat;
    };
    const auto is_equal = [](double of) { return std::abs(of) < std::log(flat); };
    const double down = gain(-1);
    const double up = down > std::log(clear) ? -flat : gain(1);
    if (down > std::log(clear) || (is_equal(down) && !(up > std::log(clear)))) {
        descend(best, -1, folds);
    } else if (is_equal(up) || up > 0.0) {
        descend(best, 1, folds);
    }
}

void Candidates::lower_lambda(Pair& best, Index folds) {
    const Pair lower = moved(best, -1);
    prepare({best, lower});
    if (is_in_range(lower) && score(best, folds) - score(lower, folds) > std::log(clear)) {
        descend(best, -1, folds);
    }
}

void Candidates::choose_output_layer(Pair& best, Index folds, Index exact_folds) {
    const FoldError mean = mean_of(judge(best, folds));
    if (!(std::min(mean.value, mean.partial) > bad)) {
        return;
    }
    const auto error = [&](const Pair& pair) {
        return total(exact_errors(pair, exact_folds), pair.gamma);
    };
    const double solved = error(best);
    Pair stepped = best;
    stepped.output_layer = OutputLayer::stepped;
    improve_lambda(stepped, folds);
    if (error(stepped) < solved) {
        best = stepped;
    }
}

/// @return whether it was right to go this way; where errors vary little, also where the first
/// lambda is as good as equal
bool Candidates::descend(Pair& best, int step, Index folds) {
    const bool is_rough = validation_.leaves_out() && best.gamma > 0.0;
    const double least_gain = is_rough ? std::log(clear) : 0.0;
    double least = score(best, folds);
    bool is_right = false;
    bool was_equal = false;
    for (Pair next = moved(best, step); is_in_range(next); next.decade += step) {
        const double found = score(next, folds);
        const double gain = least - found;  // NaN where both diverged
        if (gain > least_gain) {
            best = next;
            least = found;
        }
        const bool is_equal = std::abs(gain) < std::log(flat);
        is_right = is_right || gain > (is_rough ? least_gain : -std::log(flat));
        if (!(gain >= std::log(flat)) && !(is_rough && is_equal && !was_equal)) {
            break;
        }
        was_equal = is_equal;
    }
    return is_right;
}

}  // namespace jennopt
