#include "study/work_claim.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/claim_renewal.hpp"
#include "study/worker_identity.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto longest_silence = 120s;  // file servers show times late, by up to a minute

fs::path file_of(const fs::path& folder, const std::string& name, int generation) {
    return folder / fmt::format("{}.{}", name, generation);
}

int generation_of(const fs::path& file) {
    const std::string text = file.extension().string();
    int generation = 0;
    std::from_chars(
        text.data() + std::min<std::size_t>(1, text.size()), text.data() + text.size(), generation);
    return generation;
}

/// Seconds since the file was renewed, by the clock that sets the times of files.
std::optional<std::chrono::seconds> silence_of(const fs::path& file) {
    const fs::path probe = unfinished_file(file.parent_path());

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
    const fs::path own = unfinished_file(file.parent_path());
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

/// Of the claims below a new one: lost if each is there and void, else the state of the first
/// other. Since they were looked at, their work may have been given free and taken again.
ClaimState state_below(const fs::path& folder, const std::string& name, int generation) {
    ClaimState state = ClaimState::lost;
    for (int lower = 1; lower < generation && state == ClaimState::lost; ++lower) {
        state = look_at(file_of(folder, name, lower)).state;
    }
    return state;
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
    ClaimRenewal::get().add(file_of(folder_, name_, generation_));
}

WorkClaim::WorkClaim(WorkClaim&& other) noexcept
    : folder_(std::move(other.folder_)),
      name_(std::move(other.name_)),
      generation_(std::exchange(other.generation_, 0)) {}

WorkClaim::~WorkClaim() {
    if (generation_ == 0) {
        return;
    }
    ClaimRenewal::get().remove(file_of(folder_, name_, generation_));
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
        const ClaimState below = state_below(folder, name, generation);
        // Held above: somebody who came back after a takeover has removed the lower ones.
        const bool is_held =
            below == ClaimState::held ||
            look_at(file_of(folder, name, generation + 1)).state == ClaimState::held;
        if (below == ClaimState::lost && !is_held) {
            return WorkClaim(folder, name, generation);
        }
        ::unlink(file.c_str());
        if (is_held) {
            return std::nullopt;
        }
        generation = 0;
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
    remove_unfinished(folder);
    std::error_code gone;
    std::map<std::string, std::vector<fs::path>> files;
    for (fs::directory_iterator entry(folder, gone); !gone && entry != fs::directory_iterator();
         entry.increment(gone)) {
        if (!is_unfinished(entry->path())) {
            files[entry->path().stem().string()].push_back(entry->path());
        }
    }
    for (const auto& [name, claims] : files) {
        // Taken before they are removed: another process may be about to take them over.
        const std::optional<WorkClaim> claim = WorkClaim::try_take(folder, name);
        for (const fs::path& file : claim ? claims : std::vector<fs::path>()) {
            // Only above: those below go with the claim, and what stands there later is another's.
            if (generation_of(file) > claim->generation_ &&
                look_at(file).state == ClaimState::lost) {
                fs::remove(file, gone);
            }
        }
    }
    fs::remove(folder, gone);
}

}  // namespace jennopt
