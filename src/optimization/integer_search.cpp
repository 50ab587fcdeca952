#include "optimization/integer_search.hpp"

#include "core/at.hpp"
#include "problem/integer_inputs.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

constexpr double same_start = 1e-3;  // of the unit box

/// The problem with all inputs held but these.
ProblemInfo free_part(ProblemInfo problem, const std::vector<Index>& free) {
    std::vector<Input> inputs;
    for (const Index j : free) {
        inputs.push_back(problem.inputs[at(j)]);
    }
    problem.inputs = std::move(inputs);
    problem.known_optimum.reset();
    return problem;
}

/// The best point that has the integers of x.
SearchRun search_beside(const Model& model,
                        const ProblemInfo& problem,
                        const std::vector<Index>& free,
                        const Vector& x,
                        const SearchOptions& options) {
    const auto held = [&](const ConstVectorRef& part) {
        Vector whole = x;
        whole(free) = part;
        Evaluation y = model(whole);
        y.jacobian = Matrix(y.jacobian(Eigen::all, free));
        return y;
    };
    const Vector part = x(free);
    SearchRun run = search(held, free_part(problem, free), part, options).runs.front();
    Vector whole = x;
    whole(free) = run.x;
    run.x = std::move(whole);
    run.start = x;
    return run;
}

SearchRun evaluated(const Model& model,
                    const StandardForm& form,
                    Index objective,
                    const Vector& x) {
    const Vector y = model(x).value;
    return {.start = x,
            .x = x,
            .objective = y(objective),
            .violation = form.violation(y),
            .evaluations = 1};
}

}  // namespace

bool is_better(const SearchRun& a,
               const SearchRun& b,
               const StandardForm& form,
               double constraint_tolerance) {
    const bool a_feasible = a.violation <= constraint_tolerance;
    const bool b_feasible = b.violation <= constraint_tolerance;
    if (a_feasible != b_feasible) {
        return a_feasible;
    }
    return a_feasible ? form.objective(a.objective) < form.objective(b.objective)
                      : a.violation < b.violation;
}

SearchRun search_integers(const Model& model,
                          const ProblemInfo& problem,
                          const SearchResult& found,
                          const SearchOptions& options) {
    const IntegerInputs integers(problem);
    const StandardForm form(problem);
    std::vector<Index> free;
    for (Index j = 0; j < problem.n_x(); ++j) {
        if (!problem.inputs[at(j)].integer) {
            free.push_back(j);
        }
    }
    const Bounds bounds = problem.bounds();
    std::vector<Vector> tried;  // where searches began, in the unit box
    std::optional<SearchRun> best;
    const auto try_around = [&](const Vector& place) {
        const std::optional<SearchRun> before = best;
        for (const Vector& x : integers.around(place, true)) {
            const Vector u = bounds.to_unit(x);
            const auto is_near = [&](const Vector& other) {
                return (other - u).lpNorm<Eigen::Infinity>() < same_start;
            };
            if (std::ranges::any_of(tried, is_near)) {
                continue;
            }
            tried.push_back(u);
            SearchRun next = free.empty() ? evaluated(model, form, problem.objective(), x)
                                          : search_beside(model, problem, free, x, options);
            if (!best || is_better(next, *best, form, options.constraint_tolerance)) {
                best = std::move(next);
            }
        }
        return !before || best->x != before->x;
    };
    for (const SearchRun& run : found.runs) {
        (void)try_around(run.x);
    }
    while (try_around(Vector(best->x))) {  // as far as steps lead
    }
    return *best;
}

}  // namespace jennopt
