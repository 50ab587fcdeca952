#pragma once

#include "jennopt/study/config.hpp"
#include "study/config/document.hpp"

namespace jennopt {

/// What no single key can tell: the study's name, starts that do not fit, weights that do not fit
/// the samples.
/// @param study     the document that config was read from, for the places
/// @param readable  false if the document had errors: only what they cannot have caused is checked
void check(const StudyConfig& config, const Document& study, bool readable, ConfigErrors& errors);

}  // namespace jennopt
