#include "study/study.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "record/problem_file.hpp"
#include "study/continuation.hpp"
#include "study/fingerprint.hpp"
#include "study/input_files.hpp"
#include "study/presence.hpp"
#include "study/reopening.hpp"
#include "study/results_folder.hpp"
#include "study/run_guard.hpp"
#include "study/seal.hpp"
#include "study/study_audit.hpp"
#include "study/study_contents.hpp"
#include "study/study_log.hpp"
#include "study/unit_runs.hpp"
#include "study/units.hpp"
#include "study/watch.hpp"
#include "study/work_claim.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

void require_right_partials(const std::vector<PlannedArm>& arms, EvaluationStore* store) {
    const StudyAudit found = audit(arms, store);
    if (found.n_wrong > 0) {
        throw ConfigError("check_partials: nothing was run, " + found.text);
    }
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
    if (arms.front().arm->config.problem.external) {
        store->claim_each();
    }
    for (const PlannedArm& arm : arms) {
        if (arm.given) {
            store->add(problem_fingerprint(arm.arm->config.problem), arm.given->rows);
        }
    }
    return store;
}

/// What a process does at the beginning and at the end of its work in a folder, one at a time.
class Workplace {
public:
    Workplace(std::filesystem::path folder, const StudyObserver& observer)
        : folder_(std::move(folder)), claims_(claims_folder(folder_)), observer_(observer) {}

    [[nodiscard]] WorkClaim setup() const {
        return WorkClaim::take(claims_, "setup", [this](const Worker& worker) {
            observer_({.activity = fmt::format("waiting for {} to begin", worker.text())});
        });
    }

    /// Makes this process known. @throws ConfigError where it cannot join those at work
    void enter(const Study& study, const RunOptions& options) {
        presence_.emplace(claims_);
        const std::vector<Worker> others = presence_->others();
        if (others.empty()) {
            return;
        }
        const bool is_other = !has_contents(folder_, study);
        const bool changes = options.force || (options.retry_failed && options.only.empty());
        if (is_other || changes) {
            throw ConfigError(fmt::format(
                "{}: {} is at work in this folder{}; wait for it, or give another --output",
                folder_.string(),
                others.front().text(),
                is_other ? " on another study, or on this one before it was changed"
                         : fmt::format(", which {} would disturb",
                                       options.force ? "--force" : "--retry-failed")));
        }
        is_alone_ = false;
    }

    /// The last one removes what those before it left.
    void leave() {
        std::optional<WorkClaim> claim = setup();
        const bool is_last = presence_->others().empty();
        presence_.reset();
        claim.reset();
        if (is_last) {
            remove_void_claims(claims_);
        }
    }

    [[nodiscard]] bool is_alone() const { return is_alone_; }

private:
    std::filesystem::path folder_;
    std::filesystem::path claims_;
    const StudyObserver& observer_;
    std::optional<Presence> presence_;
    bool is_alone_ = true;
};

/// Prepares the folder, one process after the other.
/// @param sentences  gets what becomes of what the folder holds
std::unique_ptr<EvaluationStore> begin(Workplace& place,
                                       const std::filesystem::path& folder,
                                       const Study& study,
                                       const std::vector<PlannedArm>& arms,
                                       const RunOptions& options,
                                       const StudyObserver& observer,
                                       std::vector<std::string>& sentences) {
    const WorkClaim setup = place.setup();
    sentences = check_output(study, options);
    place.enter(study, options);
    if (options.force) {
        discard_results(folder);
    }
    const std::vector<Unit> units = chosen_units(study, options.only);
    for (const std::string& sentence : reopen_damaged(folder, study, units)) {
        observer({.remark = sentence});
        sentences.push_back(sentence);
    }
    if (options.retry_failed) {
        reopen_failed(folder, study, units);
    }
    // Also of a finished study, whose last run may have been killed before its files became one.
    std::unique_ptr<EvaluationStore> store = open_store(folder, arms, options);
    // Before the first run only.
    if (study.arms.front().config.check_partials &&
        !std::filesystem::exists(folder / "study.json")) {
        require_right_partials(arms, store.get());
    }
    if (place.is_alone()) {
        write_contents(folder, study, options);
        for (const PlannedArm& arm : arms) {
            make_folder(folder / arm.arm->id);
            write_problem(folder / arm.arm->id, arm.problem->info());
        }
        keep_inputs(folder, study, options.plugin_path);
    }
    return store;
}

/// Which folders of programs' runs the study keeps; all where one of its arms wants them.
KeepFolders kept_folders(const Study& study) {
    KeepFolders keep = KeepFolders::none;
    for (const Arm& arm : study.arms) {
        const auto& program = arm.config.problem.external;
        if (program && program->keep_folders != KeepFolders::none && keep != KeepFolders::all) {
            keep = program->keep_folders;
        }
    }
    return keep;
}

bool are_done(const std::filesystem::path& folder,
              const Study& study,
              const std::vector<Unit>& units) {
    return std::ranges::all_of(
        units, [&](const Unit& unit) { return is_done(unit_folder(folder, study, unit)); });
}

/// What earlier runs took. A damaged file of measured times must not stop what it is about.
WallTime earlier_time(const std::filesystem::path& folder, const StudyObserver& observer) {
    try {
        return read_wall_time(folder);
    } catch (const ConfigError& error) {
        std::filesystem::remove(folder / "timing.json");
        observer({.remark = fmt::format("the time of earlier runs is not known any more: {}",
                                        error.what())});
        return {};
    }
}

}  // namespace

std::vector<std::string> check_output(const Study& study, const RunOptions& options) {
    const std::filesystem::path folder = options.output / study.name;
    (void)chosen_units(study, options.only);
    refuse_foreign_folder(folder);
    std::vector<std::string> sentences =
        options.force ? announce_discard(folder, study) : check_continuation(folder, study);
    std::ranges::move(input_changes(folder, study, options.plugin_path),
                      std::back_inserter(sentences));
    return sentences;
}

std::filesystem::path run(const Study& study,
                          const std::vector<PlannedArm>& arms,
                          const RunOptions& options,
                          const StudyObserver& observer) {
    const Stopwatch watch;
    std::filesystem::path folder = options.output / study.name;
    const std::vector<Unit> units = chosen_units(study, options.only);
    make_folder(folder);
    Workplace place(folder, observer);
    std::vector<std::string> sentences;
    std::unique_ptr<EvaluationStore> store =
        begin(place, folder, study, arms, options, observer, sentences);

    const WallTime before = earlier_time(folder, observer);
    const bool was_finished = are_done(folder, study, units);
    const auto keep_time = [&] {
        if (!was_finished) {
            write_wall_time(folder, {before.seconds + watch.seconds(), options.jobs});
        }
        if (store) {
            store->keep_times();
        }
    };
    StudyLog log(folder);
    RunGuard guard(study, options, store.get(), log);
    guard.note_begin(folder, sentences);
    try {
        const StudyObserver watched = guard.watched(observer);
        run_units({folder, study, arms, units, store.get(), options.jobs, watched, guard});
    } catch (...) {
        try {
            keep_time();
        } catch (const Error&) {
            // A full disk: what stopped the study says more.
        }
        guard.rethrow_noted();
    }
    keep_time();
    guard.note_end(units.size());
    if (store) {
        store->finish(kept_folders(study));
        store.reset();
    }
    place.leave();
    return folder;
}

}  // namespace jennopt
