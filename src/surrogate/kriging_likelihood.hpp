#pragma once

#include "surrogate/kriging_covariance.hpp"

namespace jennopt {

/// Minus twice the logarithm of the likelihood, without constants, and of the prior of the lengths;
/// infinity where the covariances are not positive definite to rounding.
/// @param parameters  mean and variance are set to those of greatest likelihood
/// @param gradient    as Observations::pull_back(), (n_x + 3); set if given
[[nodiscard]] double minus_twice_log_likelihood(const Observations& observations,
                                                KrigingParameters& parameters,
                                                Vector* gradient = nullptr);

}  // namespace jennopt
