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

/// One per different problem, as recommendations() has them. None where no optimizer ran.
[[nodiscard]] std::vector<BestDesign> best_designs(const StudyResults& study);

/// How good it is: each constraint with its value and limit, how far from stationary, and of an
/// optimizer after how many evaluations it found it and why it stopped.
[[nodiscard]] std::vector<std::string> design_sentences(const BestDesign& best);

/// Writes best.json into the study's folder: the best designs with all of this and every digit.
/// Nothing where no optimizer ran.
/// @throws Error if the file cannot be written
void write_best(const StudyResults& study);

}  // namespace jennopt
