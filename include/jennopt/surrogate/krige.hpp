#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "jennopt/surrogate/surrogate.hpp"

#include <span>
#include <vector>

namespace jennopt {

struct KrigeOptions {
    bool partials = true;  ///< false: from values alone
    KrigingNoise noise = KrigingNoise::automatic;
    std::vector<Index> log_x = {};  ///< inputs that are taken by their logarithm
};

/// Observations that kriging of one output affords: its time grows with their cube. Above
/// max_fitted_observations the parameters are fitted to so many of them.
inline constexpr Index max_observations = 4000;
inline constexpr Index max_fitted_observations = 1200;

/// @param m    samples
/// @param n_x  inputs by which partials are known, 0: values alone
/// @throws ConfigError if m (1 + n_x) is more than max_observations
void require_few_observations(Index m, Index n_x);

/// Makes kriging of each output from samples, scaled to inputs from 0 to 1 and outputs of mean 0
/// and deviation 1. A sample given twice is no trouble; a constant row is not scaled.
/// @param raw       m >= 1, raw units; NaN partials are missing
/// @param threads   outputs at once, >= 1; the result does not depend on it
/// @param observer  of each output's fit, by one thread at a time
/// @throws ConfigError as require_few_observations()
/// @throws Error, ShapeError as validate(Dataset) does
/// @throws TrainingDiverged if the covariances are not positive definite to rounding
[[nodiscard]] Surrogate krige(const Dataset& raw,
                              const KrigeOptions& options,
                              Index threads = 1,
                              const KrigingObserver& observer = nullptr);

/// With parameters that are known, normalized units, one set per output.
/// @throws Error if the covariances are not positive definite to rounding
[[nodiscard]] Surrogate krige(Dataset samples,
                              Normalization normalization,
                              std::span<const KrigingParameters> parameters);

/// Of one output: lengths, mean, variance, additive share, two noises.
[[nodiscard]] constexpr Index n_kriging_parameters(Index n_x) {
    return n_x + 5;
}

/// What the likelihood found of one output, raw units.
struct KrigedOutput {
    Vector length;           ///< (n_x): how far along an input values stay alike; of ln x where the
                             ///< input is logarithmic
    double deviation = 0.0;  ///< of the function about its mean
    double additive = 0.0;   ///< share of the variance that is a sum of functions of one input each
    double value_noise = 0.0;  ///< standard deviation; 0: none
    Vector partial_noise;      ///< (n_x), of dy/dx_j; 0: none
};

/// Of each output of kriging; none of networks.
[[nodiscard]] std::vector<KrigedOutput> kriged_outputs(const Surrogate& surrogate);

}  // namespace jennopt
