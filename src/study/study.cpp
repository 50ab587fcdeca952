#include "study/study.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/config/figures_block.hpp"
#include "study/continuation.hpp"
#include "study/evaluation_plan.hpp"
#include "study/fingerprint.hpp"
#include "study/lost_replicates.hpp"
#include "study/reopening.hpp"
#include "study/replicate.hpp"
#include "study/results_folder.hpp"
#include "study/seal.hpp"
#include "study/study_audit.hpp"
#include "study/watch.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <numeric>
#include <ranges>
#include <utility>

namespace jennopt {

namespace {

void write_contents(const std::filesystem::path& folder,
                    const Study& study,
                    const RunOptions& options) {
    Json arms = Json::array();
    for (const Arm& arm : study.arms) {
        Json choices = Json::object();
        for (const auto& [axis, value] : arm.choices) {
            choices[axis] = value;
        }
        arms.push_back({{"id", arm.id}, {"label", arm.label}, {"choices", std::move(choices)}});
    }
    Json plugins = Json::array();
    for (const std::filesystem::path& place : options.plugin_path) {
        plugins.push_back(std::filesystem::absolute(place).string());
    }
    const Json json{{"study", study.name},
                    {"command", options.command},
                    {"version", JENNOPT_VERSION},
                    {"plugins", std::move(plugins)},
                    {"folder", std::filesystem::absolute(study.file).parent_path().string()},
                    {"replicates", study.replicates},
                    {"figures", figures_text(study.figures)},
                    {"arms", std::move(arms)}};
    write_text(folder / "study.json", json.dump(2) + '\n');
}

void require_right_partials(const std::vector<PlannedArm>& arms, EvaluationStore* store) {
    const StudyAudit found = audit(arms, store);
    if (found.n_wrong > 0) {
        throw ConfigError("check_partials: nothing was run, " + found.text);
    }
}

/// Collects the progress of all replicates into one figure.
class Progress {
public:
    /// @param program  asked for at each report
    Progress(Index replicates,
             const StudyObserver& observer,
             std::function<std::optional<ProgramProgress>()> program)
        : observer_(observer),
          program_(std::move(program)),
          fractions_(static_cast<std::size_t>(replicates), 0.0) {}

    void report(Index unit, double fraction, std::string_view activity) {
        const std::scoped_lock lock(mutex_);
        if (failure_) {
            throw Interrupted("the machine failed");
        }
        fractions_[static_cast<std::size_t>(unit)] = fraction;
        finished_ += fraction == 1.0 ? 1 : 0;
        show(activity, "");
    }

    void remark(const std::string& sentence) {
        const std::scoped_lock lock(mutex_);
        show("", sentence);
    }

    /// The machine failed in a replicate: the others end where they are.
    void fail(std::exception_ptr failure) {
        const std::scoped_lock lock(mutex_);
        failure_ = failure_ ? failure_ : std::move(failure);
    }

    [[nodiscard]] std::exception_ptr failure() const { return failure_; }

private:
    void show(std::string_view activity, std::string_view remark) const {
        const double sum = std::accumulate(fractions_.begin(), fractions_.end(), 0.0);
        observer_({.fraction = sum / static_cast<double>(fractions_.size()),
                   .finished = finished_,
                   .replicates = static_cast<Index>(fractions_.size()),
                   .activity = activity,
                   .remark = remark,
                   .program = program_()});
    }

