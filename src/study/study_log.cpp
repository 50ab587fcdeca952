#include "study/study_log.hpp"

#include "core/control.hpp"
#include "core/format.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

/// With the offset from UTC: hosts of one folder may differ in their time zones.
std::string date_and_time() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    std::array<char, 40> text{};
    const std::size_t length =
        std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S%z", &local);
    return {text.data(), length};
}

std::string host_and_process() {
    std::array<char, 256> host{};
    const bool is_known = ::gethostname(host.data(), host.size() - 1) == 0;
    return fmt::format("{}:{}", is_known ? host.data() : "?", ::getpid());
}

/// Nothing in it moves a terminal's cursor or begins a line that looks like another event.
std::string in_one_line(std::string_view text) {
    while (text.ends_with('\n')) {
        text.remove_suffix(1);
    }
    std::string line;
    for (const char letter : text) {
        if (letter == '\n') {
            line += " | ";
        } else {
            line += is_control(letter) ? ' ' : letter;
        }
    }
    return line;
}

}  // namespace

std::filesystem::path log_file(const std::filesystem::path& folder) {
    return folder / "log.txt";
}

StudyLog::StudyLog(const std::filesystem::path& folder)
    : file_(log_file(folder)),
      // A link that somebody laid there would lead the text elsewhere, a pipe would hold the run.
      descriptor_(::open(file_.c_str(),
                         O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                         0644)) {
    if (descriptor_ < 0) {
        fail(errno);
    }
}

StudyLog::~StudyLog() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void StudyLog::note(std::string_view event) {
    const std::string line =
        fmt::format("{} {} {}\n", date_and_time(), host_and_process(), in_one_line(event));
    const std::scoped_lock lock(mutex_);
    if (descriptor_ < 0) {
        is_whole_ = false;
        return;
    }
    // One call: what others append comes before or after it.
    const ssize_t written = ::write(descriptor_, line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size())) {
        fail(written < 0 ? errno : ENOSPC);
    }
}

bool StudyLog::is_whole() const {
    const std::scoped_lock lock(mutex_);
    return is_whole_;
}

std::string StudyLog::take_failure() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(failure_, "");
}

void StudyLog::fail(int error) {
    if (std::exchange(is_whole_, false)) {
        failure_ = fmt::format("{}: cannot be written ({}), the run goes on without it",
                               file_.string(),
                               std::strerror(error));
    }
}

}  // namespace jennopt
