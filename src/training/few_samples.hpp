#pragma once

#include "training/candidates.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// Chooses lambda from a part of the samples, by the rules that hold for all, in a sixteenth of the
/// time or less: results/selection.md has how alike the two are.
///
/// @param start  the pair from which lambda is looked for
/// @param tried  where the pairs that are judged are kept
/// @return       nothing where the samples are few already, or where their part does not predict
///               its own partials so well that it has seen what there is to see
/// @throws       as SelectionMonitor::see() does
[[nodiscard]] std::optional<Pair> choose_from_few(const TrainingTask& task,
                                                  const Pair& start,
                                                  const Rng& rng,
                                                  Index threads,
                                                  SelectionMonitor& monitor,
                                                  std::vector<SelectionCandidate>& tried);

}  // namespace jennopt
