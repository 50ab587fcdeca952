#include "study/run_guard.hpp"

#include "core/duration.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "study/continuation.hpp"
#include "study/fingerprint.hpp"
#include "study/units.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* stopped = "the run ends";
constexpr const char* time_over =
    "the hours of the run are over (--hours); the same command goes on from here";

std::string share_text(const FailurePolicy& policy, Index tried, Index failed) {
    return fmt::format(
        "{} of {} evaluations failed, {:.0f} %, more than the share of {} that "
        "failures.stop_above allows once {} were tried",
        failed,
        tried,
        100.0 * static_cast<double>(failed) / static_cast<double>(tried),
        *policy.stop_above,
        policy.after);
}

}  // namespace

/// Stands before the problem, behind the store: what is known does not pass.
class RunGuard::Watched final : public Problem {
public:
    Watched(RunGuard& guard, const PlannedArm& arm, std::string who)
        : Problem(arm.problem->info()),
          guard_(guard),
          inner_(arm.problem),
          fingerprint_(problem_fingerprint(arm.arm->config.problem)),
          who_(std::move(who)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        guard_.before_evaluation(fingerprint_);
        try {
            Evaluation y = inner_->evaluate(x, wanted);
            guard_.after_evaluation(fingerprint_, "");
            return y;
        } catch (const MachineFailure& failure) {
            guard_.log_.note(fmt::format("machine failure: {}: {}", who_, failure.what()));
            throw;
        } catch (const EvaluationError& failure) {
            guard_.log_.note(fmt::format("failed: {}: {}", who_, failure.what()));
            guard_.after_evaluation(fingerprint_, failure.what());
            throw;
        }
    }

    RunGuard& guard_;
    std::shared_ptr<const Problem> inner_;
    std::string fingerprint_;
    std::string who_;
};

RunGuard::RunGuard(const Study& study,
                   const RunOptions& options,
                   const EvaluationStore* store,
                   StudyLog& log)
    : study_(study),
      options_(options),
      policy_(study.arms.front().config.failures),
      store_(store),
      log_(log),
      tallies_(store == nullptr ? std::map<std::string, EvaluationTally>{} : store->tallies()) {}

std::shared_ptr<const Problem> RunGuard::watched(const PlannedArm& arm, Index replicate) {
    if (store_ == nullptr) {
        return arm.problem;
    }
    return std::make_shared<const Watched>(
        *this, arm, fmt::format("{}, replicate {}", arm.arm->label, replicate));
}

std::shared_ptr<const Problem> RunGuard::watched(const std::vector<PlannedArm>& arms,
                                                 const std::string& problem) {
    const auto found = std::ranges::find_if(arms, [&problem](const PlannedArm& arm) {
        return problem_fingerprint(arm.arm->config.problem) == problem;
    });
    return found == arms.end() ? nullptr
                               : std::make_shared<const Watched>(
                                     *this, *found, found->arm->label + ", for another process");
}

StudyObserver RunGuard::watched(const StudyObserver& observer) {
    return [this, &observer](const StudyProgress& progress) {
        if (const std::string failure = log_.take_failure(); !failure.empty()) {
            StudyProgress remark = progress;
            remark.activity = "";
            remark.remark = failure;
            observer(remark);
        }
        observer(progress);
        const std::scoped_lock lock(mutex_);
        if (why_) {
            throw Interrupted(stopped);
        }
        if (seconds_left() <= 0.0) {
            end(std::make_exception_ptr(Interrupted(time_over)));
        }
    };
}

void RunGuard::note_begin(const std::filesystem::path& folder,
                          const std::vector<std::string>& sentences) {
    const std::vector<Unit> units = all_units(study_);
    const auto done = std::ranges::count_if(
        units, [&](const Unit& unit) { return is_done(unit_folder(folder, study_, unit)); });
    EvaluationTally kept;
    for (const auto& [problem, tally] : tallies_) {
        kept.tried += tally.tried;
        kept.failed += tally.failed;
    }
    log_.note(fmt::format("begin: jennopt {}, {} at once: {}{}{}",
                          JENNOPT_VERSION,
                          options_.jobs,
                          options_.command,
                          options_.force ? " --force" : "",
                          options_.retry_failed ? " --retry-failed" : ""));
    log_.note(fmt::format("found: {} of {} replicates finished, {} evaluations, {} of them failed",
                          done,
                          units.size(),
                          kept.tried,
                          kept.failed));
    for (const std::string& sentence : sentences) {
        log_.note(sentence);
    }
}

void RunGuard::note_end(std::size_t replicates) {
    const EvaluationCount count = store_ == nullptr ? EvaluationCount{} : store_->count();
    log_.note(
        fmt::format("end: {} replicates finished, {} evaluations asked for, {} of them known "
                    "before, {} failed",
                    replicates,
                    count.answered,
                    store_ == nullptr ? 0 : store_->recalled(),
                    count.failed));
}

void RunGuard::rethrow_noted() {
    try {
        try {
            throw;
        } catch (const Interrupted&) {  // by this object, or by the observer
            const std::scoped_lock lock(mutex_);
            if (why_) {
                std::rethrow_exception(why_);
            }
            if (seconds_left() <= 0.0) {  // seen first by a program that was ended
                throw Interrupted(time_over);
            }
            throw;
        }
    } catch (const std::exception& error) {
        log_.note(fmt::format("stopped: {}", error.what()));
        throw;
    }
}

void RunGuard::before_evaluation(const std::string& problem) {
    const double each = store_->count().seconds_each();
    const std::scoped_lock lock(mutex_);
    if (why_) {
        throw Interrupted(stopped);
    }
    require_share(problem);
    if (const double left = seconds_left(); left < each) {
        end(std::make_exception_ptr(Interrupted(fmt::format(
            "no evaluation is begun that would not end in time: one takes {} on average, {} are "
            "left of the run's hours (--hours); the same command goes on from here",
            duration_text(each),
            duration_text(std::max(left, 0.0))))));
    }
}

void RunGuard::after_evaluation(const std::string& problem, const std::string& failure) {
    const std::scoped_lock lock(mutex_);
    EvaluationTally& tally = tallies_[problem];
    ++tally.tried;
    if (!failure.empty()) {
        tally.first_failure = tally.failed == 0 ? failure : tally.first_failure;
        ++tally.failed;
    }
}

void RunGuard::require_share(const std::string& problem) {
    const EvaluationTally& tally = tallies_[problem];
    if (!policy_.stop_above || tally.tried < policy_.after ||
        static_cast<double>(tally.failed) <=
            *policy_.stop_above * static_cast<double>(tally.tried)) {
        return;
    }
    end(std::make_exception_ptr(EvaluationError(fmt::format(
        "{}: the study stops here, what was evaluated is kept. Once the cause is mended the same "
        "command with --retry-failed asks again where it failed; with a larger stop_above, or "
        "none, "
        "the study goes on without these points. All failures: {}; the first: {}",
        share_text(policy_, tally.tried, tally.failed),
        log_.file().string(),
        tally.first_failure))));
}

double RunGuard::seconds_left() const {
    if (!options_.end) {
        return std::numeric_limits<double>::infinity();
    }
    return std::chrono::duration<double>(*options_.end - std::chrono::steady_clock::now()).count();
}

void RunGuard::end(std::exception_ptr why) {
    why_ = std::move(why);
    throw Interrupted(stopped);
}

}  // namespace jennopt
