#pragma once

#include "report/findings/recommendation.hpp"
#include "report/study_folder.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// The design that is recommended for one problem, and what its search says of it.
struct BestDesign {
    Recommendation design;
    const OptimizerRecord* finder = nullptr;  ///< the optimizer that found it; null: something else
};

/// One per different problem, as recommendations() has them.
[[nodiscard]] std::vector<BestDesign> best_designs(const StudyResults& study);

/// How good it is: each constraint with its value and limit; where optimizers ran how far it is from
/// stationary, and of the one that found it after how many evaluations and why it stopped.
[[nodiscard]] std::vector<std::string> design_sentences(const BestDesign& best);

/// Writes best.json into the study's folder: the best designs with all of this and every digit.
/// Nothing where no design is known.
/// @throws Error if the file cannot be written
void write_best(const StudyResults& study);

}  // namespace jennopt
