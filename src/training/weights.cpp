#include "jennopt/training/weights.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

/// The list as a vector, ones where it is empty.
Vector expand(const std::vector<double>& list, Index size, const char* symbol, const char* of) {
    if (list.empty()) {
        return Vector::Ones(size);
    }
    if (static_cast<Index>(list.size()) != size) {
        throw ConfigError(fmt::format(
            "{}.{} has {} entries, expected {} (one each) or none", symbol, of, list.size(), size));
    }
    for (const double weight : list) {
        if (!(weight >= 0.0) || !std::isfinite(weight)) {
            throw ConfigError(
                fmt::format("{}.{} holds {}, expected finite numbers >= 0", symbol, of, weight));
        }
    }
    return Eigen::Map<const Vector>(list.data(), size);
}

/// (n_y, m) products of scale, outputs and samples.
Matrix outer(const WeightFactors& factors, const Dataset& data, const char* symbol) {
    if (!factors.scale) {
        throw ConfigError(
            fmt::format("{} is automatic, expected a number: the choice comes before", symbol));
    }
    if (!(*factors.scale >= 0.0) || !std::isfinite(*factors.scale)) {
        throw ConfigError(
            fmt::format("{} is {}, expected a finite number >= 0", symbol, *factors.scale));
    }
    return *factors.scale * expand(factors.outputs, data.n_y(), symbol, "outputs") *
           expand(factors.samples, data.m(), symbol, "samples").transpose();
}

}  // namespace

WeightFactors with_scale(WeightFactors factors, double scale) {
    factors.scale = scale;
    return factors;
}

std::vector<double> products(std::vector<double> a, const std::vector<double>& b) {
    a.resize(std::max(a.size(), b.size()), 1.0);
    for (std::size_t i = 0; i < b.size(); ++i) {
        a[i] *= b[i];
    }
    return a;
}

WeightFactors restrict_to_samples(WeightFactors factors, std::span<const Index> samples) {
    if (!factors.samples.empty()) {
        const std::vector<double> all = std::exchange(factors.samples, {});
        for (const Index t : samples) {
            factors.samples.push_back(all.at(static_cast<std::size_t>(t)));
        }
    }
    return factors;
}

LossWeights make_weights(const Dataset& data,
                         const WeightFactors& beta,
                         const WeightFactors& gamma,
                         double lambda,
                         Regularization regularization) {
    LossWeights weights{.beta = outer(beta, data, "beta"),
                        .gamma = {},
                        .lambda = lambda,
                        .regularization = regularization};
    if (!beta.inputs.empty()) {
        throw ConfigError(
            "beta.inputs is given, but values have no inputs to weigh: only gamma does");
    }
    if (!(lambda >= 0.0) || !std::isfinite(lambda)) {
        throw ConfigError(fmt::format("lambda is {}, expected a finite number >= 0", lambda));
    }
    const Matrix same_for_inputs = outer(gamma, data, "gamma");
    const Vector inputs = expand(gamma.inputs, data.n_x(), "gamma", "inputs");
    bool any = false;
    for (Index j = 0; j < data.n_x(); ++j) {
        const Matrix& partials = data.J[static_cast<std::size_t>(j)];
        weights.gamma.emplace_back(
            partials.array().isNaN().select(0.0, inputs(j) * same_for_inputs));
        any = any || (weights.gamma.back().array() > 0.0).any();
    }
    if (!any) {
        weights.gamma.clear();
    }
    return weights;
}

void require_something_to_learn(const LossWeights& weights) {
    for (Index k = 0; k < weights.beta.rows(); ++k) {
        const bool has_slope =
            std::any_of(weights.gamma.begin(), weights.gamma.end(), [k](const Matrix& slice) {
                return (slice.row(k).array() > 0.0).any();
            });
        if (!has_slope && (weights.beta.row(k).array() <= 0.0).all()) {
            throw ConfigError(
                fmt::format("output {} has nothing to learn from: beta is 0 for all its values and "
                            "its partials are missing or have gamma 0; expected a weight > 0 on at "
                            "least one value or known partial",
                            k));
        }
    }
}

}  // namespace jennopt