    const StudyObserver& observer_;
    std::function<std::optional<ProgramProgress>()> program_;
    std::vector<double> fractions_;
    Index finished_ = 0;
    std::exception_ptr failure_;
    std::mutex mutex_;
};

bool is_finished(const std::filesystem::path& folder, const Study& study) {
    return std::ranges::all_of(study.arms, [&](const Arm& arm) {
        return std::ranges::all_of(
            std::views::iota(Index{0}, study.replicates),
            [&](Index replicate) { return is_done(replicate_folder(folder, arm, replicate)); });
    });
}

/// The store with what the study's data hold.
std::unique_ptr<EvaluationStore> open_store(const std::filesystem::path& folder,
                                            const std::vector<PlannedArm>& arms,
                                            const RunOptions& options) {
    if (arms.front().arm->config.problem.is_table()) {
        return nullptr;
    }
    auto store =
        std::make_unique<EvaluationStore>(evaluations_folder(folder), options.retry_failed);
    for (const PlannedArm& arm : arms) {
        if (arm.given) {
            store->add(problem_fingerprint(arm.arm->config.problem), arm.given->rows);
        }
    }
    return store;
}

/// Whether the evaluations are runs of a program.
bool has_program(const Study& study) {
    return study.arms.front().config.problem.external.has_value();
}

void run_replicates(const std::filesystem::path& folder,
                    const Study& study,
                    const std::vector<PlannedArm>& arms,
                    EvaluationStore* store,
                    const RunOptions& options,
                    const StudyObserver& observer) {
    const Index units = static_cast<Index>(arms.size()) * study.replicates;
    const Index threads_each = std::max<Index>(1, options.jobs / units);
    const Index planned = has_program(study) ? planned_in_all(arms, study.replicates) : 0;
    Progress progress(units, observer, [&]() -> std::optional<ProgramProgress> {
        if (!has_program(study)) {
            return std::nullopt;
        }
        return ProgramProgress{store->count(), planned, options.jobs};
    });
    if (store != nullptr) {
        store->on_remark([&](const std::string& sentence) { progress.remark(sentence); });
    }
    LostReplicates lost(folder, arms, study.replicates);
    const std::filesystem::path home = std::filesystem::absolute(study.file).parent_path();
    const auto run_unit = [&](Index unit) {
        const PlannedArm& arm = arms[static_cast<std::size_t>(unit / study.replicates)];
        const Index replicate = unit % study.replicates;
        const std::filesystem::path place = replicate_folder(folder, *arm.arm, replicate);
        const std::string who = fmt::format("{}, replicate {}", arm.arm->label, replicate);
        if (!is_done(place)) {
            const auto observe = [&](double fraction, std::string_view activity) {
                lost.require_use(unit);
                progress.report(unit, 0.999 * fraction, fmt::format("{}: {}", who, activity));
            };
            lost.begin(unit);
            run_replicate({*arm.arm,
                           replicate,
                           *arm.problem,
                           store,
                           arm.given.get(),
                           place,
                           threads_each,
                           home,
                           observe});
        }
        progress.report(unit, 1.0, who + ": done");
    };
    try {
        parallel_for(units, options.jobs, [&](Index unit) {
            try {
                run_unit(unit);
            } catch (const MachineFailure&) {
                progress.fail(std::current_exception());
                throw;
            } catch (const EvaluationError& failure) {
                progress.remark(lost.leave_out(unit, failure));
            } catch (const GivenUp& failure) {
                lost.leave_out(unit, failure);
            }
        });
    } catch (const Interrupted&) {
        if (progress.failure()) {
            std::rethrow_exception(progress.failure());
        }
        throw;
    }
    lost.require_any();
    if (store != nullptr) {
        store->finish();
    }
}

}  // namespace

std::vector<std::string> check_output(const Study& study, const RunOptions& options) {
    const std::filesystem::path folder = options.output / study.name;
    refuse_foreign_folder(folder);
    return options.force ? announce_discard(folder, study) : check_continuation(folder, study);
}

std::filesystem::path run(const Study& study,
                          const std::vector<PlannedArm>& arms,
                          const RunOptions& options,
                          const StudyObserver& observer) {
    const Stopwatch watch;
    const std::filesystem::path folder = options.output / study.name;
    make_folder(folder);
    const FolderLock lock(folder);
    (void)check_output(study, options);
    if (options.force) {
        discard_results(folder);
    }
    for (const std::string& sentence : reopen_damaged(folder, study)) {
        observer({.remark = sentence});
    }
    if (options.retry_failed) {
        reopen_failed(folder, study);
    }
    // Also of a finished study, whose last run may have been killed before its files became one.
    const std::unique_ptr<EvaluationStore> store = open_store(folder, arms, options);
    // Before the first run only.
    if (study.arms.front().config.check_partials &&
        !std::filesystem::exists(folder / "study.json")) {
        require_right_partials(arms, store.get());
    }
    write_contents(folder, study, options);

    const WallTime before = read_wall_time(folder);
    const bool was_finished = is_finished(folder, study);
    const auto keep_time = [&] {
        if (!was_finished) {
            write_wall_time(folder, {before.seconds + watch.seconds(), options.jobs});
        }
        if (store) {
            store->keep_times();
        }
    };
    try {
        run_replicates(folder, study, arms, store.get(), options, observer);
    } catch (...) {
        try {
            keep_time();
        } catch (const Error&) {
            // A full disk: what stopped the study says more.
        }
        throw;
    }
    keep_time();
    return folder;
}

}  // namespace jennopt
