#include "study/journal.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/evaluation_scope.hpp"

#include <system_error>
#include <utility>

namespace jennopt {

namespace {

std::string to_line(const JournalEntry& entry) {
    Json line{{"key", entry.key}, {"x", json_list(entry.x)}};
    if (entry.failure.empty()) {
        line["status"] = "ok";
        line["y"] = json_list(entry.y.value);
        line["J"] = json_rows(entry.y.jacobian);
    } else {
        line["status"] = "failed";
        line["message"] = entry.failure;
    }
    // A message of an external program may hold any bytes: they must not stop the journal.
    return line.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

JournalEntry from_line(const std::string& text) {
    const Json line = Json::parse(text);
    JournalEntry entry{.key = line.at("key").get<std::string>(), .x = vector_from(line.at("x"))};
    if (line.at("status") == "ok") {
        entry.y = {.value = vector_from(line.at("y")), .jacobian = matrix_from(line.at("J"))};
    } else {
        entry.failure = line.at("message").get<std::string>();
    }
    return entry;
}

}  // namespace

JournalEntry attempt(const Problem& problem, const std::string& key, const ConstVectorRef& x) {
    JournalEntry entry{.key = key, .x = x};
    try {
        entry.y = problem.evaluate(x, Derivatives::first);
    } catch (const EvaluationError& error) {
        entry.failure = error.what();
    }
    return entry;
}

Journal::Journal(std::filesystem::path file) : file_(std::move(file)) {
    read_back();
    stream_.open(file_, std::ios::app);
    if (!stream_) {
        throw Error(fmt::format("{}: cannot be written", file_.string()));
    }
}

void Journal::read_back() {
    std::ifstream stream(file_);
    std::uintmax_t whole = 0;
    Index number = 0;
    for (std::string text; std::getline(stream, text);) {
        ++number;
        if (stream.eof()) {
            was_torn_ = true;  // a finished line ends in a line break
            break;
        }
        try {
            JournalEntry entry = from_line(text);
            entries_.insert_or_assign(entry.key, std::move(entry));
        } catch (const Json::exception& error) {
            throw Error(fmt::format(
                "{}:{}: is no journal line: {}; move the folder away or run with --force",
                file_.string(),
                number,
                error.what()));
        }
        whole += text.size() + 1;
    }
    if (was_torn_) {
        std::filesystem::resize_file(file_, whole);
    }
}

JournalEntry Journal::evaluate(const Problem& problem,
                               const std::string& key,
                               const ConstVectorRef& x) {
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = entries_.find(key); found != entries_.end()) {
            if (found->second.x != x) {
                throw Error(fmt::format(
                    "{}: evaluation {} was recorded at x = {}, now it is x = {}: the problem or "
                    "the program changed; run with --force to start anew",
                    file_.string(),
                    key,
                    to_text(found->second.x),
                    to_text(x)));
            }
            ++recalled_;
            return found->second;
        }
    }
    const EvaluationScope scope(file_.parent_path() / "programs", key);
    JournalEntry entry = attempt(problem, key, x);
    const std::scoped_lock lock(mutex_);
    append(entry);
    entries_.emplace(key, entry);
    return entry;
}

void Journal::append(const JournalEntry& entry) {
    stream_ << to_line(entry) << std::flush;
    if (!stream_) {
        throw Error(fmt::format("{}: cannot be written (disk full?)", file_.string()));
    }
}

void Journal::finish() {
    stream_.close();
    std::string text;
    for (const auto& [key, entry] : entries_) {
        text += to_line(entry);
    }
    write_text(file_, text);
    std::error_code not_empty;  // then folders of evaluations were kept
    std::filesystem::remove(file_.parent_path() / "programs", not_empty);
}

}  // namespace jennopt
