#include "study/evaluation_store.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/point_key.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/evaluation_scope.hpp"
#include "study/fingerprint.hpp"
#include "study/watch.hpp"

#include <algorithm>
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

}  // namespace

EvaluationCount evaluation_times(const std::filesystem::path& folder) {
    const std::filesystem::path file = times_file(folder);
    if (!std::filesystem::exists(file)) {
        return {};
    }
    const Json json = Json::parse(read_text(file), nullptr, /*allow_exceptions=*/false);
    const bool is_right = json.is_object() &&
                          json.value("evaluations", Json()).is_number_integer() &&
                          json.value("seconds", Json()).is_number();
    return is_right ? EvaluationCount{.timed = json.at("evaluations").get<Index>(),
                                      .seconds = json.at("seconds").get<double>()}
                    : EvaluationCount{};  // cut off by a kill: nothing is lost but an estimate
}

EvaluationResult attempt(const Problem& problem, const ConstVectorRef& x, Derivatives wanted) {
    EvaluationResult result{.x = x};
    try {
        result.y = problem.evaluate(x, wanted);
    } catch (const EvaluationError& error) {
        result.failure = error.what();
    }
    return result;
}

EvaluationStore::EvaluationStore(std::filesystem::path folder, bool retry_failed)
    : files_(std::move(folder)), retry_failed_(retry_failed) {
    for (EvaluationLine& line : files_.read(torn_)) {
        Entry& entry = problems_[line.problem][point_key(line.result.x)];
        if (!entry.is_known || tells_more(line.result, entry.result)) {
            entry = {.result = std::move(line.result), .is_known = true};
        }
    }
    drop_failures(retry_failed);
    count_ = evaluation_times(files_.folder());
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
    const bool has_all = wanted == Derivatives::none || !entry.result.failure.empty() ||
                         entry.result.y.jacobian.size() > 0;
    if (entry.is_known && has_all) {
        require_fit(problem, entry);
        ++recalled_;
        note_answer(entry);
        return entry.result;
    }
    entry.is_under_way = true;
    lock.unlock();
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
        const std::string line = to_text({.problem = fingerprint, .result = result});
        lock.lock();
        files_.append(line);
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
    if (is_first && say_) {
        say_(result.failure);
    }
    return result;
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

void EvaluationStore::require_fit(const Problem& problem, const Entry& entry) const {
    const Evaluation& y = entry.result.y;
    const ProblemInfo& info = problem.info();
    const bool fits = y.value.size() == info.n_y() &&
                      (y.jacobian.size() == 0 ||
                       (y.jacobian.rows() == info.n_y() && y.jacobian.cols() == info.n_x()));
    if (entry.result.failure.empty() && !fits) {
        throw Error(
            fmt::format("{}: the evaluation of {} at x = {} has {} outputs, now they are {}: the "
                        "problem changed; remove this folder to evaluate it again",
                        files_.folder().string(),
                        info.name,
                        to_text(entry.result.x),
                        y.value.size(),
                        info.n_y()));
    }
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
