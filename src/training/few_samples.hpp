#pragma once

#include "training/candidates.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// Some of a task's samples, drawn at random, as a task of their own.
class PartOfTask {
public:
    /// @param whole  must outlive this object
    PartOfTask(const TrainingTask& whole, Index samples, Rng rng);
    PartOfTask(const PartOfTask&) = delete;
    PartOfTask& operator=(const PartOfTask&) = delete;

    [[nodiscard]] const TrainingTask& task() const { return task_; }

private:
    std::vector<Index> samples_;
    Dataset data_;
    WeightFactors beta_;
    WeightFactors gamma_;
    TrainingTask task_;
};

/// As many samples as lambda and gamma can be told from, all or fewer: so many residuals for each
/// parameter that lambda hardly matters.
[[nodiscard]] Index enough_to_choose(const TrainingTask& task);

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
