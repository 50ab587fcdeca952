#pragma once

#include "study/evaluation_store.hpp"
#include "study/plan.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// The audit of the partials of a study's problems.
struct StudyAudit {
    std::string text;   ///< of every problem, with a table where something is wrong
    Index n_wrong = 0;  ///< partials; of a table its columns
};

/// Compares the partials of the problems, each with each of its settings once, with differences (at
/// three points; see audit_partials), those of a table with the values of its rows
/// (check_partials()). The problems as they are: what the study does to its training
/// samples is not looked at.
/// @param store  keeps what was evaluated; null: nothing is kept
/// @throws ConfigError if a problem has no partials
/// @throws EvaluationError if a problem cannot be evaluated at any of the points
[[nodiscard]] StudyAudit audit(const std::vector<PlannedArm>& arms,
                               EvaluationStore* store = nullptr);

/// True evaluations that audit() makes where no point fails.
/// @throws ConfigError as audit()
[[nodiscard]] Index audit_price(const std::vector<PlannedArm>& arms);

}  // namespace jennopt
