#pragma once

#include "study/config/keys.hpp"
#include "study/sweep_figure.hpp"

#include <string>
#include <vector>

namespace jennopt {

// figures: over the sweep, besides those of every report. Of the whole study, not of an arm.

[[nodiscard]] Custom figures_block(std::vector<SweepFigure>& figures);

[[nodiscard]] Keys figure_keys(SweepFigure& figure);

/// The figures as YAML text, "" without any.
[[nodiscard]] std::string figures_text(std::vector<SweepFigure> figures);

/// Reads figures_text() back.
/// @param source  of the text, for errors
/// @throws ConfigError if it is none
[[nodiscard]] std::vector<SweepFigure> figures_from(const std::string& text,
                                                    const std::string& source);

}  // namespace jennopt
