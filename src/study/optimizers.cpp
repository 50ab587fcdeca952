#include "study/optimizers.hpp"

#include "core/parallel.hpp"
#include "problem/wrappers.hpp"
#include "study/evaluation.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"

#include <span>
#include <string>
#include <utility>

namespace jennopt {

namespace {

/// Where the optimizers begin in a replicate's progress, if there are surrogates before them.
constexpr double optimizers_begin = 0.9;

/// The one place at which optimizers meet the journal.
std::vector<OptimizerAnswer> evaluate_round(const OptimizerTruth& truth,
                                            const std::string& optimizer,
                                            std::span<const Vector> points,
                                            Index first,
                                            Index threads) {
    std::vector<OptimizerAnswer> answers(points.size());
    parallel_for(std::ssize(points), threads, [&](Index i) {
        const auto at = static_cast<std::size_t>(i);
        const std::string key = numbered_key("optimizer/" + optimizer, first + i);
        JournalEntry entry = truth.journal.evaluate(truth.seen, key, points[at]);
        answers[at] = {std::move(entry.y), std::move(entry.failure)};
    });
    return answers;
}

/// A disturbed point is judged by the truth, which the optimizer does not pay for.
void judge_by_truth(OptimizerRecord& record,
                    const ReplicateTask& task,
                    const OptimizerTruth& truth) {
    if (!disturbs(task.arm.config.problem.wrappers, task.problem.info())) {
        return;
    }
    const JournalEntry entry =
        truth.journal.evaluate(truth.clean, "check/" + record.name, record.best->x);
    if (entry.failure.empty()) {
        judge_best(
            record, truth.seen.info(), entry.y, task.arm.config.optimization.constraint_tolerance);
    }
}

}  // namespace

std::vector<OptimizerRecord> run_optimizers(const ReplicateTask& task,
                                            const OptimizerTruth& truth,
                                            const Rng& rng) {
    const StudyConfig& config = task.arm.config;
    const double begin = config.surrogates.empty() ? 0.0 : optimizers_begin;
    const double share = (1.0 - begin) / static_cast<double>(config.optimizers.size());
    const ProblemInfo& problem = truth.seen.info();
    std::vector<OptimizerRecord> records;
    for (const OptimizerConfig& optimizer : config.optimizers) {
        const double from = begin + share * static_cast<double>(records.size());
        const EvaluateRound evaluate = [&](std::span<const Vector> points, Index first) {
            const double done = static_cast<double>(first) / static_cast<double>(config.budget);
            task.observer(from + share * done, optimizer.name + " evaluates");
            return evaluate_round(truth, optimizer.name, points, first, task.threads);
        };
        records.push_back(run_optimizer(
            {optimizer,
             problem,
             config.optimization,
             config.budget,
             optimizer_starts(optimizer.starts, problem, task.study_folder, task.replicate, rng),
             optimizer_stream(rng),
             evaluate}));
        judge_by_truth(records.back(), task, truth);
    }
    return records;
}

}  // namespace jennopt
