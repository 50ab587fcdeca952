#pragma once

#include "study/config.hpp"
#include "study/config/document.hpp"

namespace jennopt {

/// What no single key can tell: the study's name, starts that do not fit, weights that do not fit
/// the samples.
/// @param study     the document that config was read from, for the places
/// @param readable  false if the document had errors: only what they cannot have caused is checked
void check(const StudyConfig& config, const Document& study, bool readable, ConfigErrors& errors);

/// Fills in what follows from a problem that is a table: rows drawn at random, no plan of test
/// samples. Refuses what does not go with it, and a problem that is neither named nor a table.
void settle_problem(StudyConfig& config, const Document& study, ConfigErrors& errors);

}  // namespace jennopt
