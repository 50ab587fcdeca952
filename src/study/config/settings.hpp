#pragma once

#include "study/config.hpp"
#include "study/config/keys.hpp"

namespace jennopt {

// What stands in a study file: every setting is one field of an options struct and one line of
// keys, in settings.cpp, problem_blocks.cpp and external_block.cpp.

/// The whole file. Reading fills every default in and checks what can be checked without the
/// problem.
[[nodiscard]] Keys study_keys(StudyConfig& config);

[[nodiscard]] Keys sampling_keys(SamplingOptions& sampling);

/// What makes a network and its loss; not allowed where a surrogate is polished.
[[nodiscard]] Keys network_keys(SurrogateConfig& surrogate);

/// Only where a surrogate is polished.
[[nodiscard]] Keys polishing_keys(PolishingOptions& polishing);

/// @param partials  gamma: with a factor per input
[[nodiscard]] Keys weight_keys(WeightFactors& weights, bool partials);

[[nodiscard]] Keys training_keys(TrainingOptions& training);

[[nodiscard]] Keys search_keys(SearchOptions& search);

/// The key training, for a surrogate of any kind.
[[nodiscard]] Key training_key(SurrogateConfig& surrogate);

/// The key polish.
[[nodiscard]] Key polish_key(SurrogateConfig& surrogate);

}  // namespace jennopt
