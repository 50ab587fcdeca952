#pragma once

#include "report/sweep_curves.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// How many times fewer samples each curve needs for the same level as the one compared with, where
/// the abscissa counts samples and lower values are better.
[[nodiscard]] std::vector<std::string> saving_sentences(const SweepFigure& figure,
                                                        const SweepData& data);

/// Where each curve of a panel first reaches the target, and how many times as much the one
/// compared with needs.
[[nodiscard]] std::vector<std::string> target_sentences(const SweepFigure& figure,
                                                        const SweepData& data);

/// The exponents of the curves of a panel, where the figure wants them.
[[nodiscard]] std::vector<std::string> slope_sentences(const SweepFigure& figure,
                                                       const SweepData& data);

}  // namespace jennopt
