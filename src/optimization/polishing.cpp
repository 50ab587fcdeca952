#include "jennopt/optimization/polishing.hpp"

#include "jennopt/core/error.hpp"

#include <cmath>
#include <utility>

namespace jennopt {

namespace {

/// Root mean square over values and, if wanted, known partials together, normalized units.
double normalized_error(const Surrogate& surrogate, const Dataset& data, bool with_partials) {
    const Dataset truth = normalize(data, surrogate.normalization);
    const Dataset prediction = normalize(predict(surrogate, data.X, true), surrogate.normalization);
    double squares = (truth.Y - prediction.Y).squaredNorm();
    Index count = truth.Y.size();
    for (std::size_t j = 0; with_partials && j < truth.J.size(); ++j) {
        const auto known = !truth.J[j].array().isNaN();
        squares += known.select(truth.J[j] - prediction.J[j], 0.0).matrix().squaredNorm();
        count += known.count();
    }
    return std::sqrt(squares / static_cast<double>(count));
}

LossWeights polishing_weights(const Surrogate& surrogate,
                              const Dataset& data,
                              const Dataset& normalized,
                              LossWeights weights,
                              Index objective,
                              const PolishingOptions& options) {
    switch (options.by) {
        case PolishingBy::slope:
            weights.gamma =
                polished_gamma(weights.gamma, normalized, surrogate.normalization, options);
            return weights;
        case PolishingBy::value: {
            const Vector value = predict(surrogate, data.X, false).Y.row(objective).transpose() /
                                 surrogate.normalization.sigma_y(objective);
            return weighted_by_value(std::move(weights), value, options);
        }
    }
    return weights;
}

}  // namespace

std::vector<Matrix> polished_gamma(const std::vector<Matrix>& gamma,
                                   const Dataset& normalized,
                                   const Normalization& normalization,
                                   const PolishingOptions& options) {
    std::vector<Matrix> polished;
    for (std::size_t j = 0; j < gamma.size(); ++j) {
        const Matrix& slope = normalized.J[j];
        Eigen::ArrayXXd r = slope.array();
        if (options.slope_units == SlopeUnits::raw) {
            r.colwise() *=
                normalization.sigma_y.array() / normalization.sigma_x(static_cast<Index>(j));
        }
        const Eigen::ArrayXXd flatness =
            1.0 + options.eta * (-(options.epsilon * r).square()).exp();
        polished.emplace_back(slope.array().isNaN().select(0.0, gamma[j].array() * flatness));
    }
    return polished;
}

LossWeights weighted_by_value(LossWeights weights,
                              const Vector& value,
                              const PolishingOptions& options) {
    const Eigen::ArrayXd r = value.array() - value.minCoeff();
    const Eigen::RowVectorXd factor =
        (1.0 + options.eta * (-(options.epsilon * r).square()).exp()).matrix().transpose();
    weights.beta.array().rowwise() *= factor.array();
    for (Matrix& gamma : weights.gamma) {
        gamma.array().rowwise() *= factor.array();
    }
    return weights;
}

PolishingResult polish(const Surrogate& surrogate,
                       const Dataset& data,
                       const LossWeights& weights,
                       const Dataset& near,
                       Index objective,
                       const PolishingOptions& options,
                       const TrainingOptions& training,
                       const Rng& rng,
                       Index threads,
                       const EachObserver& observer) {
    if (surrogate.is_kriging()) {
        throw ConfigError(
            "kriging cannot be polished: it interpolates its samples and has no "
            "training to go on with; polish a network");
    }
    const Dataset normalized = normalize(data, surrogate.normalization);
    const LossWeights polishing =
        polishing_weights(surrogate, data, normalized, weights, objective, options);
    TrainingOptions from_trained = training;
    from_trained.warm_up = 0;
    Surrogate polished{.normalization = surrogate.normalization, .members = {}};
    std::vector<TrainingResult> trainings;
    for (TrainingAttempt& attempt : train_each(
             surrogate.members, normalized, polishing, from_trained, rng, threads, observer)) {
        if (!attempt.result) {
            throw TrainingDiverged(attempt.failure);
        }
        polished.members.push_back(attempt.result->network);
        trainings.push_back(std::move(*attempt.result));
    }
    // A plain network has not been given the partials: they must not judge it.
    const bool with_partials = options.by == PolishingBy::slope || !weights.gamma.empty();
    PolishingOutcome outcome{.near_before = normalized_error(surrogate, near, with_partials),
                             .near_after = normalized_error(polished, near, with_partials),
                             .global_before = normalized_error(surrogate, data, with_partials),
                             .global_after = normalized_error(polished, data, with_partials)};
    outcome.kept = !options.guard ||
                   (outcome.near_after < outcome.near_before &&
                    outcome.global_after <= options.max_global_increase * outcome.global_before);
    if (!outcome.kept) {
        polished = surrogate;
    }
    return {
        .surrogate = std::move(polished), .trainings = std::move(trainings), .outcome = outcome};
}

}  // namespace jennopt
