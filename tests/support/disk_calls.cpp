#include "support/disk_calls.hpp"

#include <sys/stat.h>
#include <sys/syscall.h>

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

namespace {

std::mutex mutex;
std::vector<DiskCall>* watched = nullptr;

std::string path_of(int descriptor) {
    std::array<char, 4096> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t n = ::readlink(link.c_str(), path.data(), path.size() - 1);
    return n < 0 ? "" : path.data();
}

}  // namespace

WatchedDisk::WatchedDisk() {
    const std::scoped_lock lock(mutex);
    watched = new std::vector<DiskCall>;
}

WatchedDisk::~WatchedDisk() {
    const std::scoped_lock lock(mutex);
    delete watched;
    watched = nullptr;
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): what it watches is one for all
std::vector<DiskCall> WatchedDisk::calls() const {
    const std::scoped_lock lock(mutex);
    return *watched;
}

// The dynamic linker resolves a library's calls to the first definition it finds, the program's
// own.
extern "C" {

int fsync(int descriptor) {
    const std::scoped_lock lock(mutex);
    if (watched != nullptr) {
        struct stat file {};

        ::fstat(descriptor, &file);
        watched->push_back({.kind = DiskCall::Kind::sync,
                            .path = path_of(descriptor),
                            .size = static_cast<std::uintmax_t>(file.st_size)});
    }
    return 0;
}

int rename(const char* from, const char* to) noexcept {
    const auto result = static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
    const std::scoped_lock lock(mutex);
    if (watched != nullptr && result == 0) {
        watched->push_back({.kind = DiskCall::Kind::rename, .path = to, .from = from});
    }
    return result;
}
}
