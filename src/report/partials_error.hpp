#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"
#include "report/kept_truth.hpp"
#include "report/study_folder.hpp"

#include <vector>

namespace jennopt {

/// @param truth  undisturbed, evaluated at every sample; samples where it fails are left out
[[nodiscard]] PartialsError partials_error(const Dataset& given, const Problem& truth);

/// The metrics partials_error and partials_error_pooled of every arm with a cheap truth whose
/// partials were disturbed on their way to the training samples, and of those beside it in the
/// study that were not. Empty where every partial is the true one. NaN for a
/// replicate whose samples cannot be read.
[[nodiscard]] std::vector<ArmMetric> partials_errors(const StudyResults& study);

}  // namespace jennopt
