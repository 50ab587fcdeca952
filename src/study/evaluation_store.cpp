#include "study/evaluation_store.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/point_key.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/evaluation_scope.hpp"
#include "study/fingerprint.hpp"
#include "study/watch.hpp"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* programs = "programs";

std::filesystem::path times_file(const std::filesystem::path& folder) {
    return folder / "timing.json";
}

/// Names an evaluation for a program and its folder; the same whoever asks for it.
std::string name_of_evaluation(const std::string& problem, const std::string& point) {
    constexpr std::size_t digits = 12;
    return fingerprint(problem + point).substr(0, digits);
}

/// What of a known evaluation does not fit the problem, "" if all does.
std::string misfit_of(const EvaluationResult& known, const ProblemInfo& problem) {
    if (!known.failure.empty() || known.y.value.size() == problem.n_y()) {
        return "";
    }
    return fmt::format("the evaluation of {} at x = {} has {} outputs, now they are {}",
                       problem.name,
                       to_text(known.x),
                       known.y.value.size(),
                       problem.n_y());
}

}  // namespace

EvaluationCount evaluation_times(const std::filesystem::path& folder) {
    const std::filesystem::path file = times_file(folder);
    if (!std::filesystem::exists(file)) {
        return {};
    }
    const Json json = json_in(read_own_text(file)).value_or(Json());
    if (!json.is_object() || !json.value("evaluations", Json()).is_number_integer() ||
        !json.value("seconds", Json()).is_number()) {
        return {};  // damaged: nothing is lost but an estimate
    }
    const EvaluationCount count{.timed = json.at("evaluations").get<Index>(),
                                .seconds = json.at("seconds").get<double>()};
    constexpr Index most = 1'000'000'000'000;
    const bool is_right = count.timed >= 0 && count.timed < most && count.seconds >= 0.0 &&
                          std::isfinite(count.seconds);
    return is_right ? count : EvaluationCount{};
}

EvaluationResult attempt(const Problem& problem, const ConstVectorRef& x, Derivatives wanted) {
    EvaluationResult result{.x = x};
    try {
        result.y = problem.evaluate(x, wanted);
    } catch (const MachineFailure&) {
        throw;
    } catch (const EvaluationError& error) {
        result.failure = error.what();
    }
    return result;
}

EvaluationStore::EvaluationStore(std::filesystem::path folder, bool retry_failed)
    : files_(std::move(folder)), retry_failed_(retry_failed) {
    EvaluationsRead read = files_.read();
    note_reading(read);
    for (EvaluationLine& line : read.lines) {
        Entry& entry = problems_[line.problem][point_key(line.result.x)];
        if (!entry.is_known || replaces(line.result, entry.result)) {
            entry = {.result = std::move(line.result), .is_known = true};
        }
    }
    drop_failures(retry_failed);
    count_ = evaluation_times(files_.folder());
}

void EvaluationStore::note_reading(const EvaluationsRead& read) {
    constexpr Index most_named = 3;
    torn_ = read.torn;
    if (torn_ > 0) {
        remarks_.emplace_back(
            "an evaluation that was being written when a run was killed is made again");
    }
    for (Index i = 0; i < std::min(most_named, std::ssize(read.damaged)); ++i) {
        const DamagedLine& line = read.damaged[static_cast<std::size_t>(i)];
        remarks_.push_back(
            line.text.empty()
                ? fmt::format("{}: {}, it is left out; remove it", line.place, line.reason)
                : fmt::format("{}: is no evaluation, {}; it is left out, and made again if it is "
                              "asked for",
                              line.place,
                              line.reason));
    }
    if (read.n_damaged > most_named) {
        remarks_.push_back(fmt::format("{}: {} more lines are damaged and left out",
                                       files_.folder().string(),
                                       read.n_damaged - most_named));
    }
    if (!read.has_all_damaged) {
        remarks_.push_back(
            fmt::format("{}: holds more than evaluations, its files stay as they are; "
                        "remove what does not belong there",
                        files_.folder().string()));
    }
}

void EvaluationStore::on_remark(std::function<void(const std::string&)> say) {
    say_ = std::move(say);
    for (const std::string& remark : std::exchange(remarks_, {})) {
        say_(remark);
    }
}

void EvaluationStore::say(const std::string& sentence) const {
    if (say_) {
        say_(sentence);
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
    std::unique_lock lock(mutex_);
    Entry& entry = problems_[fingerprint][point];
    finished_.wait(lock, [&entry] { return !entry.is_under_way; });
    const std::string misfit = entry.is_known ? misfit_of(entry.result, problem.info()) : "";
    const bool has_all = wanted == Derivatives::none || !entry.result.failure.empty() ||
                         entry.result.y.jacobian.size() > 0;
    if (entry.is_known && misfit.empty() && has_all) {
        ++recalled_;
        note_answer(entry);
        return entry.result;
    }
    entry.is_under_way = true;
    const bool is_news = !misfit.empty() && !std::exchange(has_changed_, true);
    lock.unlock();
    if (is_news) {
        say(fmt::format("{}: {}: the problem changed; what does not fit it is evaluated again",
                        files_.folder().string(),
                        misfit));
    }
    const auto leave = [&] {
        entry.is_under_way = false;
        finished_.notify_all();
    };
    EvaluationResult result;
    try {
        const EvaluationScope scope(files_.folder() / programs,
                                    name_of_evaluation(fingerprint, point));
        const Stopwatch watch;
        result = attempt(problem, x, wanted);
        const double seconds = watch.seconds();
        keep(lock, to_text({.problem = fingerprint, .result = result}), seconds);
        entry.result = result;
        entry.is_known = true;
        ++count_.timed;
        count_.seconds += seconds;
        note_answer(entry);
    } catch (...) {  // not evaluated: whoever waits for it tries itself
        if (!lock.owns_lock()) {
            lock.lock();
        }
        leave();
        throw;
    }
    leave();
    const bool is_first = !result.failure.empty() && !std::exchange(has_failed_, true);
    lock.unlock();
    if (is_first && say_failure_) {
        say_failure_(result.failure);
    }
    return result;
}

/// Leaves with the lock.
void EvaluationStore::keep(std::unique_lock<std::mutex>& lock,
                           const std::string& line,
                           double seconds) {
    // Waiting for the disk takes milliseconds: as nothing beside a simulation, but a thousand times
    // as long as a formula.
    constexpr double dear = 0.01;
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

EvaluationCount EvaluationStore::count() const {
    const std::scoped_lock lock(mutex_);
    return count_;
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
    const std::scoped_lock lock(mutex_);
    const auto entries = problems_.find(fingerprint);
    if (entries == problems_.end()) {
        return false;
    }
    const auto entry = entries->second.find(point_key(x));
    return entry != entries->second.end() && entry->second.is_under_way;
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

void EvaluationStore::keep_times() const {
    const EvaluationCount all = count();
    if (all.timed > 0) {
        const Json json{{"evaluations", all.timed}, {"seconds", all.seconds}};
        write_text(times_file(files_.folder()), json.dump() + '\n');
    }
}

void EvaluationStore::finish() {
    files_.merge();
    std::error_code not_empty;  // then folders of evaluations were kept
    std::filesystem::remove(files_.folder() / programs, not_empty);
}

}  // namespace jennopt
