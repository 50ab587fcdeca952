#pragma once

#include "report/findings/sweep_sentences.hpp"
#include "report/sweep_curves.hpp"

namespace jennopt {

/// How many times fewer samples each curve needs for the same level as the one compared with, where
/// the abscissa counts samples and lower values are better.
[[nodiscard]] SweepSentences saving_sentences(const SweepFigure& figure, const SweepData& data);

/// Where each curve of a panel first reaches the target, and how many times as much the one
/// compared with needs.
[[nodiscard]] SweepSentences target_sentences(const SweepFigure& figure, const SweepData& data);

/// The exponents of the curves of a panel, where the figure wants them.
[[nodiscard]] SweepSentences slope_sentences(const SweepFigure& figure, const SweepData& data);

}  // namespace jennopt
