#include "study/optimizers.hpp"

#include "core/at.hpp"
#include "core/parallel.hpp"
#include "problem/wrappers.hpp"
#include "study/evaluation_store.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"

#include <span>

namespace jennopt {

namespace {

/// Where the optimizers begin in a replicate's progress, if there are surrogates before them.
constexpr double optimizers_begin = 0.9;

std::vector<EvaluationResult> evaluate_round(const Problem& problem,
                                             std::span<const Vector> points,
                                             Index threads) {
    std::vector<EvaluationResult> results(points.size());
    parallel_for(std::ssize(points), threads, [&](Index i) {
        results[at(i)] = attempt(problem, points[at(i)]);
    });
    return results;
}

/// A disturbed point is judged by the truth, which the optimizer does not pay for.
void judge_by_truth(OptimizerRecord& record, const ReplicateTask& task, const Problem& truth) {
    if (!disturbs(task.arm.config.problem.wrappers, task.problem.info())) {
        return;
    }
    const EvaluationResult result = attempt(truth, record.best->x);
    if (result.failure.empty()) {
        judge_best(
            record, truth.info(), result.y, task.arm.config.optimization.constraint_tolerance);
    }
}

}  // namespace

std::vector<OptimizerRecord> run_optimizers(const ReplicateTask& task,
                                            const ProblemViews& views,
                                            const Rng& rng) {
    const StudyConfig& config = task.arm.config;
    const double begin = config.surrogates.empty() ? 0.0 : optimizers_begin;
    const double share = (1.0 - begin) / static_cast<double>(config.optimizers.size());
    const ProblemInfo& problem = views.samples().info();
    std::vector<OptimizerRecord> records;
    for (const OptimizerConfig& optimizer : config.optimizers) {
        const double from = begin + share * static_cast<double>(records.size());
        const EvaluateRound evaluate = [&](std::span<const Vector> points, Index first) {
            const double done = static_cast<double>(first) / static_cast<double>(config.budget);
            task.observer(from + share * done, optimizer.name + " evaluates");
            return evaluate_round(views.samples(), points, task.threads);
        };
        records.push_back(run_optimizer(
            {.config = optimizer,
             .problem = problem,
             .search = config.optimization,
             .budget = config.budget,
             .stop_after = task.replicate == 0 ? config.stop_after : 0,
             .given = task.given == nullptr ? std::vector<Outcome>{} : task.given->outcomes(),
             .starts = optimizer_starts(
                 optimizer.starts, problem, task.study_folder, task.replicate, rng),
             .rng = optimizer_stream(rng),
             .evaluate = evaluate}));
        judge_by_truth(records.back(), task, views.truth());
    }
    return records;
}

}  // namespace jennopt
