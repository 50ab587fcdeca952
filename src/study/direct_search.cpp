#include "study/direct_search.hpp"

#include "jennopt/core/error.hpp"
#include "study/claim.hpp"
#include "study/evaluation_store.hpp"
#include "study/optimum_check.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

/// Names of inputs by which a partial of any output is missing.
std::vector<std::string> inputs_missing(const Matrix& jacobian, const ProblemInfo& problem) {
    std::vector<std::string> names;
    for (Index j = 0; j < jacobian.cols(); ++j) {
        if (jacobian.col(j).array().isNaN().any()) {
            names.push_back(problem.inputs[static_cast<std::size_t>(j)].name);
        }
    }
    return names;
}

/// Puts differences where partials are missing.
/// @return values that they took
Index complete_partials(const Problem& truth,
                        const PartialsOptions& how,
                        EvaluationResult& result) {
    PartialsOptions partials = how;
    partials.source = PartialsSource::finite_difference;
    partials.only = inputs_missing(result.y.jacobian, truth.info());
    if (partials.only.empty()) {
        return 0;
    }
    const Index sides = partials.scheme == DifferenceScheme::central ? 2 : 1;
    const Index values = sides * std::ssize(partials.only);
    const WrappedProblem differenced(
        truth, {.partials = std::move(partials), .noise = {}, .missing = {}}, Rng(0));
    const EvaluationResult differences = attempt(differenced, result.x);
    if (differences.failure.empty()) {
        Matrix& jacobian = result.y.jacobian;
        jacobian = jacobian.array().isNaN().select(differences.y.jacobian, jacobian).eval();
    }
    return values;
}

}  // namespace

void search_truth(const DirectSearch& task, ReplicateRecord& record) {
    std::vector<EvaluationResult> visited;
    const Model model = [&](const ConstVectorRef& x) {
        task.before_each();
        visited.push_back(attempt(task.truth, x));
        EvaluationResult& result = visited.back();
        if (!result.failure.empty()) {
            throw EvaluationError(result.failure);
        }
        record.truth_differences += complete_partials(task.truth, task.differences, result);
        task.best.offer("direct search", x, result.y);
        return result.y;
    };
    OptimumRecord optimum;
    try {
        search_claim(model, task.problem, task.starts, task.options, optimum);
    } catch (const MachineFailure&) {
        throw;
    } catch (const EvaluationError& error) {
        record.truth_failure = error.what();
        return;
    }
    const double tolerance = task.options.constraint_tolerance;
    // The search has been there: a second evaluation is not needed.
    optimum.verdict = judge(
        task.problem, *std::ranges::find(visited, optimum.x, &EvaluationResult::x), tolerance);
    record.truth_evaluations = optimum.search.evaluations;
    record.truth_progress = best_so_far(visited, task.problem, tolerance);
    record.truth = std::move(optimum);
}

}  // namespace jennopt
