#include "study/claim.hpp"

#include "core/at.hpp"
#include "optimization/integer_search.hpp"
#include "problem/integer_inputs.hpp"

namespace jennopt {

void search_claim(const Model& model,
                  const ProblemInfo& problem,
                  const ConstMatrixRef& starts,
                  const SearchOptions& options,
                  OptimumRecord& optimum) {
    optimum.search = search(model, problem, starts, options);
    const SearchRun best = IntegerInputs(problem).empty()
                               ? optimum.search.runs.at(at(optimum.search.best))
                               : search_integers(model, problem, optimum.search, options);
    optimum.x = best.x;
    optimum.predicted = best.objective;
}

}  // namespace jennopt
