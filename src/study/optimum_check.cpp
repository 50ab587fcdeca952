#include "study/optimum_check.hpp"

#include "optimization/integer_search.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/standard_form.hpp"
#include "study/evaluation_store.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr Verdict unknown_verdict{nan, nan, nan, nan};

/// Of minima, in widths of the bounds: a neighbour of a point that fails is likely to fail too.
constexpr double least_distance = 1e-2;

bool is_apart(const Vector& x, const std::vector<EvaluationResult>& from, const Bounds& bounds) {
    return std::ranges::none_of(from, [&](const EvaluationResult& other) {
        const Vector step = bounds.to_unit(x) - bounds.to_unit(other.x);
        return step.cwiseAbs().maxCoeff() < least_distance;
    });
}

/// Where the truth is asked, and what the model predicts there.
struct Minimum {
    Vector x;
    double predicted;
};

/// The claim, then what other starts led to, best first.
std::vector<Minimum> ranked_minima(const OptimumRecord& optimum, const OptimumCheck& check) {
    const StandardForm form(check.problem);
    const IntegerInputs integers(check.problem);
    std::vector<const SearchRun*> runs;
    for (const SearchRun& run : optimum.search.runs) {
        if (run.failure.empty()) {
            runs.push_back(&run);
        }
    }
    std::ranges::stable_sort(runs, [&](const SearchRun* a, const SearchRun* b) {
        return is_better(*a, *b, form, check.constraint_tolerance);
    });
    std::vector<Minimum> minima{{optimum.x, optimum.predicted}};
    for (const SearchRun* run : runs) {
        if (integers.empty()) {
            minima.push_back({run->x, run->objective});
        } else {
            const Vector x = integers.rounded(run->x);
            minima.push_back({x, check.model(x).value(check.problem.objective())});
        }
    }
    return minima;
}

}  // namespace

Verdict judge(const ProblemInfo& problem,
              const EvaluationResult& truth,
              double constraint_tolerance) {
    return truth.failure.empty() ? verify(problem, truth.x, truth.y, constraint_tolerance)
                                 : unknown_verdict;
}

std::vector<EvaluationResult> check_optimum(OptimumRecord& optimum, const OptimumCheck& check) {
    const Bounds bounds = check.problem.bounds();
    std::vector<EvaluationResult> tried;
    for (const auto& [x, predicted] : ranked_minima(optimum, check)) {
        if (std::ssize(tried) == most_checks || !is_apart(x, tried, bounds)) {
            continue;
        }
        tried.push_back(attempt(check.truth, x));
        if (tried.back().failure.empty()) {
            optimum.x = x;
            optimum.predicted = predicted;
            optimum.instead = std::ssize(tried) == 1 ? "" : next_minimum;
            break;
        }
    }
    optimum.checks = std::ssize(tried);
    optimum.failure = tried.front().failure;
    optimum.verdict = judge(check.problem, tried.back(), check.constraint_tolerance);
    if (!tried.back().failure.empty() && check.sample) {
        optimum.x = check.sample->x;
        optimum.predicted = check.model(optimum.x).value(check.problem.objective());
        optimum.verdict = check.sample->verdict;
        optimum.instead = sample_instead;
    }
    return tried;
}

}  // namespace jennopt
