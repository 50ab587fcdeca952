#pragma once

#include "jennopt/study/config.hpp"
#include "study/document.hpp"

namespace jennopt {

/// What no single key can tell: the study's name, starts that do not fit, weights that do not fit
/// the samples.
/// @param study  the document that config was read from, for the places
void check(const StudyConfig& config, const Document& study, ConfigErrors& errors);

}  // namespace jennopt
