#pragma once

#include "jennopt/optimization/search.hpp"
#include "problem/wrappers.hpp"
#include "record/record.hpp"
#include "study/best_point.hpp"

#include <functional>

namespace jennopt {

/// The search on the true function that surrogates are compared with.
struct DirectSearch {
    const Problem& truth;
    const ProblemInfo& problem;  ///< as the surrogates' samples see it
    const Matrix& starts;        ///< (n_x, starts), raw units
    const SearchOptions& options;
    const PartialsOptions& differences;  ///< scheme and step where a partial is missing
    std::function<void()> before_each;   ///< called before each evaluation
    BestPoint& best;                     ///< every evaluation is offered to it
};

/// Searches the truth and records the optimum, its cost and its course, or why it was not possible.
/// Partials that are missing at a point are differences of the values there, which cost one value
/// for each input and side.
void search_truth(const DirectSearch& task, ReplicateRecord& record);

}  // namespace jennopt
