#include "jennopt/surrogate/fit.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "training/gauss_newton.hpp"
#include "training/input_scales.hpp"
#include "training/linear_model.hpp"
#include "training/loss.hpp"
#include "training/residuals.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

void require_at_least_one(Index number, const char* name) {
    if (number < 1) {
        throw ConfigError(fmt::format("{} is {}, expected a number >= 1", name, number));
    }
}

/// The first initialization has the stream to itself, so that a second one changes nothing of it.
Network initial_network(const Dataset& data, const FitOptions& options, const Rng& rng, Index i) {
    std::vector<Index> layers{data.n_x()};
    layers.insert(layers.end(), options.hidden.begin(), options.hidden.end());
    layers.push_back(data.n_y());
    Network network(std::move(layers), options.activation);
    Rng weights = i == 0 ? rng.child("initial weights") : rng.child("initial weights", i);
    initialize(network, weights);
    return network;
}

Restart restart_of(const TrainingAttempt& attempt, Index initialization, Index member) {
    Restart restart{.initialization = initialization, .member = member};
    restart.failure = attempt.failure;
    if (attempt.result) {
        restart.loss = attempt.result->loss;
        restart.iterations = attempt.result->iterations;
        restart.termination = name_of(attempt.result->termination);
    }
    return restart;
}

/// Of the initializations [first, last) that of least loss, the first of equals; last if all
/// diverged.
std::size_t best_of(const std::vector<TrainingAttempt>& attempts,
                    std::size_t first,
                    std::size_t last) {
    std::size_t best = last;
    for (std::size_t i = first; i < last; ++i) {
        if (attempts[i].result && (best == last || attempts[i].result->loss.total() <
                                                       attempts[best].result->loss.total())) {
            best = i;
        }
    }
    return best;
}

/// A fit that takes no iteration.
TrainingAttempt linear_attempt(const Network& shape,
                               const Dataset& data,
                               const LossWeights& weights) {
    Network network = fit_linear(shape, data, weights).value();
    Vector gradient;
    const LossTerms loss = Loss(network, data, weights)(network, gradient);
    return {.result = TrainingResult{.network = std::move(network),
                                     .trainer = Trainer::levenberg_marquardt,
                                     .termination = TrainingTermination::gradient,
                                     .iterations = 0,
                                     .loss = loss,
                                     .gradient_norm = gradient.norm(),
                                     .history = {{.loss = loss}}}};
}

}  // namespace

FitResult fit(const Dataset& raw,
              const FitOptions& options,
              const Rng& rng,
              Index threads,
              const FitObserver& observer) {
    require_at_least_one(options.restarts, "restarts");
    require_at_least_one(options.members, "members");
    validate(raw);
    if (raw.m() == 0) {
        throw ShapeError("the dataset has no samples, expected at least 1 to learn from");
    }
    Normalization normalization = options.normalize ? fit_normalization(raw, options.log_x)
                                                    : no_normalization(raw.n_x(), raw.n_y());
    normalization.log_x = options.log_x;
    Dataset data = normalize(raw, normalization);
    std::vector<Network> starts;
    for (Index i = 0; i < options.restarts * options.members; ++i) {
        starts.push_back(initial_network(data, options, rng, i));
    }
    WeightFactors gamma = options.gamma;
    const LossWeights usual = make_weights(data,
                                           options.beta,
                                           with_scale(gamma, gamma.scale.value_or(1.0)),
                                           0.0,
                                           options.regularization);
    require_something_to_learn(usual);
    if (options.normalize && options.regularization == Regularization::hidden_layers) {
        const Vector scales = input_scales(data, usual);
        normalization.sigma_x.array() /= scales.array();
        data = normalize(raw, normalization);
        const Vector squares = scales.cwiseAbs2();
        gamma.inputs = products(std::move(gamma.inputs), {squares.begin(), squares.end()});
    }
    if (options.training.trainer == Trainer::levenberg_marquardt) {  // before any work is done
        GaussNewton::check_size(starts.front(), usual);
    }
    Selection selection = select(starts.front(),
                                 data,
                                 options.beta,
                                 gamma,
                                 options.lambda,
                                 options.regularization,
                                 options.training,
                                 rng.child("selection"),
                                 threads,
                                 observer.selection);
    gamma.scale = selection.gamma;
    gamma.inputs = products(std::move(gamma.inputs), selection.gamma_inputs);
    TrainingOptions training = options.training;
    training.output_layer = selection.output_layer;
    LossWeights weights =
        make_weights(data, options.beta, gamma, selection.lambda, options.regularization);
    selection.linear =
        (selection.linear || options.linear) && options.members == 1;  // several would be one model
    std::vector<TrainingAttempt> attempts =
        selection.linear ? std::vector{linear_attempt(starts.front(), data, weights)}
                         : train_each(starts,
                                      data,
                                      weights,
                                      training,
                                      rng.child("batches"),
                                      threads,
                                      observer.training,
                                      options.training.trainer == Trainer::automatic
                                          ? std::move(selection.training)
                                          : std::nullopt);

    FitResult result{.surrogate = {.normalization = std::move(normalization), .members = {}},
                     .selection = std::move(selection),
                     .weights = std::move(weights),
                     .trainings = {},
                     .restarts = {}};
    const std::size_t each =
        result.selection.linear ? 1 : static_cast<std::size_t>(options.restarts);
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        result.restarts.push_back(
            restart_of(attempts[i], static_cast<Index>(i), static_cast<Index>(i / each)));
    }
    for (std::size_t first = 0; first < attempts.size(); first += each) {
        const std::size_t best = best_of(attempts, first, first + each);
        if (best < first + each) {
            result.restarts[best].kept = true;
            result.surrogate.members.push_back(attempts[best].result->network);
            result.trainings.push_back(std::move(*attempts[best].result));
        }
    }
    if (result.trainings.empty()) {
        throw TrainingDiverged(attempts.front().failure);
    }
    return result;
}

}  // namespace jennopt
