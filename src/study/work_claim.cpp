#include "study/work_claim.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/worker_identity.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto renewal = 15s;
constexpr auto longest_silence = 120s;  // file servers show times late, by up to a minute

/// Renews the times of the claims that this process holds.
class Renewals {
public:
    static Renewals& get() {
        static Renewals renewals;
        return renewals;
    }

    void add(const fs::path& file) {
        const std::scoped_lock lock(mutex_);
        files_.insert(file);
        if (!thread_.joinable()) {
            thread_ = std::jthread([this](const std::stop_token& stop) { renew(stop); });
        }
    }

    void remove(const fs::path& file) {
        const std::scoped_lock lock(mutex_);
        files_.erase(file);
    }

private:
    void renew(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (!wake_.wait_for(lock, stop, renewal, [&stop] { return stop.stop_requested(); })) {
            const std::set<fs::path> files = files_;
            lock.unlock();  // a file server that does not answer must not hold up the work
            for (const fs::path& file : files) {
                ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);
            }
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::set<fs::path> files_;
    std::jthread thread_;  // last: it ends before what it uses
};

fs::path file_of(const fs::path& folder, const std::string& name, int generation) {
    return folder / fmt::format("{}.{}", name, generation);
}

/// A name that no other process, and no other thread of this one, uses.
fs::path own_file(const fs::path& folder) {
    static std::atomic<int> number = 0;
    const WorkerIdentity& self = this_worker();
    return folder / fmt::format(".{}-{}-{}", self.host, self.pid, ++number);
}

/// Seconds since the file was renewed, by the clock that sets the times of files.
std::optional<std::chrono::seconds> silence_of(const fs::path& file) {
    const fs::path probe = own_file(file.parent_path());

    struct stat then {};

    struct stat now {};

    const int made = ::open(probe.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    const bool is_known = made >= 0 && ::fstat(made, &now) == 0;
    if (made >= 0) {
        ::close(made);
        ::unlink(probe.c_str());
    }
    if (::stat(file.c_str(), &then) != 0) {
        return std::nullopt;
    }
    if (!is_known) {  // a folder that may only be read
        ::clock_gettime(CLOCK_REALTIME, &now.st_mtim);
    }
    return std::chrono::seconds(now.st_mtim.tv_sec - then.st_mtim.tv_sec);
}

enum class ClaimState { absent, held, lost };

struct Seen {
    ClaimState state = ClaimState::absent;
    Worker worker = {};
};

Seen look_at(const fs::path& file) {
    std::optional<WorkerIdentity> worker;
    try {
        worker = worker_from(read_own_text(file));
    } catch (const ConfigError&) {
        if (!fs::exists(file)) {
            return {};
        }
    }
    const Worker who = worker ? Worker{worker->host, worker->pid} : Worker{};
    const std::optional<bool> alive = worker ? is_alive(*worker) : std::nullopt;
    if (alive) {
        return {*alive ? ClaimState::held : ClaimState::lost, who};
    }
    const auto silence = silence_of(file);
    if (!silence) {
        return {};
    }
    return {*silence > longest_silence ? ClaimState::lost : ClaimState::held, who};
}

/// The newest claim of a work.
Seen newest(const fs::path& folder, const std::string& name) {
    Seen last;
    for (int generation = 1;; ++generation) {
        const Seen seen = look_at(file_of(folder, name, generation));
        if (seen.state == ClaimState::absent) {
            return last;
        }
        last = seen;
        if (seen.state == ClaimState::held) {
            return last;
        }
    }
}

/// 0: the file was not there and now holds this process; else the cause, errno.
int link_claim(const fs::path& file) {
    const fs::path own = own_file(file.parent_path());
    const std::string text = to_text(this_worker());
    const int made = ::open(own.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (made < 0) {
        return errno;
    }
    // On the disk before it has its name: an empty claim after a loss of power would be waited for.
    const bool is_written =
        ::write(made, text.data(), text.size()) == std::ssize(text) && ::fdatasync(made) == 0;
    int cause = is_written ? 0 : errno;
    ::close(made);
    // A link is made whole or not at all, on NFS too, and never replaces a file.
    if (is_written && ::link(own.c_str(), file.c_str()) != 0) {
        cause = errno;
    }
    ::unlink(own.c_str());
    return cause;
}

/// True if the file was not there and now holds this process.
bool make_claim(const fs::path& file) {
    int cause = link_claim(file);
    for (int retry = 0; cause == ENOENT && retry < 10; ++retry) {
        make_folder(file.parent_path());  // the last one to leave has just removed it
        cause = link_claim(file);
    }
    if (cause != 0 && cause != EEXIST) {
        throw Error(fmt::format("{}: cannot be written ({})", file.string(), std::strerror(cause)));
    }
    return cause == 0;
}

}  // namespace

std::string Worker::text() const {
    return host.empty() ? "another process" : fmt::format("process {} on {}", pid, host);
}

WorkClaim::WorkClaim(fs::path folder, std::string name, int generation)
    : folder_(std::move(folder)), name_(std::move(name)), generation_(generation) {
    Renewals::get().add(file_of(folder_, name_, generation_));
}

WorkClaim::WorkClaim(WorkClaim&& other) noexcept
    : folder_(std::move(other.folder_)),
      name_(std::move(other.name_)),
      generation_(std::exchange(other.generation_, 0)) {}

WorkClaim::~WorkClaim() {
    if (generation_ == 0) {
        return;
    }
    Renewals::get().remove(file_of(folder_, name_, generation_));
    // Upwards: as long as the own one is there, nobody takes a lower one for the newest.
    for (int generation = 1; generation <= generation_; ++generation) {
        ::unlink(file_of(folder_, name_, generation).c_str());
    }
}

std::optional<WorkClaim> WorkClaim::try_take(const fs::path& folder, const std::string& name) {
    make_folder(folder);
    // Each takeover is a new file, so that of several that want it one gets it, and a process that
    // comes back finds its own still there, and void.
    for (int generation = 1;; ++generation) {
        const fs::path file = file_of(folder, name, generation);
        switch (look_at(file).state) {
            case ClaimState::lost:
                continue;
            case ClaimState::held:
                return std::nullopt;
            case ClaimState::absent:
                break;
        }
        if (!make_claim(file)) {
            return std::nullopt;
        }
        WorkClaim claim(folder, name, generation);
        if (generation == 1 || fs::exists(file_of(folder, name, generation - 1))) {
            return claim;
        }
        generation = 0;  // the one before was given free meanwhile, and counting begins anew
    }
}

WorkClaim WorkClaim::take(const fs::path& folder,
                          const std::string& name,
                          const std::function<void(const Worker&)>& waiting) {
    constexpr auto longest_pause = 500ms;
    for (std::chrono::milliseconds pause = 5ms;; pause = std::min(2 * pause, longest_pause)) {
        if (std::optional<WorkClaim> claim = try_take(folder, name)) {
            return std::move(*claim);
        }
        waiting(holder(folder, name).value_or(Worker{}));
        std::this_thread::sleep_for(pause);
    }
}

std::optional<Worker> WorkClaim::holder(const fs::path& folder, const std::string& name) {
    const Seen seen = newest(folder, name);
    return seen.state == ClaimState::held ? std::optional(seen.worker) : std::nullopt;
}

std::optional<Worker> WorkClaim::lost_holder(const fs::path& folder, const std::string& name) {
    const Seen seen = newest(folder, name);
    return seen.state == ClaimState::lost ? std::optional(seen.worker) : std::nullopt;
}

void remove_void_claims(const fs::path& folder) {
    if (!fs::is_directory(folder)) {
        return;
    }
    std::vector<fs::path> left;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const bool is_unfinished = entry.path().filename().string().starts_with('.');
        if (is_unfinished || look_at(entry.path()).state == ClaimState::lost) {
            left.push_back(entry.path());
        }
    }
    std::error_code not_empty;
    for (const fs::path& file : left) {
        fs::remove(file, not_empty);
    }
    fs::remove(folder, not_empty);
}

}  // namespace jennopt
