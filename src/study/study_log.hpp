#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace jennopt {

/// The file of a study's folder with a line for each event of its runs: date and time, host,
/// process, and a sentence. It is measured: no part of what the same seed makes again.
///
/// Only appended to, a line at once: several processes may do so. May be used from several threads.
class StudyLog {
public:
    /// Never throws: a log that cannot be written is no reason not to run.
    explicit StudyLog(const std::filesystem::path& folder);
    ~StudyLog();
    StudyLog(const StudyLog&) = delete;
    StudyLog& operator=(const StudyLog&) = delete;
    StudyLog(StudyLog&&) = delete;
    StudyLog& operator=(StudyLog&&) = delete;

    /// @param event  of several lines: they become one, parted by " | "
    void note(std::string_view event);

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

    /// Whether all events so far are in the file.
    [[nodiscard]] bool is_whole() const;

    /// Why it could not be written, a sentence, once; "" if it could, or was said before.
    [[nodiscard]] std::string take_failure();

private:
    void fail(int error);

    std::filesystem::path file_;
    int descriptor_;
    mutable std::mutex mutex_;
    std::string failure_;
    bool is_whole_ = true;
};

/// The log's file in a study's folder.
[[nodiscard]] std::filesystem::path log_file(const std::filesystem::path& folder);

}  // namespace jennopt
