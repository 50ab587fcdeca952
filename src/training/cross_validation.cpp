#include "training/cross_validation.hpp"

#include "core/at.hpp"
#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"
#include "training/leave_out.hpp"
#include "training/linear_model.hpp"
#include "training/loss.hpp"
#include "training/short_training.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <tuple>

namespace jennopt {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

constexpr double median_of_chi_squared = 0.4549;  // of one degree of freedom
constexpr Index usual_folds = 5;
constexpr Index leave_one_out_below = 10;  // samples: a fold is then one sample

constexpr double most_flops_of_parts = 3e8;  // some ten milliseconds

/// Mean over the samples of beta (y - mean)^2 and gamma (dy/dx)^2, summed over outputs and inputs.
std::pair<double, double> sizes(const Dataset& data, const LossWeights& weights) {
    const auto m = static_cast<double>(data.m());
    const Vector mean = data.Y.rowwise().mean();
    const double values =
        (weights.beta.array() * (data.Y.colwise() - mean).array().square()).sum() / m;
    double partials = 0.0;
    for (std::size_t j = 0; j < weights.gamma.size(); ++j) {
        const Matrix& gamma = weights.gamma[j];
        partials +=
            (gamma.array() > 0.0).select(gamma.array() * data.J[j].array().square(), 0.0).sum() / m;
    }
    return {values, partials};
}

WeightFactors scaled(WeightFactors gamma, const Weighting& weighting) {
    gamma = with_scale(std::move(gamma), weighting.gamma);
    gamma.inputs = products(std::move(gamma.inputs), weighting.inputs);
    return gamma;
}

Vector gamma_by_input(const Weighting& weighting, Index n_x) {
    Vector gamma = Vector::Constant(n_x, weighting.gamma);
    for (std::size_t j = 0; j < weighting.inputs.size(); ++j) {
        gamma(static_cast<Index>(j)) *= weighting.inputs[j];
    }
    return gamma;
}

/// Of a normal distribution with this median of squares; NaN of none.
double normal_mean_square(std::vector<double> squares) {
    if (squares.empty()) {
        return nan;
    }
    const auto middle = squares.begin() + std::ssize(squares) / 2;
    std::nth_element(squares.begin(), middle, squares.end());
    return *middle / median_of_chi_squared;
}

/// A share of nothing is none.
double share(double error, double size) {
    return size > 0.0 ? error / size : nan;
}

}  // namespace

CrossValidation::CrossValidation(
    const TrainingTask& task, const Rng& rng, Index threads, SelectionMonitor& monitor, double work)
    : task_(task), threads_(threads), monitor_(monitor), work_(work), unit_gamma_(task.gamma) {
    unit_gamma_.scale = 1.0;
    std::tie(value_scale_, partial_scale_) =
        sizes(task.data, make_weights(task.data, task.beta, unit_gamma_, 0.0, task.regularization));
    const Index m = task.data.m();
    const Index of = m < leave_one_out_below ? m : usual_folds;
    leaves_out_ = m > 1 && !(task.gamma.scale == 0.0) && partial_scale_ > 0.0 &&
                  affords_leaving_out((m + of - 1) / of);
    Rng shuffle = rng.child("folds");
    const std::vector<Index> order = shuffle.permutation(m);
    for (Index fold = 0; fold < of && m > 1; ++fold) {
        folds_.push_back(make_fold(order, fold, of));
    }
}

bool CrossValidation::affords_leaving_out(Index samples) const {
    const auto residuals = static_cast<double>(samples * task_.data.n_y() * (1 + task_.data.n_x()));
    return residuals * residuals * residuals <= most_flops_of_parts &&
           short_training(task_.options, task_.start, task_.data, true).trainer ==
               Trainer::levenberg_marquardt;
}

Index CrossValidation::folds_for(Index samples) const {
    return leaves_out_ ? std::ssize(folds_) : folds_with(samples);
}

