#pragma once

#include "report/study_folder.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// The best design of all that was evaluated for one problem.
struct Recommendation {
    const ArmResults* arm = nullptr;  ///< in which it was found; a pointer into the study
    Index replicate = 0;
    EvaluatedPoint point;

    /// False: no feasible point was evaluated, this one violates least.
    [[nodiscard]] bool is_feasible() const {
        return point.verdict.violation <= arm->arm.config.optimization.constraint_tolerance;
    }
};

/// One per different problem (name, options, inputs, outputs and their limits), in the order of the
/// arms: the best feasible evaluated point of all arms and replicates, of a table its best row. Of
/// records without a best evaluated point the best of the optima that were checked and the best
/// sample.
[[nodiscard]] std::vector<Recommendation> recommendations(const StudyResults& study);

/// Text that is the same for arms with one problem: name, options, inputs, outputs.
[[nodiscard]] std::string problem_identity(const ArmResults& arm);

/// "Use this design: x1 = 1, x2 = 1 (true value 3.4e-22, found by direct search, replicate 3)",
/// with digits enough to have the same value again.
/// @param name_arm  whether the study has several
[[nodiscard]] std::string recommendation_text(const Recommendation& best, bool name_arm);

}  // namespace jennopt
