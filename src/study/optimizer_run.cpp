#include "study/optimizer_run.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "study/best_point.hpp"

#include <algorithm>
#include <ctime>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// So many failures at the beginning are no accident.
constexpr Index most_first_failures = 5;

constexpr const char* budget_used = "evaluations used up";

/// CPU seconds of this thread.
double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Keeps the record of a run, and knows when it must end.
class OptimizerRun {
public:
    explicit OptimizerRun(const OptimizerTask& task)
        : task_(task), best_(task.problem, tolerance()) {
        record_.name = task.config.name;
        record_.method = name_of(task.config.method);
    }

    [[nodiscard]] Index spent() const { return static_cast<Index>(record_.steps.size()); }

    [[nodiscard]] Index left() const { return task_.budget - spent(); }

    [[nodiscard]] bool is_over() const { return !record_.termination.empty(); }

    void end(const std::string& why) { record_.termination = why; }

    /// Takes in one evaluation; the step says what asked for it.
    void note(StepRecord step, const OptimizerAnswer& answer) {
        const bool failed = !answer.failure.empty();
        if (failed) {
            step.value = no_number;
            step.violation = no_number;
            if (record_.first_failure.empty()) {
                record_.first_failure = answer.failure;
            }
        } else {
            const Verdict seen =
                verify(task_.problem, step.x, {.value = answer.y.value, .jacobian = {}}, 0.0);
            step.value = seen.true_value;
            step.violation = seen.violation;
            best_.offer("optimizer " + task_.config.name, step.x, answer.y);
            if (best_.found()->x == step.x) {
                record_.best = best_.found();
                judge_best(record_, task_.problem, answer.y, tolerance());
            }
            succeeded_ = true;
            const auto& target = task_.config.sequential.target;
            if (target && step.value <= *target && step.violation <= tolerance()) {
                end(name_of(SequentialTermination::target));
            }
        }
        record_.steps.push_back(std::move(step));
        if (!is_over() && left() == 0) {
            end(budget_used);
        }
    }

    /// @throws EvaluationError if everything failed, and often enough
    void require_success() const {
        if (!succeeded_ && (is_over() || spent() >= most_first_failures)) {
            throw EvaluationError(
                fmt::format("the first {} of optimizer {} failed; the first failure: {}",
                            spent() == 1 ? "evaluation" : fmt::format("{} evaluations", spent()),
                            task_.config.name,
                            record_.first_failure));
        }
    }

    OptimizerRecord& record() { return record_; }

private:
    [[nodiscard]] double tolerance() const { return task_.config.sequential.constraint_tolerance; }

    const OptimizerTask& task_;
    BestPoint best_;
    OptimizerRecord record_;
    bool succeeded_ = false;
};

std::vector<Vector> points_of(const std::vector<Proposal>& proposals) {
    std::vector<Vector> points;
    for (const Proposal& proposal : proposals) {
        points.push_back(proposal.x);
    }
    return points;
}

StepRecord step_of(const Proposal& proposal, Index round) {
    const bool is_start = proposal.kind == ProposalKind::start;
    return {.round = round,
            .kind = name_of(proposal.kind),
            .model = is_start ? "" : name_of(proposal.model),
            .x = proposal.x,
            .predicted = is_start ? no_number : proposal.predicted};
}

OptimizerRecord run_sequential(const OptimizerTask& task) {
    OptimizerRun run(task);
    run.record().model = name_of(task.config.sequential.model);
    const double begin = thread_seconds();
    Sequential state(task.problem, task.config.sequential, task.starts, task.rng);
    double seconds = thread_seconds() - begin;
    for (Index round = 0; !run.is_over(); ++round) {
        const double before = thread_seconds();
        const std::vector<Proposal> proposals =
            state.propose(std::min(task.config.batch, run.left()));
        seconds += thread_seconds() - before;
        if (proposals.empty()) {
            const auto why = state.termination().value_or(SequentialTermination::no_gain);
            run.end(name_of(why));
            break;
        }
        const std::vector<OptimizerAnswer> answers =
            task.evaluate(points_of(proposals), run.spent());
        std::vector<Outcome> outcomes;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            run.note(step_of(proposals[i], round), answers[i]);
            outcomes.push_back(
                {.x = proposals[i].x, .y = answers[i].y, .failed = !answers[i].failure.empty()});
        }
        const double after = thread_seconds();
        state.absorb(outcomes);
        seconds += thread_seconds() - after;
        if (const auto why = state.termination(); why && !run.is_over()) {
            run.end(name_of(*why));
        }
        run.require_success();
    }
    run.record().proposal_seconds = seconds / static_cast<double>(run.spent());
    return std::move(run.record());
}

Vector random_start(const Bounds& bounds, const Rng& rng, Index number) {
    Rng stream = rng.child("start", number);
    Vector u(bounds.lower.size());
    for (double& entry : u) {
        entry = stream.uniform();
    }
    return bounds.from_unit(u);
}

/// Ends a local search in the middle.
struct SearchOver {};

/// Local search after local search; a failing evaluation ends the one that met it.
OptimizerRecord run_multistart(const OptimizerTask& task) {
    OptimizerRun run(task);
    SearchOptions options = task.search;
    options.algorithm = task.config.algorithm;
    Index number = 0;
    const Model truth = [&](const ConstVectorRef& x) {
        const Vector point = x;
        OptimizerAnswer answer =
            std::move(task.evaluate(std::span(&point, 1), run.spent()).front());
        run.note({.round = number, .kind = "search", .x = point, .predicted = no_number}, answer);
        if (run.is_over()) {
            throw SearchOver{};
        }
        if (!answer.failure.empty()) {
            throw EvaluationError(answer.failure);
        }
        return std::move(answer.y);
    };
    for (; !run.is_over(); ++number) {
        const Vector start = number < task.starts.cols()
                                 ? Vector(task.starts.col(number))
                                 : random_start(task.problem.bounds(), task.rng, number);
        try {
            (void)search(truth, task.problem, start, options);
        } catch (const SearchOver&) {
            // the run knows why
        } catch (const EvaluationError&) {
            // the step has it, and the next start may do better
        }
        run.require_success();
    }
    return std::move(run.record());
}

}  // namespace

OptimizerRecord run_optimizer(const OptimizerTask& task) {
    return task.config.method == OptimizerMethod::sequential ? run_sequential(task)
                                                             : run_multistart(task);
}

void judge_best(OptimizerRecord& record,
                const ProblemInfo& problem,
                const Evaluation& y,
                double constraint_tolerance) {
    record.best->verdict = verify(problem, record.best->x, y, constraint_tolerance);
    record.outputs = y.value;
    record.active.clear();
    for (const Index k : problem.constraints()) {
        if (y.value(k) >= -constraint_tolerance) {
            record.active.push_back(problem.outputs[static_cast<std::size_t>(k)].name);
        }
    }
}

Rng optimizer_stream(const Rng& replicate) {
    return replicate.child("optimizer");
}

}  // namespace jennopt