Index CrossValidation::folds_with(Index samples) const {
    Index held = 0;
    Index count = 0;
    for (auto fold = folds_.begin(); fold != folds_.end() && held < samples; ++fold, ++count) {
        held += fold->held.m();
    }
    return count;
}

CrossValidation::Fold CrossValidation::make_fold(const std::vector<Index>& order,
                                                 Index fold,
                                                 Index of) const {
    std::vector<Index> training;
    std::vector<Index> held;
    for (std::size_t i = 0; i < order.size(); ++i) {
        (static_cast<Index>(i) % of == fold ? held : training).push_back(order[i]);
    }
    Fold result{.training = subset(task_.data, training),
                .held = subset(task_.data, held),
                .beta = restrict_to_samples(task_.beta, training),
                .gamma = restrict_to_samples(unit_gamma_, training),
                .held_weights = {}};
    result.held_weights = make_weights(result.held,
                                       restrict_to_samples(task_.beta, held),
                                       restrict_to_samples(unit_gamma_, held),
                                       1.0,
                                       task_.regularization);
    return result;
}

std::vector<FoldError> CrossValidation::errors(const Weighting& weighting, Index folds_wanted) {
    if (!leaves_out_ || weighting.gamma == 0.0) {
        return exact_errors(weighting, folds_wanted);
    }
    auto known = judged_.find(weighting);
    if (known == judged_.end()) {
        known = judged_.emplace(weighting, train_once_and_judge(weighting)).first;
    }
    const std::vector<FoldError>& all = known->second.errors;
    return {all.begin(), all.begin() + folds_wanted};
}

std::optional<TrainingResult> CrossValidation::training(const Weighting& weighting) const {
    const auto known = judged_.find(weighting);
    return known == judged_.end() ? std::nullopt : known->second.training;
}

std::optional<HeldBack> CrossValidation::held_back(const Weighting& weighting) const {
    const auto known = judged_.find(weighting);
    return known == judged_.end() ? std::nullopt : known->second.held_back;
}

void CrossValidation::prepare(const std::vector<Weighting>& weightings) {
    std::vector<Weighting> missing;
    std::ranges::copy_if(weightings, std::back_inserter(missing), [&](const Weighting& each) {
        return leaves_out_ && each.gamma > 0.0 && !judged_.contains(each);
    });
    std::vector<Judged> found(missing.size());
    parallel_for(std::ssize(missing), threads_, [&](Index i) {
        found[at(i)] = train_once_and_judge(missing[at(i)]);
    });
    for (std::size_t i = 0; i < missing.size(); ++i) {
        judged_.emplace(missing[i], std::move(found[i]));
    }
}

std::vector<FoldError> CrossValidation::exact_errors(const Weighting& weighting,
                                                     Index folds_wanted) {
    std::vector<FoldError>& known = exact_[weighting];
    const auto have = static_cast<Index>(known.size());
    if (have < folds_wanted) {
        std::vector<FoldError> more(at(folds_wanted - have));
        parallel_for(folds_wanted - have, threads_, [&](Index i) {
            more[at(i)] = train_and_judge(folds_[at(have + i)], weighting);
        });
        known.insert(known.end(), more.begin(), more.end());
    }
    return {known.begin(), known.begin() + folds_wanted};
}

std::vector<FoldError> CrossValidation::linear_errors(const Weighting& weighting,
                                                      Index folds_wanted) const {
    std::vector<FoldError> errors;
    for (auto fold = folds_.begin(); fold != folds_.begin() + folds_wanted; ++fold) {
        const LossWeights weights = make_weights(
            fold->training, fold->beta, scaled(fold->gamma, weighting), 0.0, task_.regularization);
        const auto linear = fit_linear(task_.start, fold->training, weights);
        if (!linear) {
            return {};
        }
        errors.push_back(judge(*fold, *linear));
    }
    return errors;
}

