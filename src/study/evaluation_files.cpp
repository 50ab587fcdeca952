#include "study/evaluation_files.hpp"

#include "core/format.hpp"
#include "core/point_key.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/process.hpp"
#include "study/line_reader.hpp"
#include "study/work_claim.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <span>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr const char* merged_name = "000001.jsonl";
constexpr const char* damaged_name = "damaged.txt";

/// Of damaged lines, kept until they are moved: beyond it a file is none of ours.
constexpr std::size_t most_damaged_lines = 1000;
constexpr std::size_t most_damaged_bytes = 1U << 24U;

bool comes_before(const EvaluationLine& a, const EvaluationLine& b) {
    const auto at = [](const EvaluationLine& line) {
        return std::span<const double>(line.result.x.data(),
                                       static_cast<std::size_t>(line.result.x.size()));
    };
    return a.problem != b.problem ? a.problem < b.problem
                                  : std::ranges::lexicographical_compare(at(a), at(b));
}

fs::path claims_in(const fs::path& folder) {
    return folder / "claims";
}

/// Held while a process begins or ends its work: then nobody reads files that another one merges.
WorkClaim take_turn(const fs::path& folder) {
    return WorkClaim::take(
        claims_in(folder), "files", [](const Worker& /*who*/) { pause_unless_stopped(0.0); });
}

Presence announced(const fs::path& folder) {
    make_folder(folder);
    const WorkClaim turn = take_turn(folder);
    return Presence(claims_in(folder));
}

