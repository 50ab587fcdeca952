#pragma once

#include "report/findings/recommendation.hpp"
#include "report/study_folder.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// The best design that the optimizers of a study found for one problem.
struct BestDesign {
    const ArmResults* arm = nullptr;          ///< pointers into the study
    const OptimizerRecord* record = nullptr;  ///< has a best point
    Index replicate = 0;

    [[nodiscard]] bool is_feasible() const;
};

/// One per different problem, in the order of the arms: the best feasible one over all arms,
/// optimizers and replicates, else the one that violates least. None where no optimizer ran.
[[nodiscard]] std::vector<BestDesign> best_designs(const StudyResults& study);

/// How good it is: each constraint with its value and limit, how far from stationary, after how
/// many evaluations it was found, why its optimizer stopped.
[[nodiscard]] std::vector<std::string> design_sentences(const BestDesign& design);

/// What stands behind a recommended point: the same, where an optimizer found it; else nothing.
[[nodiscard]] std::vector<std::string> design_sentences(const StudyResults& study,
                                                        const Recommendation& recommended);

/// Writes best.json into the study's folder: the best designs with all of this and every digit.
/// Nothing where no optimizer ran.
/// @throws Error if the file cannot be written
void write_best(const StudyResults& study);

}  // namespace jennopt
