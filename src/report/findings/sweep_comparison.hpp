#pragma once

#include "report/sweep_curves.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Where each curve is better and worse than the one that the figure compares with, by a sign test
/// of the pairs, and where the medians cross. Curves of which the same holds share a sentence.
[[nodiscard]] std::vector<std::string> comparison_sentences(const SweepFigure& figure,
                                                            const SweepData& data);

/// How many cells of each map are better and worse, and the best cell.
[[nodiscard]] std::vector<std::string> map_sentences(const SweepFigure& figure,
                                                     const SweepData& data);

/// All comparisons of a figure in one sentence, for a figure of which more could be stated.
[[nodiscard]] std::string sum_sentence(const SweepFigure& figure, const SweepData& data);

}  // namespace jennopt
