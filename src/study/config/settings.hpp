#pragma once

#include "study/config.hpp"
#include "study/config/keys.hpp"

namespace jennopt {

// What a study file may say. Every setting is one field of an options struct and one line in
// settings.cpp.

/// The whole file. Reading fills every default in and checks what can be checked without the
/// problem.
[[nodiscard]] Keys study_keys(StudyConfig& config);

[[nodiscard]] Keys problem_keys(ProblemConfig& problem);

/// The key table, and what stands below it.
[[nodiscard]] Key table_key(TableOptions& table);

[[nodiscard]] Keys table_keys(TableOptions& table);

/// The part of problem_keys() that changes what a problem's samples look like.
[[nodiscard]] Keys wrapper_keys(WrapperOptions& wrappers);

[[nodiscard]] Keys partials_keys(PartialsOptions& partials);

[[nodiscard]] Keys noise_keys(NoiseOptions& noise);

[[nodiscard]] Keys missing_keys(MissingOptions& missing);

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
