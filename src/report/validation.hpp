#pragma once

#include "report/study_folder.hpp"

#include <string>
#include <string_view>

namespace jennopt {

// What the accuracies of an arm are measured on: test samples or, where it has none, its training
// samples by cross-validation.

/// Folds of the cross-validation; 0: test samples.
[[nodiscard]] Index folds_of(const ArmResults& arm);

/// "test samples", or "samples held back".
[[nodiscard]] std::string judged_samples(const ArmResults& arm);

/// "R2", or "cross-validated R2 (5 folds)".
[[nodiscard]] std::string r2_words(const ArmResults& arm);

/// "R2 of values on test samples", or "Cross-validated R2 (5 folds) of values", to begin a
/// sentence.
[[nodiscard]] std::string r2_opening(const ArmResults& arm, std::string_view what);

}  // namespace jennopt