std::optional<TrainingResult> CrossValidation::trained(const Dataset& data,
                                                       const LossWeights& weights,
                                                       OutputLayer output_layer,
                                                       double work) {
    TrainingOptions options =  // of folds, too: theirs would be another trainer at times
        short_training(task_.options, task_.start, task_.data, !weights.gamma.empty());
    options.output_layer = output_layer;
    const double one_iteration = work / static_cast<double>(options.max_iterations);
    double left = work;
    std::optional<TrainingResult> result;
    try {
        result = train(
            task_.start, data, weights, options, Rng(1), [&](const TrainingProgress& /*progress*/) {
                const double more = std::min(one_iteration, left);
                monitor_.see(more);
                left -= more;
                return Control::proceed;
            });
    } catch (const TrainingDiverged&) {  // infinite errors show it
    }
    monitor_.finish(left);
    return result;
}

FoldError CrossValidation::diverged(const Fold& fold) const {
    FoldError error{
        .value = infinity, .partial = nan, .samples = static_cast<double>(fold.held.m())};
    if (partial_scale_ > 0.0) {
        error.partial = infinity;
    }
    return error;
}

FoldError CrossValidation::train_and_judge(const Fold& fold, const Weighting& weighting) {
    const LossWeights weights = make_weights(fold.training,
                                             fold.beta,
                                             scaled(fold.gamma, weighting),
                                             weighting.lambda,
                                             task_.regularization);
    const double work = work_ / static_cast<double>(folds_.size());
    const auto result = trained(fold.training, weights, weighting.output_layer, work);
    return result ? judge(fold, result->network) : diverged(fold);
}

CrossValidation::Judged CrossValidation::train_once_and_judge(const Weighting& weighting) {
    const LossWeights weights = make_weights(task_.data,
                                             task_.beta,
                                             scaled(unit_gamma_, weighting),
                                             weighting.lambda,
                                             task_.regularization);
    Judged judged;
    for (const Fold& fold : folds_) {
        judged.errors.push_back(diverged(fold));
    }
    judged.training = trained(task_.data, weights, weighting.output_layer, work_);
    if (judged.training) {
        judge_parts(weighting, judged);
    }
    return judged;
}

void CrossValidation::judge_parts(const Weighting& weighting, Judged& judged) const {
    std::vector<Part> parts;
    for (const Fold& fold : folds_) {
        parts.push_back({.data = fold.held, .weights = fold.held_weights});
    }
    const auto without = leave_out_each(judged.training->network,
                                        parts,
                                        gamma_by_input(weighting, task_.data.n_x()),
                                        weighting.lambda);
    if (!without) {
        return;
    }
    std::vector<std::vector<double>> squares(at(1 + task_.data.n_x()));
    for (std::size_t i = 0; i < judged.errors.size(); ++i) {
        FoldError& error = judged.errors[i];
        error.value = share((*without)[i].value / error.samples, value_scale_);
        error.partial = share((*without)[i].partial / error.samples, partial_scale_);
        for (std::size_t column = 0; column < squares.size(); ++column) {
            const std::vector<double>& more = (*without)[i].squares[column];
            squares[column].insert(squares[column].end(), more.begin(), more.end());
        }
    }
    judged.held_back = {.value = normal_mean_square(squares.front()),
                        .partials = Vector(task_.data.n_x())};
    for (Index j = 0; j < task_.data.n_x(); ++j) {
        judged.held_back->partials(j) = normal_mean_square(squares[at(1 + j)]);
    }
}

FoldError CrossValidation::judge(const Fold& fold, const Network& trained) const {
    Vector gradient;
    const LossTerms loss = Loss(task_.start, fold.held, fold.held_weights)(trained, gradient);
    return {.value = share(2.0 * loss.value, value_scale_),
            .partial = share(2.0 * loss.jacobian, partial_scale_),
            .samples = static_cast<double>(fold.held.m())};
}

}  // namespace jennopt
