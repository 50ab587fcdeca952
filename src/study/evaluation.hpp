#pragma once

#include "jennopt/core/error.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"
#include "study/evaluation_store.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The samples that arrived, in the order of the plan, and what became of the others.
struct Evaluated {
    Dataset data;
    std::vector<Index> arrived;  // columns of the plan, then rows of given data, one per sample
    Index failed = 0;
    std::string first_failure;
};

/// How the points of a plan are evaluated.
struct EvaluationOptions {
    std::string_view group;  ///< what they are, for messages
    Index threads = 1;       ///< evaluations at a time, >= 1
    Index stop_after = 0;    ///< stop if so many first points all fail; 0: never
    std::function<bool(const ConstVectorRef&)> is_under_way;  ///< points to leave for the end
    std::function<void(double)> on_progress;  ///< gets the share done, from one thread at a time;
                                              ///< what it throws ends the work
};

/// So many first evaluations all failed that no more are tried.
class FirstFailures final : public EvaluationError {
public:
    using EvaluationError::EvaluationError;
};

/// Calls a function for the columns of X, several at a time; those that are under way elsewhere
/// come last: they are known by then.
/// @param is_under_way  empty: none is
void for_each_point(const Matrix& X,
                    Index threads,
                    const std::function<bool(const ConstVectorRef&)>& is_under_way,
                    const std::function<void(Index)>& evaluate);

/// Evaluates the problem at every column of X, several at a time; the result does not depend on how
/// many.
/// @throws EvaluationError with the first failure if no point could be evaluated, FirstFailures if
/// none of the first ones
[[nodiscard]] Evaluated evaluate_all(const Problem& problem,
                                     const Matrix& X,
                                     const EvaluationOptions& options);

/// Says that no more are tried because so many first evaluations all failed.
/// @param what  plural, "training samples"
[[nodiscard]] std::string first_failures_text(Index first,
                                              Index all,
                                              const std::string& what,
                                              const std::string& first_failure);

/// The samples of the first, then those of the second. @throws ShapeError if they do not fit
[[nodiscard]] Dataset join(const Dataset& first, const Dataset& second);

/// The dataset with one more sample, if that did not fail.
[[nodiscard]] Dataset join(const Dataset& data, const EvaluationResult& result);

}  // namespace jennopt
