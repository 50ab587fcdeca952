#pragma once

#include "jennopt/optimization/search.hpp"
#include "problem/standard_form.hpp"

namespace jennopt {

/// Feasible before infeasible, then by the objective, or by violation where neither is feasible.
[[nodiscard]] bool is_better(const SearchRun& a,
                             const SearchRun& b,
                             const StandardForm& form,
                             double constraint_tolerance);

/// The best point of a model with whole numbers where they must be: those next to the optima that a
/// search without that condition found, and on from the best of them as far as such steps lead, the
/// other inputs searched again at each.
/// @param found    by search() with the same model, problem and options
/// @param problem  has integers
[[nodiscard]] SearchRun search_integers(const Model& model,
                                        const ProblemInfo& problem,
                                        const SearchResult& found,
                                        const SearchOptions& options);

}  // namespace jennopt
