#include "study/optimizer_run.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/limits.hpp"
#include "study/best_point.hpp"
#include "study/evaluation.hpp"

#include <algorithm>
#include <ctime>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

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

    [[nodiscard]] Index spent() const { return spent_; }

    [[nodiscard]] Index left() const { return task_.budget - spent(); }

    [[nodiscard]] bool is_over() const { return !record_.termination.empty(); }

    void end(const std::string& why) { record_.termination = why; }

    /// Takes in what was there before: it is not paid from the budget.
    void note_given() {
        for (const Outcome& outcome : task_.given) {
            take({.round = -1, .kind = given_step, .x = outcome.x, .predicted = no_number},
                 {.x = outcome.x, .y = outcome.y, .failure = outcome.failed ? "given" : ""},
                 given_origin);
        }
    }

    /// Takes in one evaluation; the step says what asked for it.
    void note(StepRecord step, const EvaluationResult& result) {
        const bool failed = !result.failure.empty();
        succeeded_ = succeeded_ || !failed;
        if (failed && record_.first_failure.empty()) {
            record_.first_failure = result.failure;
        }
        take(std::move(step), result, "optimizer " + task_.config.name);
        ++spent_;
        if (!is_over() && left() == 0) {
            end(budget_used);
        }
    }

    /// @throws EvaluationError if too many failed at the beginning, or everything
    void require_success() const {
        const std::string what = "evaluations of optimizer " + task_.config.name;
        if (!succeeded_ && task_.stop_after > 0 && spent_ >= task_.stop_after &&
            task_.stop_after < task_.budget) {
            throw EvaluationError(
                first_failures_text(task_.stop_after, task_.budget, what, record_.first_failure));
        }
        if (is_over() && !record_.best) {
            throw EvaluationError(
                spent_ == 0 ? fmt::format("no {}: {}, and no given point is within the bounds",
                                          what,
                                          record_.termination)
                            : fmt::format("none of the {} {} succeeded; the first failure: {}",
                                          spent_,
                                          what,
                                          record_.first_failure));
        }
    }

    OptimizerRecord& record() { return record_; }

private:
    void take(StepRecord step, const EvaluationResult& result, const std::string& origin) {
        if (result.failure.empty()) {
            const Verdict seen =
                verify(task_.problem, step.x, {.value = result.y.value, .jacobian = {}}, 0.0);
            step.value = seen.true_value;
            step.violation = seen.violation;
            if (IntegerInputs(task_.problem).admits(step.x)) {
                offer(step, result.y, origin);
            }
        } else {
            step.value = no_number;
            step.violation = no_number;
        }
        record_.steps.push_back(std::move(step));
    }

    void offer(const StepRecord& step, const Evaluation& y, const std::string& origin) {
        best_.offer(origin, step.x, y);
        if (best_.found()->x == step.x) {
            record_.best = best_.found();
            judge_best(record_, task_.problem, y, tolerance());
        }
        const auto& target = task_.config.sequential.target;
        const double sense = task_.problem.sense();
        if (target && sense * step.value <= sense * *target && step.violation <= tolerance()) {
            end(name_of(SequentialTermination::target));
        }
    }

    [[nodiscard]] double tolerance() const { return task_.config.sequential.constraint_tolerance; }

    const OptimizerTask& task_;
    BestPoint best_;
    OptimizerRecord record_;
    Index spent_ = 0;
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
    state.absorb(task.given);
    double seconds = thread_seconds() - begin;
    run.note_given();
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
        const std::vector<EvaluationResult> answers =
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
    run.require_success();
    run.record().proposal_seconds = seconds / std::max(1.0, static_cast<double>(run.spent()));
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

/// The best of what was given, if a local search can begin there.
const Outcome* best_given(const OptimizerTask& task, const OptimizerRecord& record) {
    if (!record.best) {
        return nullptr;
    }
    const auto found = std::ranges::find(task.given, record.best->x, &Outcome::x);
    return found != task.given.end() && found->y.jacobian.allFinite() ? &*found : nullptr;
}

Matrix starts_of(const OptimizerTask& task, const Outcome* given) {
    if (given == nullptr) {
        return task.starts;
    }
    Matrix starts(task.starts.rows(), task.starts.cols() + 1);
    starts << given->x, task.starts;
    return starts;
}

/// Local search after local search; a failing evaluation ends the one that met it.
OptimizerRecord run_multistart(const OptimizerTask& task) {
    OptimizerRun run(task);
    SearchOptions options = task.search;
    options.algorithm = task.config.algorithm;
    run.note_given();
    const Outcome* given = best_given(task, run.record());
    const Matrix starts = starts_of(task, given);
    Index number = 0;
    const Model truth = [&](const ConstVectorRef& x) {
        const Vector point = x;
        if (given != nullptr && point == given->x) {
            return given->y;
        }
        EvaluationResult answer =
            std::move(task.evaluate(std::span(&point, 1), run.spent()).front());
        run.note({.round = number, .kind = "search", .x = point, .predicted = no_number}, answer);
        if (run.is_over()) {
            throw SearchOver{};
        }
        if (!answer.failure.empty()) {
            throw EvaluationError(answer.failure);
        }
        return answer.y;
    };
    for (; !run.is_over(); ++number) {
        const Vector start = number < starts.cols()
                                 ? Vector(starts.col(number))
                                 : random_start(task.problem.bounds(), task.rng, number);
        try {
            (void)search(truth, task.problem, start, options);
        } catch (const SearchOver&) {
            // the run knows why
        } catch (const MachineFailure&) {
            throw;
        } catch (const EvaluationError&) {
            // the step has it, and the next start may do better
        }
        run.require_success();
    }
    run.require_success();
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
    record.best->outputs = y.value;
    record.active.clear();
    for (const Index k : problem.constraints()) {
        const Output& output = problem.outputs[at(k)];
        if (limits_of(output).excess(y.value(k)) >= -constraint_tolerance) {
            record.active.push_back(output.name);
        }
    }
}

Rng optimizer_stream(const Rng& replicate) {
    return replicate.child("optimizer");
}

}  // namespace jennopt
