#include "study/evaluation_store.hpp"

#include "core/format.hpp"
#include "core/point_key.hpp"
#include "jennopt/core/error.hpp"
#include "problem/evaluation_scope.hpp"
#include "problem/process.hpp"
#include "study/evaluation_folders.hpp"
#include "study/evaluation_remarks.hpp"
#include "study/fingerprint.hpp"
#include "study/watch.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* programs = "programs";

/// Seconds. Waiting for the disk takes milliseconds: as nothing beside a simulation, but a thousand
/// times as long as a formula.
constexpr double dear = 0.01;

}  // namespace

EvaluationStore::EvaluationStore(std::filesystem::path folder, bool retry_failed)
    : files_(std::move(folder)), shared_(files_), retry_failed_(retry_failed) {
    EvaluationsRead read = files_.read();
    torn_ = read.torn;
    remarks_ = remarks_on(read, files_.folder());
    take_in(std::move(read));
    drop_failures(retry_failed);
    count_ = evaluation_times(files_.folder());
}

void EvaluationStore::take_in(EvaluationsRead read) {
    for (EvaluationLine& line : read.lines) {
        Entry& entry = problems_[line.problem][point_key(line.result.x)];
        if (!entry.is_known || replaces(line.result, entry.result)) {
            entry.result = std::move(line.result);
            entry.is_known = true;
            entry.is_given = false;
        }
    }
}

void EvaluationStore::on_remark(std::function<void(const std::string&)> say) {
    say_ = std::move(say);
    for (const std::string& remark : std::exchange(remarks_, {})) {
        say_(remark);
    }
}

void EvaluationStore::drop_failures(bool all) {
    const auto failed = [](const auto& item) { return !item.second.result.failure.empty(); };
    for (auto& [problem, entries] : problems_) {
        if (all || std::ranges::all_of(entries, failed)) {
            std::erase_if(entries, failed);
        }
    }
}

EvaluationResult EvaluationStore::evaluate(const Problem& problem,
                                           const std::string& fingerprint,
                                           const ConstVectorRef& x,
                                           Derivatives wanted) {
    const std::string point = point_key(x);
    const std::string name = name_of_evaluation(fingerprint, point);
    Lock lock(mutex_);
    Entry& entry = problems_[fingerprint][point];
    finished_.wait(lock, [&entry] { return !entry.is_under_way; });
    const std::function<bool()> is_answered = [&] {
        const bool has_all = wanted == Derivatives::none || !entry.result.failure.empty() ||
                             entry.result.y.jacobian.size() > 0;
        return entry.is_known && has_all && misfit_of(entry.result, problem.info()).empty();
    };
    const bool was_answered = is_answered();
    if (!was_answered) {
        note_misfit(entry, problem.info(), lock);
        entry.is_under_way = true;
        try {
            evaluate_entry(entry, {problem, fingerprint, name, x, wanted, is_answered}, lock);
        } catch (...) {  // not evaluated: whoever waits for it tries itself
            if (!lock.owns_lock()) {
                lock.lock();
            }
            entry.is_under_way = false;
            finished_.notify_all();
            throw;
        }
        entry.is_under_way = false;
        finished_.notify_all();
    } else {
        ++recalled_;
    }
    note_answer(entry);
    shared_.withdraw(name);
    EvaluationResult result = entry.result;
    const bool is_first =
        !was_answered && !result.failure.empty() && !std::exchange(has_failed_, true);
    lock.unlock();
    if (is_first && say_failure_) {
        say_failure_(result.failure);
    }
    return result;
}

/// Leaves with the lock, and the entry known.
void EvaluationStore::evaluate_entry(Entry& entry, const Asked& asked, Lock& lock) {
    const std::optional<WorkClaim> claim =
        is_dear() ? claim_from_others(asked, lock) : std::nullopt;
    if (asked.is_answered()) {
        ++recalled_;
        return;
    }
    lock.unlock();
    const EvaluationScope scope(files_.folder() / programs, asked.name);
    const Stopwatch watch;
    EvaluationResult result = attempt(asked.problem, asked.x, asked.wanted);
    const double seconds = watch.seconds();
    keep(lock, to_text({.problem = asked.fingerprint, .result = result}), seconds);
    entry.result = std::move(result);
    entry.is_known = true;
    entry.is_given = false;
    ++count_.timed;
    count_.seconds += seconds;
}

/// Leaves with the lock: then the point is this process's, or another one has answered it.
std::optional<WorkClaim> EvaluationStore::claim_from_others(const Asked& asked, Lock& lock) {
    constexpr double longest_pause = 0.5;
    shared_.post_expected();
    lock.unlock();
    for (double pause = 0.005;; pause = std::min(2.0 * pause, longest_pause)) {
        std::optional<WorkClaim> claim = shared_.try_claim(asked.name);
        lock.lock();
        // Also where it is ours: another process may have answered and left in between.
        take_in(files_.read());
        if (claim || asked.is_answered()) {
            return claim;
        }
        lock.unlock();
        pause_unless_stopped(pause);
    }
}

