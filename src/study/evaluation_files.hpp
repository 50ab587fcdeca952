#pragma once

#include "core/output_file.hpp"
#include "jennopt/core/types.hpp"
#include "study/evaluation_line.hpp"
#include "study/presence.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// A line, or a file, that holds no evaluation of ours.
struct DamagedLine {
    std::string place;   ///< "evaluations/000001.jsonl:17"
    std::string reason;  ///< what is wrong, a sentence without its end
    std::string text;    ///< of the line; "" of a file
};

/// What a reading found.
struct EvaluationsRead {
    std::vector<EvaluationLine> lines;  ///< in the order of the files and in each as written
    std::vector<DamagedLine> damaged;   ///< the first of them
    Index n_damaged = 0;
    bool has_all_damaged = true;  ///< whether `damaged` has every one of them, whole
    Index torn = 0;               ///< files whose last line a kill has cut off, which is left out
};

/// The folder in which the evaluations of a study lie, one JSON object a line.
///
/// Every process appends to a file of its own, 000001.jsonl and so on, and reads all of them;
/// neither waits for the other, but while it begins or one makes a single file of all. May be used
/// from several threads where it says so.
class EvaluationFiles {
public:
    /// @param folder  made if it is not there
    /// @throws ConfigError if it cannot be made or written to
    explicit EvaluationFiles(std::filesystem::path folder);
    ~EvaluationFiles();
    EvaluationFiles(const EvaluationFiles&) = delete;
    EvaluationFiles& operator=(const EvaluationFiles&) = delete;
    EvaluationFiles(EvaluationFiles&&) = delete;
    EvaluationFiles& operator=(EvaluationFiles&&) = delete;

    /// What all files but the own one hold that was not read before. A last line without an end is
    /// read again when it has one.
    /// @throws ConfigError if a file cannot be read
    [[nodiscard]] EvaluationsRead read();

    /// Appends a line to the own file: a kill does not take it any more, a loss of power may. One
    /// thread at a time.
    /// @throws Error if it cannot be written; nothing of it is in the file then
    void append(const std::string& line);

    /// What was appended before this call is on the disk when it returns. Threads that come
    /// together wait for the disk once.
    /// @throws Error if it cannot be written
    void sync();

    /// Makes one file of all, each point once, in an order that does not show who was first, and
    /// moves damaged lines to damaged.txt; unless another process is at work in the folder, or
    /// something damaged is not a matter of lines. Last use.
    /// @return whether no other process was at work
    bool merge();

    /// Whether other processes are at work in the folder.
    [[nodiscard]] bool has_others() const;

    /// Of the claims of these processes.
    [[nodiscard]] std::filesystem::path claims() const;

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    /// Where a reading of a file goes on.
    struct Place {
        std::uintmax_t byte = 0;
        Index line = 0;
    };

    using Places = std::map<std::filesystem::path, Place>;

    [[nodiscard]] EvaluationsRead read_files(Places& places) const;
    void begin_file();
    void merge_alone() const;
    void throw_if_broken() const;

    std::filesystem::path folder_;
    std::optional<Presence> presence_;  // with others there nobody merges
    Places places_;
    std::filesystem::path own_;
    OutputFile output_;
    std::atomic<std::uintmax_t> size_ = 0;  // of the own file
    std::mutex sync_mutex_;
    std::uintmax_t synced_ = 0;   // bytes of the own file
    std::atomic<int> error_ = 0;  // errno of what cannot be made good
};

}  // namespace jennopt
