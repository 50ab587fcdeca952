#include "study/unit_runs.hpp"

#include "core/format.hpp"
#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"
#include "study/evaluation_plan.hpp"
#include "study/lost_replicates.hpp"
#include "study/replicate.hpp"
#include "study/seal.hpp"
#include "study/study_log.hpp"
#include "study/work_claim.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// Whether the evaluations are runs of a program.
bool has_program(const Study& study) {
    return study.arms.front().config.problem.external.has_value();
}

/// Collects the progress of all units into one figure.
class Progress {
public:
    explicit Progress(const UnitRuns& runs)
        : runs_(runs),
          planned_(has_program(runs.study) ? planned_in_all(runs.arms, runs.study.replicates) : 0),
          fractions_(runs.units.size(), 0.0) {}

    void report(std::size_t unit, double fraction, std::string_view activity) {
        const std::scoped_lock lock(mutex_);
        require_no_failure();
        finished_ += fraction == 1.0 && fractions_[unit] < 1.0 ? 1 : 0;
        fractions_[unit] = fraction;
        show(activity, "");
    }

    void wait(std::string_view activity) {
        const std::scoped_lock lock(mutex_);
        require_no_failure();
        show(activity, "");
    }

    void remark(const std::string& sentence) {
        const std::scoped_lock lock(mutex_);
        show("", sentence);
    }

    /// The machine failed in a unit: the others end where they are.
    void fail(std::exception_ptr failure) {
        const std::scoped_lock lock(mutex_);
        failure_ = failure_ ? failure_ : std::move(failure);
    }

    [[nodiscard]] std::exception_ptr failure() const { return failure_; }

private:
    void require_no_failure() const {
        if (failure_) {
            throw Interrupted("the machine failed");
        }
    }

    void show(std::string_view activity, std::string_view remark) const {
        const double sum = std::accumulate(fractions_.begin(), fractions_.end(), 0.0);
        StudyProgress progress{.fraction = sum / static_cast<double>(fractions_.size()),
                               .finished = finished_,
                               .replicates = std::ssize(fractions_),
                               .activity = activity,
                               .remark = remark};
        if (has_program(runs_.study)) {
            progress.program = {runs_.store->count(), planned_, runs_.jobs};
        }
        runs_.observer(progress);
    }

    const UnitRuns& runs_;
    Index planned_;
    std::vector<double> fractions_;
    Index finished_ = 0;
    std::exception_ptr failure_;
    std::mutex mutex_;
};

class Runner {
public:
    explicit Runner(const UnitRuns& runs)
        : runs_(runs),
          home_(fs::absolute(runs.study.file).parent_path()),
          threads_each_(std::max<Index>(1, runs.jobs / std::ssize(runs.units))),
          progress_(runs),
          lost_(runs.folder, runs.study, runs.units) {}

    void run() {
        announce_store();
        parallel_for(std::ssize(runs_.units), runs_.jobs, [this](Index i) {
            if (const auto unit = static_cast<std::size_t>(i); !finish(unit)) {
                const std::scoped_lock lock(mutex_);
                others_.push_back(unit);
            }
        });
        std::ranges::sort(others_);
        wait_for_others();
        lost_.require_any();
    }

    [[nodiscard]] std::exception_ptr failure() const { return progress_.failure(); }

private:
    void announce_store() {
        if (runs_.store == nullptr) {
            return;
        }
        runs_.store->on_remark([this](const std::string& sentence) {
            runs_.guard.note(sentence);
            progress_.remark(sentence);
        });
        runs_.store->on_first_failure([this](const std::string& message) {
            progress_.remark("the first failure: " + message);
            progress_.remark("all failures: " + log_file(runs_.folder).string());
        });
    }

    /// @return false if another process is at it
    bool finish(std::size_t unit) {
        const fs::path place = unit_folder(runs_.folder, runs_.study, runs_.units[unit]);
        if (!is_done(place)) {
            const auto claim = WorkClaim::try_take(claims_folder(runs_.folder),
                                                   claim_name(runs_.study, runs_.units[unit]));
            if (!claim) {
                return is_done(place) && (done(unit), true);
            }
            if (!is_done(place)) {  // otherwise another process has finished it just now
                return run(unit, place);
            }
        }
        done(unit);
        return true;
    }