/// Other processes are asked, and told, where that costs nothing beside an evaluation.
bool EvaluationStore::is_dear() const {
    return runs_programs_ || count_.timed == 0 || count_.seconds_each() >= dear;
}

/// The problem has changed, which is said once.
void EvaluationStore::note_misfit(const Entry& entry, const ProblemInfo& problem, Lock& lock) {
    const std::string misfit = entry.is_known ? misfit_of(entry.result, problem) : "";
    if (misfit.empty() || std::exchange(has_changed_, true)) {
        return;
    }
    if (!say_) {
        return;
    }
    lock.unlock();
    say_(fmt::format("{}: {}: the problem changed; what does not fit it is evaluated again",
                     files_.folder().string(),
                     misfit));
    lock.lock();
}

/// Leaves with the lock.
void EvaluationStore::keep(Lock& lock, const std::string& line, double seconds) {
    constexpr double most_at_stake = 0.1;
    try {
        lock.lock();
        files_.append(line);
        at_stake_ += seconds;
        if (seconds >= dear || at_stake_ >= most_at_stake) {
            at_stake_ = 0.0;
            lock.unlock();  // others go on, and wait for the disk together
            files_.sync();
            lock.lock();
        }
    } catch (const Error& error) {
        throw StoreFailure(error.what());
    }
}

void EvaluationStore::sync() {
    try {
        files_.sync();
    } catch (const Error& error) {
        throw StoreFailure(error.what());
    }
}

void EvaluationStore::note_answer(Entry& entry) {
    if (!std::exchange(entry.is_counted, true)) {
        ++count_.answered;
        count_.failed += entry.result.failure.empty() ? 0 : 1;
    }
}

std::map<std::string, EvaluationTally> EvaluationStore::tallies() const {
    const std::scoped_lock lock(mutex_);
    std::map<std::string, EvaluationTally> tallies;
    for (const auto& [problem, entries] : problems_) {
        EvaluationTally& tally = tallies[problem];
        for (const auto& [point, entry] : entries) {
            if (!entry.is_known || entry.is_given) {
                continue;
            }
            ++tally.tried;
            if (!entry.result.failure.empty() && tally.failed++ == 0) {
                tally.first_failure = entry.result.failure;
            }
        }
    }
    return tallies;
}

bool EvaluationStore::is_under_way(const std::string& fingerprint, const ConstVectorRef& x) const {
    const std::string point = point_key(x);
    const std::scoped_lock lock(mutex_);
    const auto entries = problems_.find(fingerprint);
    if (entries != problems_.end()) {
        const auto entry = entries->second.find(point);
        if (entry != entries->second.end() &&
            (entry->second.is_known || entry->second.is_under_way)) {
            return entry->second.is_under_way;
        }
    }
    return is_dear() && shared_.is_claimed(name_of_evaluation(fingerprint, point));
}

void EvaluationStore::expect(const std::string& fingerprint, const Matrix& X) {
    const std::scoped_lock lock(mutex_);
    for (const auto& x : X.colwise()) {
        const std::string point = point_key(x);
        if (!problems_[fingerprint][point].is_known) {
            shared_.expect({name_of_evaluation(fingerprint, point), fingerprint, x});
        }
    }
}

bool EvaluationStore::help(
    const std::function<std::shared_ptr<const Problem>(const std::string&)>& problem_of) {
    for (const EvaluationRequest& request : shared_.requests()) {
        const std::shared_ptr<const Problem> problem = problem_of(request.problem);
        if (problem == nullptr || request.x.size() != problem->info().n_x() ||
            is_under_way(request.problem, request.x)) {
            continue;
        }
        {
            const std::scoped_lock lock(mutex_);
            take_in(files_.read());
            if (problems_[request.problem][point_key(request.x)].is_known) {
                continue;
            }
        }
        (void)evaluate(*problem, request.problem, request.x);
        return true;
    }
    return false;
}

void EvaluationStore::add(const std::string& fingerprint, std::span<const EvaluationResult> given) {
    const std::scoped_lock lock(mutex_);
    for (const EvaluationResult& result : given) {
        if (retry_failed_ && !result.failure.empty()) {
            continue;
        }
        Entry& entry = problems_[fingerprint][point_key(result.x)];
        if (!entry.is_known || tells_more(result, entry.result)) {
            entry = {.result = result, .is_known = true, .is_given = true};
        }
    }
}

void EvaluationStore::finish(KeepFolders keep) {
    shared_.withdraw_all();
    if (!files_.merge()) {
        return;  // others may be at work in folders
    }
    std::set<std::string> unwanted;
    for (const auto& [problem, entries] : problems_) {
        for (const auto& [point, entry] : entries) {
            if (entry.is_known && !entry.is_given && !keeps(keep, entry.result.failure)) {
                unwanted.insert(name_of_evaluation(problem, point));
            }
        }
    }
    remove_left_folders(files_.folder() / programs, unwanted);
}

}  // namespace jennopt
