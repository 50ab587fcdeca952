#pragma once

#include "study/config.hpp"
#include "study/config/keys.hpp"

#include <string>
#include <vector>

namespace jennopt {

// figures: over the sweep, besides those of every report. Of the whole study, not of an arm.

[[nodiscard]] Slot figures_block(std::vector<SweepFigure>& figures);

[[nodiscard]] Keys figure_keys(SweepFigure& figure);

/// The figures as YAML text, "" without any.
[[nodiscard]] std::string figures_text(std::vector<SweepFigure> figures);

/// Reads figures_text() back.
/// @param source  of the text, for errors
/// @throws ConfigError if it is none
[[nodiscard]] std::vector<SweepFigure> figures_from(const std::string& text,
                                                    const std::string& source);

/// Whether the figures fit the arms and the catalogue: axes, surrogates, metrics. Outputs of
/// metrics only the problems know: plan(). In figures_check.cpp.
/// @param block  that the figures were read from, for the places
void check_figures(const std::vector<SweepFigure>& figures,
                   const Cursor& block,
                   const std::vector<Arm>& arms);

}  // namespace jennopt
