#pragma once

#include "study/config.hpp"
#include "study/config/document.hpp"

#include <vector>

namespace jennopt {

/// What the figures say of the arms: axes, surrogates.
/// @param block  that the figures were read from, for the places
void check_figures(const std::vector<SweepFigure>& figures,
                   const Document& block,
                   const std::vector<Arm>& arms,
                   ConfigErrors& errors);

}  // namespace jennopt
