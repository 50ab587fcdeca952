#include "jennopt/optimization/search.hpp"

#include "core/format.hpp"
#include "core/minimize.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/sampling.hpp"
#include "optimization/integer_search.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

/// The model over the unit box in the standard form.
SmoothFunction in_unit_box(const Model& model, const StandardForm& form, const Bounds& bounds) {
    return [&model, &form, bounds](const ConstVectorRef& u) {
        const Vector x = bounds.from_unit(u);
        const Evaluation y = model(x);
        return Evaluation{.value = form.values(y.value),
                          .jacobian = form.partials(y.jacobian) * bounds.widths(x).asDiagonal()};
    };
}

SearchRun search_from(const SmoothFunction& function,
                      const Bounds& bounds,
                      const ConstVectorRef& start,
                      const SearchOptions& options,
                      std::vector<Vector>& path) {
    const Bounds unit{.lower = Vector::Zero(start.size()), .upper = Vector::Ones(start.size())};
    const SearchObserver remember = [&](const ConstVectorRef& u, const Evaluation& /*y*/) {
        path.push_back(bounds.from_unit(u));
        return true;
    };
    SearchRun run{.start = start, .x = start};
    try {
        const Vector from = bounds.to_unit(start).cwiseMax(0.0).cwiseMin(1.0);
        const MinimizeResult result =
            minimize(function,
                     unit,
                     from,
                     {.algorithm = options.algorithm,
                      .max_evaluations = options.max_evaluations,
                      .gradient_tolerance = options.gradient_tolerance,
                      .constraint_tolerance = options.constraint_tolerance},
                     remember);
        run.x = bounds.from_unit(result.x);
        run.objective = result.y.value(0);
        run.violation = result.violation;
        run.evaluations = result.evaluations;
        run.termination = result.termination;
    } catch (const MachineFailure&) {
        throw;
    } catch (const EvaluationError& error) {
        // One start that meets a failing evaluation does not end the others; the run states what
        // happened.
        run.failure = error.what();
        run.objective = std::numeric_limits<double>::infinity();
        run.violation = std::numeric_limits<double>::infinity();
        run.evaluations = static_cast<Index>(path.size()) + 1;
    }
    return run;
}

}  // namespace

Matrix make_starts(const SearchOptions& options, const Bounds& bounds, const Rng& rng) {
    const Index n_x = bounds.lower.size();
    const auto given = std::min<Index>(static_cast<Index>(options.from.size()), options.starts);
    Matrix starts(n_x, options.starts);
    for (Index s = 0; s < given; ++s) {
        const auto& from = options.from[static_cast<std::size_t>(s)];
        const Eigen::Map<const Vector> x(from.data(), static_cast<Index>(from.size()));
        if (x.size() != n_x || !bounds.contains(x)) {
            throw ConfigError(fmt::format(
                "optimization.from: start {} is {}, expected {} numbers between {} and {}",
                s + 1,
                to_text(x),
                n_x,
                to_text(bounds.lower),
                to_text(bounds.upper)));
        }
        starts.col(s) = x;
    }
    if (given < options.starts) {
        starts.rightCols(options.starts - given) =
            sample(bounds,
                   {{.plan = SamplingPlan::latin_hypercube, .count = options.starts - given}},
                   rng);
    }
    return starts;
}

SearchResult search(const Model& model,
                    const ProblemInfo& problem,
                    const ConstMatrixRef& starts,
                    const SearchOptions& options) {
    const Bounds bounds = problem.bounds();
    const StandardForm form(problem);
    const SmoothFunction function = in_unit_box(model, form, bounds);
    SearchResult result;
    std::vector<Vector> best_path;
    for (Index s = 0; s < starts.cols(); ++s) {
        std::vector<Vector> path;
        result.runs.push_back(search_from(function, bounds, starts.col(s), options, path));
        SearchRun& run = result.runs.back();
        run.objective = form.objective(run.objective);  // back to raw units
        result.evaluations += run.evaluations;
        if (s == 0 || is_better(run,
                                result.runs[static_cast<std::size_t>(result.best)],
                                form,
                                options.constraint_tolerance)) {
            result.best = s;
            best_path = std::move(path);
        }
    }
    const SearchRun& best = result.runs.at(static_cast<std::size_t>(result.best));
    if (!best.failure.empty()) {
        throw EvaluationError(fmt::format("no search of {} could be finished; the first one: {}",
                                          starts.cols(),
                                          result.runs.front().failure));
    }
    result.path = Matrix(bounds.lower.size(), static_cast<Index>(best_path.size()));
    for (Index i = 0; i < result.path.cols(); ++i) {
        result.path.col(i) = best_path[static_cast<std::size_t>(i)];
    }
    return result;
}

}  // namespace jennopt