    /// @return true: it is finished, or left out
    bool run(std::size_t unit, const fs::path& place) {
        try {
            lost_.begin(unit);
            if (runs_.store != nullptr) {
                runs_.store->refresh();  // a process that has ended may have been at it
            }
            make(unit, place);
            done(unit);
        } catch (const MachineFailure&) {
            progress_.fail(std::current_exception());
            throw;
        } catch (const EvaluationError& failure) {
            progress_.remark(lost_.leave_out(unit, failure));
        } catch (const GivenUp& failure) {
            lost_.leave_out(unit, failure);
        }
        return true;
    }

    void make(std::size_t unit, const fs::path& place) {
        const auto [arm, replicate] = runs_.units[unit];
        const PlannedArm& planned = runs_.arms[arm];
        const auto observe = [&](double fraction, std::string_view activity) {
            lost_.require_use(unit);
            progress_.report(
                unit, 0.999 * fraction, fmt::format("{}: {}", name_of(unit), activity));
        };
        run_replicate({*planned.arm,
                       replicate,
                       *runs_.guard.watched(planned, replicate),
                       runs_.store,
                       planned.given.get(),
                       place,
                       threads_each_,
                       home_,
                       observe});
    }

    void done(std::size_t unit) { progress_.report(unit, 1.0, name_of(unit) + ": done"); }

    [[nodiscard]] std::string name_of(std::size_t unit) const {
        const auto& [arm, replicate] = runs_.units[unit];
        return fmt::format("{}, replicate {}", runs_.study.arms[arm].label, replicate);
    }

    /// Other processes run these; what one leaves unfinished is run here. Meanwhile each thread of
    /// this one evaluates what they wait for.
    void wait_for_others() {
        parallel_for(others_.empty() ? 0 : runs_.jobs, runs_.jobs, [this](Index thread) {
            try {
                wait(thread == 0);
            } catch (const MachineFailure&) {
                progress_.fail(std::current_exception());
                are_finished_ = true;
                throw;
            } catch (...) {
                are_finished_ = true;
                throw;
            }
        });
    }

    void wait(bool is_first) {
        using namespace std::chrono_literals;
        constexpr auto longest_pause = 1000ms;
        std::chrono::milliseconds pause = 20ms;
        while (is_first ? take_over() : !are_finished_) {
            if (help()) {
                pause = 20ms;
                continue;
            }
            std::this_thread::sleep_for(pause);
            pause = std::min(pause * 3 / 2, longest_pause);
        }
        are_finished_ = true;
    }

    /// @return false if nothing is left that other processes are at
    bool take_over() {
        std::erase_if(others_, [this](std::size_t unit) {
            return lost_.is_left_out_elsewhere(unit) || finish(unit);
        });
        if (!others_.empty()) {
            progress_.wait(fmt::format("waiting for {}", worker_at(others_.front())));
        }
        return !others_.empty();
    }

    /// @return false if no other process waits for an evaluation
    bool help() {
        return runs_.store != nullptr && runs_.store->help([this](const std::string& problem) {
            return runs_.guard.watched(runs_.arms, problem);
        });
    }

    [[nodiscard]] std::string worker_at(std::size_t unit) const {
        const auto worker = WorkClaim::holder(claims_folder(runs_.folder),
                                              claim_name(runs_.study, runs_.units[unit]));
        return fmt::format("{} ({})", worker.value_or(Worker{}).text(), name_of(unit));
    }

    const UnitRuns& runs_;
    fs::path home_;
    Index threads_each_;
    Progress progress_;
    LostReplicates lost_;
    std::mutex mutex_;
    std::vector<std::size_t> others_;  // units that other processes are at
    std::atomic<bool> are_finished_ = false;
};

}  // namespace

void run_units(const UnitRuns& runs) {
    Runner runner(runs);
    try {
        runner.run();
    } catch (const Interrupted&) {
        if (runner.failure()) {
            std::rethrow_exception(runner.failure());
        }
        throw;
    }
}

}  // namespace jennopt
