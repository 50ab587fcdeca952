#pragma once

#include "study/config.hpp"
#include "study/config/cursor.hpp"

namespace jennopt {

/// What no single key shows: the study's name, starts that do not fit each other.
/// @param study     that config was read from, for the places
/// @param readable  false if it had errors: only what they cannot have caused is checked
void check(const StudyConfig& config, const Cursor& study, bool readable);

/// Fills in what follows from a problem that is a table: rows drawn at random, no plan of test
/// samples. Refuses what does not go with it, and a problem that is neither named nor a table.
void settle_problem(StudyConfig& config, const Cursor& study);

}  // namespace jennopt
