#pragma once

#include "report/findings/sweep_sentences.hpp"
#include "report/sweep_curves.hpp"

namespace jennopt {

/// Where each curve is better and worse than the one that the figure compares with, by a sign test
/// of the pairs, and where the medians cross. Curves of which the same holds share a sentence.
[[nodiscard]] SweepSentences comparison_sentences(const SweepFigure& figure, const SweepData& data);

/// How many cells of each map are better and worse, and the best cell.
[[nodiscard]] SweepSentences map_sentences(const SweepFigure& figure, const SweepData& data);

}  // namespace jennopt
