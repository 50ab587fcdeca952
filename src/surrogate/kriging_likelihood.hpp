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

/// Parameters of greatest likelihood.
struct FittedKriging {
    KrigingParameters parameters;
    double minus_twice_log = 0.0;  ///< as minus_twice_log_likelihood()
};

/// What fit_kriging() finds, with its likelihood.
[[nodiscard]] FittedKriging fit_likeliest(const ConstMatrixRef& X,
                                          const ConstVectorRef& y,
                                          const ConstMatrixRef& dydx,
                                          const KrigingOptions& options);

/// The same likelihood of the best of a few lengths and additive shares and of the options' start,
/// where the search begins: cheap, to compare outputs by.
[[nodiscard]] double scanned_likelihood(const Observations& observations,
                                        const KrigingOptions& options);

}  // namespace jennopt