/// In the order of their names, that of their making.
std::vector<fs::path> store_files(const fs::path& folder) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".jsonl") {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

/// A number after that of every file: of two lines for a point the later one counts.
std::size_t next_number(const std::vector<fs::path>& files) {
    std::size_t last = 0;
    for (const fs::path& file : files) {
        const std::string name = file.stem().string();
        std::size_t number = 0;
        std::from_chars(name.data(), name.data() + name.size(), number);
        last = std::max(last, number);
    }
    return last + 1;
}

/// Collects what a reading finds.
class Reading {
public:
    void take(const fs::path& file, Index number, LineReader::Line& line) {
        std::string& text = line.text;
        if (text.ends_with('\r')) {  // an editor's
            text.pop_back();
        }
        if (text.find_first_not_of(" \t") == std::string::npos) {
            return;
        }
        try {
            if (line.is_cut) {
                throw ConfigError("it is longer than an evaluation can be");
            }
            found_.lines.push_back(line_from(text));
        } catch (const ConfigError& error) {
            refuse({fmt::format("{}:{}", file.string(), number), error.what(), std::move(text)});
            found_.has_all_damaged = found_.has_all_damaged && !line.is_cut;
        }
    }

    void take_unfinished() { ++found_.torn; }

    /// A folder, a pipe: it can be neither read nor moved.
    void refuse_file(const fs::path& file) {
        refuse({file.string(), "it is no file", ""});
        found_.has_all_damaged = false;
    }

    EvaluationsRead found() { return std::move(found_); }

private:
    void refuse(DamagedLine line) {
        ++found_.n_damaged;
        bytes_ += line.text.size();
        if (found_.damaged.size() < most_damaged_lines && bytes_ < most_damaged_bytes) {
            found_.damaged.push_back(std::move(line));
        } else {
            found_.has_all_damaged = false;
        }
    }

    EvaluationsRead found_;
    std::size_t bytes_ = 0;
};

/// Each point of a problem once, in an order that does not show who was first.
std::string merged_text(std::vector<EvaluationLine> lines) {
    std::map<std::pair<std::string, std::string>, EvaluationLine> points;
    for (EvaluationLine& line : lines) {
        const std::pair key(line.problem, point_key(line.result.x));
        const auto [known, is_new] = points.try_emplace(key, line);
        if (!is_new && replaces(line.result, known->second.result)) {
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
    return text;
}

void keep_damaged(const fs::path& file, const std::vector<DamagedLine>& lines) {
    std::string text = fs::exists(file) ? read_own_text(file) : "";
    for (const DamagedLine& line : lines) {
        // There already if a run was killed between this and the removal of the line.
        if (text.find('\n' + line.text + '\n') == std::string::npos) {
            text += fmt::format("# {}: {}\n{}\n", line.place, line.reason, line.text);
        }
    }
    write_text(file, text);
}

}  // namespace

EvaluationFiles::EvaluationFiles(fs::path folder)
    : folder_(std::move(folder)), presence_(announced(folder_)) {}

EvaluationFiles::~EvaluationFiles() {
    presence_.reset();
    std::error_code not_empty;
    fs::remove(claims(), not_empty);
}

bool EvaluationFiles::has_others() const {
    return presence_ && !presence_->others().empty();
}

fs::path EvaluationFiles::claims() const {
    return claims_in(folder_);
}

EvaluationsRead EvaluationFiles::read() {
    return read_files(places_);
}

EvaluationsRead EvaluationFiles::read_files(Places& places) const {
    Reading reading;
    for (const fs::path& file : store_files(folder_)) {
        if (file == own_) {
            continue;
        }
        const auto [known, is_new] = places.try_emplace(file);
        std::error_code unknown;
        if (!fs::is_regular_file(file, unknown)) {
            if (is_new) {
                reading.refuse_file(file);
            }
            continue;
        }
        Place& place = known->second;
        LineReader reader(file, place.byte);
        for (LineReader::Line line; reader.next(line); place.byte = reader.position()) {
            // A line that is being written, or was when its writer was killed, begins as ours do.
            if (!line.is_finished && line.text.front() == '{' && !line.is_cut) {
                reading.take_unfinished();
                break;
            }
            reading.take(file, ++place.line, line);
        }
    }
    return reading.found();
}

void EvaluationFiles::begin_file() {
    for (std::size_t number = next_number(store_files(folder_)); own_.empty(); ++number) {
        const fs::path next = folder_ / fmt::format("{:06}.jsonl", number);
        output_ = OutputFile(next, O_CREAT | O_EXCL | O_APPEND);
        if (output_.is_open()) {
            own_ = next;
        } else if (errno != EEXIST) {
            throw Error(
                fmt::format("{}: cannot be written ({})", next.string(), std::strerror(errno)));
        }
    }
    error_ = sync_folder(folder_).value();
}

void EvaluationFiles::throw_if_broken() const {
    if (error_ != 0) {
        throw Error(
            fmt::format("{}: cannot be written ({})", own_.string(), std::strerror(error_)));
    }
}

void EvaluationFiles::append(const std::string& line) {
    if (!output_.is_open()) {
        begin_file();
    }
    throw_if_broken();
    if (const std::error_code error = output_.write(line)) {
        // Half a line would damage the next one.
        if (output_.truncate(size_)) {
            error_ = error.value();
        }
        throw Error(fmt::format("{}: cannot be written ({})", own_.string(), error.message()));
    }
    size_ += line.size();
}

void EvaluationFiles::sync() {
    const std::uintmax_t wanted = size_;
    const std::scoped_lock lock(sync_mutex_);
    if (synced_ >= wanted) {
        return;
    }
    const std::uintmax_t reached = size_;
    // What could not be written to the disk once may be lost, though the next call finds no fault.
    if (const std::error_code error = output_.sync()) {
        error_ = error.value();
    }
    throw_if_broken();
    synced_ = reached;
}

bool EvaluationFiles::merge() {
    output_ = OutputFile();
    own_.clear();  // it is read with the others
    {
        const WorkClaim turn = take_turn(folder_);
        const bool is_last = !has_others();
        presence_.reset();
        if (!is_last) {
            return false;
        }
        merge_alone();
    }
    remove_void_claims(claims());
    return true;
}

void EvaluationFiles::merge_alone() const {
    const std::vector<fs::path> present = store_files(folder_);
    Places from_the_beginning;
    EvaluationsRead all = read_files(from_the_beginning);
    if (present.empty() || !all.has_all_damaged) {
        return;
    }
    if (!all.damaged.empty()) {
        keep_damaged(folder_ / damaged_name, all.damaged);
    }
    // Killed on the way it leaves lines twice, which does no harm.
    write_text(folder_ / merged_name, merged_text(std::move(all.lines)));
    for (const fs::path& file : present) {
        if (file.filename() != merged_name) {
            fs::remove(file);
        }
    }
}

}  // namespace jennopt
