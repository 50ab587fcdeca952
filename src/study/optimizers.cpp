#include "study/optimizers.hpp"

#include "core/at.hpp"
#include "core/point_key.hpp"
#include "problem/wrappers.hpp"
#include "study/evaluation.hpp"
#include "study/evaluation_store.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace jennopt {

namespace {

/// Where the optimizers begin in a replicate's progress, if there are surrogates before them.
constexpr double optimizers_begin = 0.9;

/// Gain worth an evaluation of infill, in median spreads of values: who asks for ten wants ten.
constexpr double infill_tolerance = 1e-12;

std::vector<EvaluationResult> evaluate_round(const ProblemViews& views,
                                             std::span<const Vector> points,
                                             Index threads) {
    Matrix X(views.samples().info().n_x(), std::ssize(points));
    for (Index i = 0; i < X.cols(); ++i) {
        X.col(i) = points[at(i)];
    }
    if (X.cols() > threads) {
        views.expect(X);
    }
    std::vector<EvaluationResult> results(points.size());
    for_each_point(
        X,
        threads,
        [&views](const ConstVectorRef& x) { return views.is_under_way(x); },
        [&](Index i) { results[at(i)] = attempt(views.samples(), points[at(i)]); });
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

ProposingModel proposing_model(SurrogateKind kind) {
    switch (kind) {
        case SurrogateKind::nn:
            return ProposingModel::nn;
        case SurrogateKind::jenn:
            return ProposingModel::jenn;
        case SurrogateKind::kriging:
            return ProposingModel::kriging;
    }
    return ProposingModel::competition;
}

/// The samples, each point once, then the checks at other points.
std::vector<Outcome> known_outcomes(const InfillTask& infill, const ProblemInfo& problem) {
    std::set<std::string> points;
    std::vector<Outcome> known;
    const auto add = [&](Outcome outcome) {
        if (points.insert(point_key(outcome.x)).second) {
            known.push_back(std::move(outcome));
        }
    };
    std::ranges::for_each(infill.samples, add);
    for (const EvaluationResult& check : infill.checks) {
        Outcome outcome{.x = check.x, .y = check.y, .failed = !check.failure.empty()};
        if (!outcome.failed && (!problem.has_partials || outcome.y.jacobian.size() == 0)) {
            outcome.y.jacobian = Matrix::Constant(problem.n_y(), problem.n_x(), std::nan(""));
        }
        add(std::move(outcome));
    }
    return known;
}

/// What was known before belongs to the surrogate, and was paid for.
void name_known_steps(OptimizerRecord& record, const InfillTask& infill) {
    const SurrogateConfig& surrogate = infill.surrogate;
    for (StepRecord& step : record.steps) {
        if (step.kind != given_step) {
            continue;
        }
        const bool is_sample =
            std::ranges::find(infill.samples, step.x, &Outcome::x) != infill.samples.end();
        const bool is_of_base = !surrogate.polish.empty() && infill.checks.front().x == step.x;
        step.kind = is_sample ? sample_step : check_step;
        if (record.best->origin == given_origin && record.best->x == step.x) {
            record.best->origin =
                is_sample ? "training sample"
                          : "optimum of " + (is_of_base ? surrogate.polish : surrogate.name);
        }
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
            return evaluate_round(views, points, task.threads);
        };
        records.push_back(run_optimizer(
            {.config = optimizer,
             .problem = problem,
             .search = config.optimization,
             .budget = config.budget,
             .stop_after = task.replicate == 0 ? config.failures.stop_after : 0,
             .given = task.given == nullptr ? std::vector<Outcome>{} : task.given->outcomes(),
             .starts = optimizer_starts(
                 optimizer.starts, problem, task.study_folder, task.replicate, rng),
             .rng = optimizer_stream(rng),
             .evaluate = evaluate}));
        judge_by_truth(records.back(), task, views.truth());
    }
    return records;
}

OptimizerRecord run_infill(const ReplicateTask& task,
                           const ProblemViews& views,
                           const Rng& rng,
                           const InfillTask& infill) {
    const ProblemInfo& problem = views.samples().info();
    OptimizerConfig config{.name = infill.surrogate.infill_name()};
    config.sequential.model = proposing_model(infill.surrogate.kind);
    config.sequential.tolerance = infill_tolerance;
    config.sequential.constraint_tolerance = task.arm.config.optimization.constraint_tolerance;
    const EvaluateRound evaluate = [&](std::span<const Vector> points, Index /*first*/) {
        task.observer(infill.progress, config.name + " evaluates");
        return evaluate_round(views, points, task.threads);
    };
    OptimizerRecord record = run_optimizer(
        {.config = config,
         .problem = problem,
         .search = task.arm.config.optimization,
         .budget = infill.surrogate.infill,
         .given = known_outcomes(infill, problem),
         .starts = optimizer_starts(config.starts, problem, task.study_folder, task.replicate, rng),
         .rng = optimizer_stream(rng),
         .evaluate = evaluate});
    record.method = infill_method;
    name_known_steps(record, infill);
    judge_by_truth(record, task, views.truth());
    return record;
}

std::vector<Outcome> sample_outcomes(const Evaluated& samples,
                                     const Matrix& plan,
                                     const GivenData* given) {
    const Index n_given = given == nullptr ? 0 : std::ssize(given->rows);
    std::vector<Outcome> outcomes;
    Index t = 0;  // of those that arrived
    for (Index i = 0; i < plan.cols() + n_given; ++i) {
        const EvaluationResult* row = i < plan.cols() ? nullptr : &given->rows[at(i - plan.cols())];
        if (t < std::ssize(samples.arrived) && samples.arrived[at(t)] == i) {
            outcomes.push_back(
                {.x = samples.data.X.col(t),
                 .y = {.value = samples.data.Y.col(t), .jacobian = samples.data.jacobian_at(t)}});
            ++t;
        } else if (row == nullptr || !row->failure.empty()) {
            outcomes.push_back(
                {.x = row == nullptr ? Vector(plan.col(i)) : row->x, .y = {}, .failed = true});
        }
    }
    return outcomes;
}

}  // namespace jennopt
