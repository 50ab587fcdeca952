#pragma once

#include "study/evaluation_store.hpp"
#include "study/run_guard.hpp"
#include "study/study.hpp"
#include "study/units.hpp"

#include <filesystem>
#include <vector>

namespace jennopt {

/// The units of a study that a process is to see finished, and what it needs for that.
struct UnitRuns {
    const std::filesystem::path& folder;  ///< of the study
    const Study& study;
    const std::vector<PlannedArm>& arms;
    const std::vector<Unit>& units;
    EvaluationStore* store;  ///< null: nothing is kept, as of a table
    Index jobs;              ///< units at once, >= 1
    const StudyObserver& observer;
    RunGuard& guard;
};

/// Returns when all units are finished: runs those that no other process is at, several at a time,
/// then waits for the others, and runs what they leave unfinished.
/// A unit whose evaluations fail is left out, and a file in its folder says why.
/// @throws MachineFailure, and EvaluationError if every unit is left out
void run_units(const UnitRuns& runs);

}  // namespace jennopt
