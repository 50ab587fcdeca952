#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"
#include "study/journal.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The samples that arrived, in the order of the plan, and what became of the others.
struct Evaluated {
    Dataset data;
    std::vector<Index> arrived;  // columns of the plan, one per sample of data
    Index failed = 0;
    std::string first_failure;
};

/// "training/000012": sorts as its number does.
[[nodiscard]] std::string numbered_key(std::string_view group, Index number);

/// Evaluates the problem at every column of X through the journal (where there is one), several at
/// a time; the result does not depend on how many.
/// @param on_progress  gets the share done, from one thread at a time; what it throws ends the
/// work
/// @throws EvaluationError with the first failure if no point could be evaluated
[[nodiscard]] Evaluated evaluate_all(const Problem& problem,
                                     const Matrix& X,
                                     std::string_view group,
                                     Journal* journal,
                                     Index threads,
                                     const std::function<void(double)>& on_progress);

/// The dataset with one more sample, if that did not fail.
[[nodiscard]] Dataset join(const Dataset& data, const JournalEntry& entry);

}  // namespace jennopt
