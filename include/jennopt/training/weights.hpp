#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace jennopt {

/// Weights of residuals as a product of factors: scale * outputs(k) * inputs(j) * samples(t). An
/// empty list is all ones.
struct WeightFactors {
    std::optional<double> scale = 1.0;  ///< >= 0; empty: automatic, as select() finds it
    std::vector<double> outputs = {};   ///< n_y entries >= 0
    std::vector<double> inputs = {};    ///< n_x entries >= 0; partials only
    std::vector<double> samples = {};   ///< m entries >= 0
};

/// The same factors with this scale.
[[nodiscard]] WeightFactors with_scale(WeightFactors factors, double scale);

/// Two lists of factors as one, entry by entry; an empty list is all ones.
[[nodiscard]] std::vector<double> products(std::vector<double> a, const std::vector<double>& b);

/// The factors of some of the samples, in this order.
[[nodiscard]] WeightFactors restrict_to_samples(WeightFactors factors,
                                                std::span<const Index> samples);

/// Which layers lambda acts on: design choice against the paper's loss.
enum class Regularization {
    hidden_layers,  ///< all but the output layer
    all_layers      ///< the paper's loss
};

template <>
inline constexpr auto enum_names<Regularization> = std::to_array<Named<Regularization>>(
    {{Regularization::hidden_layers, "hidden_layers", "the hidden layers"},
     {Regularization::all_layers, "all_layers", "all layers"}});

/// The three parts of the loss; all >= 0, dimensionless.
struct LossTerms {
    double value = 0.0;           ///< 1/(2m) sum beta (yhat - y)^2
    double jacobian = 0.0;        ///< 1/(2m) sum gamma (dyhat/dx - dy/dx)^2
    double regularization = 0.0;  ///< lambda/(2m) sum W^2

    [[nodiscard]] double total() const { return value + jacobian + regularization; }
};

/// beta, gamma and lambda of the loss, one entry per residual; normalized units.
struct LossWeights {
    Matrix beta;  ///< (n_y, m)
    std::vector<Matrix>
        gamma;            ///< n_x slices (n_y, m); 0 where the partial is missing. Empty: plain NN
    double lambda = 0.0;  ///< >= 0
    Regularization regularization = Regularization::hidden_layers;
};

/// Expands the factors to the data's shape and masks missing partials with gamma = 0. If every
/// gamma is zero the list of slices is empty, so that a JENN without partials is the plain NN bit
/// for bit.
/// @throws ConfigError if a scale is left automatic, a list's length does not fit the data, or an
/// entry is negative or not finite
[[nodiscard]] LossWeights make_weights(const Dataset& data,
                                       const WeightFactors& beta,
                                       const WeightFactors& gamma,
                                       double lambda,
                                       Regularization regularization);

/// Refuses an output without any weight: its network would predict with its initial weights.
/// @throws ConfigError naming the output if neither a value nor a partial of it has a weight > 0
void require_something_to_learn(const LossWeights& weights);

}  // namespace jennopt
