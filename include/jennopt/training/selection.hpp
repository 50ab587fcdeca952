#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/training.hpp"
#include "jennopt/training/weights.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// A pair of gamma and lambda that was tried, and its errors on samples held back from training.
struct SelectionCandidate {
    double gamma = 0.0;  ///< scale of the weights of partials
    double lambda = 0.0;
    double value_error = 0.0;    ///< 1 - R^2 of values, weighted with beta; infinite: diverged
    double partial_error = 0.0;  ///< the same of partials, about zero; NaN: the data have none
};

/// The lambda and the scale of gamma that a training is to be made with.
struct Selection {
    double lambda = 0.0;
    double gamma = 0.0;
    std::vector<SelectionCandidate> candidates = {};  ///< in the order tried; none: all was given
};

/// Chooses by k-fold cross-validation what of lambda and gamma's scale is left automatic.
[[nodiscard]] Selection select(const Network& start,
                               const Dataset& data,
                               const WeightFactors& beta,
                               const WeightFactors& gamma,
                               std::optional<double> lambda,
                               Regularization regularization,
                               const TrainingOptions& options,
                               const Rng& rng,
                               Index threads = 1);

}  // namespace jennopt
