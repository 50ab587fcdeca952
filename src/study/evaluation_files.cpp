#include "study/evaluation_files.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/point_key.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <span>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

EvaluationLine line_from(const std::string& text, const std::string& file, Index number) {
    const Json json = parse_json(text, file, "expected an evaluation; remove the line", number);
    EvaluationLine line{.problem = json.at("problem").get<std::string>(),
                        .result = {.x = vector_from(json.at("x"))}};
    if (json.at("status") == "ok") {
        line.result.y.value = vector_from(json.at("y"));
        if (json.contains("J")) {
            line.result.y.jacobian = matrix_from(json.at("J"));
        }
    } else {
        line.result.failure = json.at("message").get<std::string>();
    }
    return line;
}

int rank(const EvaluationResult& result) {
    if (!result.failure.empty()) {
        return 0;
    }
    return result.y.jacobian.size() > 0 ? 2 : 1;
}

bool comes_before(const EvaluationLine& a, const EvaluationLine& b) {
    const auto at = [](const EvaluationLine& line) {
        return std::span<const double>(line.result.x.data(),
                                       static_cast<std::size_t>(line.result.x.size()));
    };
    return a.problem != b.problem ? a.problem < b.problem
                                  : std::ranges::lexicographical_compare(at(a), at(b));
}

int open_lock(const std::filesystem::path& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    const int lock = ::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock < 0) {
        throw ConfigError(
            fmt::format("{}: cannot be written: {}", folder.string(), std::strerror(errno)));
    }
    ::flock(lock, LOCK_SH);
    return lock;
}

}  // namespace

bool tells_more(const EvaluationResult& result, const EvaluationResult& other) {
    return rank(result) > rank(other);
}

std::string to_text(const EvaluationLine& line) {
    const EvaluationResult& result = line.result;
    Json json{{"problem", line.problem}, {"x", json_list(result.x)}};
    if (result.failure.empty()) {
        json["status"] = "ok";
        json["y"] = json_list(result.y.value);
        if (result.y.jacobian.size() > 0) {
            json["J"] = json_rows(result.y.jacobian);
        }
    } else {
        json["status"] = "failed";
        json["message"] = result.failure;
    }
    // A message of an external program may hold any bytes: they must not stop the study.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

EvaluationFiles::EvaluationFiles(std::filesystem::path folder)
    : folder_(std::move(folder)), lock_(open_lock(folder_)) {}

EvaluationFiles::~EvaluationFiles() {
    ::close(lock_);
}

std::vector<std::filesystem::path> EvaluationFiles::files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (entry.path().extension() == ".jsonl") {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

std::vector<EvaluationLine> EvaluationFiles::read(Index& torn) const {
    std::vector<EvaluationLine> lines;
    for (const std::filesystem::path& file : files()) {
        std::ifstream stream(file);
        Index number = 0;
        for (std::string text; std::getline(stream, text);) {
            ++number;
            if (stream.eof()) {
                ++torn;  // a finished line ends in a line break
                break;
            }
            try {
                lines.push_back(line_from(text, file.string(), number));
            } catch (const Json::exception& error) {
                throw ConfigError(fmt::format("{}:{}: is no evaluation ({}); remove the line",
                                              file.string(),
                                              number,
                                              plain_words(error)));
            }
        }
    }
    return lines;
}

void EvaluationFiles::begin_file() {
    for (std::size_t number = files().size() + 1; own_.empty(); ++number) {
        const std::filesystem::path next = folder_ / fmt::format("{:06}.jsonl", number);
        const int made = ::open(next.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
        if (made >= 0) {
            ::close(made);
            own_ = next;
        } else if (errno != EEXIST) {
            throw Error(
                fmt::format("{}: cannot be written: {}", next.string(), std::strerror(errno)));
        }
    }
    stream_.open(own_, std::ios::app);
}

void EvaluationFiles::append(const std::string& line) {
    if (!stream_.is_open()) {
        begin_file();
    }
    stream_ << line << std::flush;
    if (!stream_) {
        throw Error(fmt::format("{}: cannot be written (disk full?)", own_.string()));
    }
}

void EvaluationFiles::merge() {
    stream_.close();
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        return;
    }
    const std::vector<std::filesystem::path> present = files();
    if (present.empty()) {
        return;
    }
    Index torn = 0;
    std::map<std::pair<std::string, std::string>, EvaluationLine> points;
    for (EvaluationLine& line : read(torn)) {
        const std::pair key(line.problem, point_key(line.result.x));
        const auto [known, is_new] = points.try_emplace(key, line);
        // Of two failures the later one: it was asked again.
        if (!is_new && !tells_more(known->second.result, line.result) &&
            (tells_more(line.result, known->second.result) || !line.result.failure.empty())) {
            known->second = std::move(line);
        }
    }
    std::vector<const EvaluationLine*> ordered;
    for (const auto& [key, line] : points) {
        ordered.push_back(&line);
    }
    std::ranges::sort(ordered, [](const auto* a, const auto* b) { return comes_before(*a, *b); });
    std::string text;
    for (const EvaluationLine* line : ordered) {
        text += to_text(*line);
    }
    // Killed on the way it leaves lines twice, which does no harm.
    write_text(folder_ / "000001.jsonl", text);
    for (const std::filesystem::path& file : present) {
        if (file.filename() != "000001.jsonl") {
            std::filesystem::remove(file);
        }
    }
}

}  // namespace jennopt
