#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "record/record.hpp"
#include "study/config.hpp"
#include "study/watch.hpp"

namespace jennopt {

/// One surrogate made from samples that the caller has, without a study's folder.
struct ModelFit {
    NamedSurrogate model;
    SurrogateRecord record;
    Index folds =
        0;  ///< of the cross-validation that the record's accuracy is of; 0: there is none
};

/// How fit_model() goes about it.
struct ModelFitOptions {
    bool cross_validate = true;  ///< trains once more for each of five folds
    Index threads = 1;           ///< >= 1; the result does not depend on it
};

/// Makes the first surrogate of a study as its first replicate does, and judges it by
/// cross-validation.
/// @param config   of the surrogate and the seed; the rest is not looked at
/// @param problem  names, bounds and scales of the columns
/// @param samples  m >= 1, raw units; NaN partials are missing
/// @throws ConfigError naming the surrogate's key where its options do not fit the samples
/// @throws as fit() and krige()
[[nodiscard]] ModelFit fit_model(const StudyConfig& config,
                                 const ProblemInfo& problem,
                                 Dataset samples,
                                 const ModelFitOptions& options,
                                 const ActivityObserver& observer);

}  // namespace jennopt
