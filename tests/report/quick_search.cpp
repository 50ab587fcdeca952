#include "report/quick_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

/// Projected descent with backtracking on the objective (penalized by the constraint).
SearchRun descend(const QuickModel& model,
                  const Bounds& bounds,
                  const Vector& start,
                  Matrix& path) {
    SearchRun run{start, start, 0.0, 0.0, 0, SearchTermination::no_progress};
    const auto merit = [&](const Evaluation& y) {
        return y.value(0) + (y.value.size() > 1 ? 500.0 * std::max(0.0, y.value(1)) : 0.0);
    };
    Evaluation y = model(run.x);
    std::vector<Vector> points{run.x};
    double step = 1e-2;
    for (int i = 0; i < 400 && step > 1e-12; ++i) {
        Vector slope = y.jacobian.row(0).transpose();
        if (y.value.size() > 1 && y.value(1) > 0.0) {
            slope += 500.0 * y.jacobian.row(1).transpose();
        }
        const Vector next = (run.x - step * slope).cwiseMax(bounds.lower).cwiseMin(bounds.upper);
        const Evaluation trial = model(next);
        ++run.evaluations;
        if (merit(trial) < merit(y)) {
            run.x = next;
            y = trial;
            step *= 1.5;
            points.push_back(next);
        } else {
            step *= 0.4;
        }
    }
    run.objective = y.value(0);
    run.violation = y.value.size() > 1 ? std::max(0.0, y.value(1)) : 0.0;
    path.resize(start.size(), static_cast<Index>(points.size()));
    for (std::size_t i = 0; i < points.size(); ++i) {
        path.col(static_cast<Index>(i)) = points[i];
    }
    return run;
}

}  // namespace

OptimumRecord quick_search(const QuickModel& model, const Problem& truth, Rng rng) {
    const Bounds bounds = truth.info().bounds();
    OptimumRecord optimum;
    for (int s = 0; s < 5; ++s) {
        Vector start(bounds.lower.size());
        for (double& x : start) {
            x = -2.0 + 4.0 * rng.uniform();
        }
        Matrix path;
        const SearchRun run = descend(model, bounds, start, path);
        optimum.search.evaluations += run.evaluations;
        if (optimum.search.runs.empty() ||
            run.objective <
                optimum.search.runs[static_cast<std::size_t>(optimum.search.best)].objective) {
            optimum.search.best = s;
            optimum.search.path = path;
        }
        optimum.search.runs.push_back(run);
    }
    const SearchRun& best = optimum.search.runs[static_cast<std::size_t>(optimum.search.best)];
    const Evaluation there = truth.evaluate(best.x, Derivatives::first);
    optimum.x = best.x;
    optimum.predicted = best.objective;
    optimum.verdict.true_value = there.value(0);
    optimum.verdict.violation = there.value.size() > 1 ? std::max(0.0, there.value(1)) : 0.0;
    optimum.verdict.gradient_norm = 4.0 * there.jacobian.row(0).norm();
    optimum.verdict.distance = truth.info().known_optimum
                                   ? (best.x - truth.info().known_optimum->X.col(0)).norm()
                                   : std::numeric_limits<double>::quiet_NaN();
    return optimum;
}
