/// A module that is loaded before the C library of a program (LD_PRELOAD). It watches the calls by
/// which the program changes files below one folder, and by its environment
///
///   STRESS_FOLDER       the folder, absolute; nothing is watched without it
///   STRESS_PROGRAM      the one program that is watched, absolute; not those that it starts
///   STRESS_KILL_CALL    kills the program (SIGKILL) at the n-th call, n = 1, 2, ...
///   STRESS_KILL_MOMENT  before, after, or half: of a write the first half is written
///   STRESS_FAIL_CALL    lets the n-th call, and all after it that take space, fail
///   STRESS_FAIL_ERROR   errno of those
///   STRESS_CLOCK_JUMP   the clock of the day goes forth and back by so many seconds
///   STRESS_RECORD       a file to which every call is appended, as recording.py reads it

#include <sys/stat.h>
#include <sys/uio.h>

#include "call_watch.hpp"
#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <ctime>

using namespace stress;

namespace {

/// A call without data.
template <typename Run>
auto watched(const char* name, const std::string& path, const std::string& other, const Run& run)
    -> decltype(run()) {
    if (!watch().watches(path)) {
        return run();
    }
    return watch().run(
        {.name = name, .path = path, .other = other, .data = {}, .offset = 0}, run, [] {});
}

bool is_new_or_emptied(const std::string& path, int flags) {
    struct stat status {};

    const bool is_there = ::lstat(path.c_str(), &status) == 0;
    return ((flags & O_CREAT) != 0 && !is_there) || ((flags & O_TRUNC) != 0 && is_there);
}

template <typename Open>
int watched_open(int folder, const char* path, int flags, const Open& open) {
    const std::string file = absolute(folder, path);
    if (!watch().watches(file) || !is_new_or_emptied(file, flags)) {
        return open();
    }
    return watched("create", file, "", open);
}

mode_t mode_of(int flags, std::va_list arguments) {
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

std::int64_t offset_of(int descriptor) {
    if ((::fcntl(descriptor, F_GETFL) & O_APPEND) != 0) {
        struct stat status {};

        return ::fstat(descriptor, &status) == 0 ? status.st_size : 0;
    }
    return ::lseek(descriptor, 0, SEEK_CUR);
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return watched_open(AT_FDCWD, path, flags, [&] {
        return original<int(const char*, int, ...)>("open")(path, flags, mode);
    });
}

int open64(const char* path, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return watched_open(AT_FDCWD, path, flags, [&] {
        return original<int(const char*, int, ...)>("open64")(path, flags, mode);
    });
}

int openat(int folder, const char* path, int flags, ...) {
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_of(flags, arguments);
    va_end(arguments);
    return watched_open(folder, path, flags, [&] {
        return original<int(int, const char*, int, ...)>("openat")(folder, path, flags, mode);
    });
}

/// libstdc++ opens its streams by this one.
std::FILE* fopen64(const char* path, const char* mode) {
    auto* const open = original<std::FILE*(const char*, const char*)>("fopen64");
    const int flags = mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT : 0;
    const std::string file = absolute(AT_FDCWD, path);
    if (!watch().watches(file) || !is_new_or_emptied(file, flags)) {
        return open(path, mode);
    }
    std::FILE* stream = nullptr;
    watched("create", file, "", [&] {
        stream = open(path, mode);
        return stream == nullptr ? -1 : 0;
    });
    return stream;
}

std::FILE* fopen(const char* path, const char* mode) {
    return fopen64(path, mode);
}

ssize_t write(int descriptor, const void* data, size_t size) {
    static auto* const real = original<ssize_t(int, const void*, size_t)>("write");
    const std::string path = path_of(descriptor);
    if (!watch().watches(path)) {
        return real(descriptor, data, size);
    }
    const Call call{.name = "write",
                    .path = path,
                    .other = "",
                    .data = {static_cast<const char*>(data), size},
                    .offset = offset_of(descriptor)};
    return watch().run(
        call,
        [&] { return real(descriptor, data, size); },
        [&] { return real(descriptor, data, size / 2); });
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
    static auto* const real = original<ssize_t(int, const iovec*, int)>("writev");
    const std::string path = path_of(descriptor);
    if (!watch().watches(path)) {
        return real(descriptor, parts, count);
    }
    std::string data;
    for (int k = 0; k < count; ++k) {
        data.append(static_cast<const char*>(parts[k].iov_base), parts[k].iov_len);
    }
    const Call call{
        .name = "write", .path = path, .other = "", .data = data, .offset = offset_of(descriptor)};
    return watch().run(
        call,
        [&] { return real(descriptor, parts, count); },
        [&] {
            return original<ssize_t(int, const void*, size_t)>("write")(
                descriptor, data.data(), data.size() / 2);
        });
}

int fsync(int descriptor) {
    return watched(
        "fsync", path_of(descriptor), "", [&] { return original<int(int)>("fsync")(descriptor); });
}

int fdatasync(int descriptor) {
    return watched("fsync", path_of(descriptor), "", [&] {
        return original<int(int)>("fdatasync")(descriptor);
    });
}

int ftruncate(int descriptor, off_t size) {
    return watched("truncate", path_of(descriptor), std::to_string(size), [&] {
        return original<int(int, off_t)>("ftruncate")(descriptor, size);
    });
}

int truncate(const char* path, off_t size) {
    return watched("truncate", absolute(AT_FDCWD, path), std::to_string(size), [&] {
        return original<int(const char*, off_t)>("truncate")(path, size);
    });
}

int rename(const char* from, const char* to) {
    return watched("rename", absolute(AT_FDCWD, from), absolute(AT_FDCWD, to), [&] {
        return original<int(const char*, const char*)>("rename")(from, to);
    });
}

int link(const char* from, const char* to) {
    return watched("link", absolute(AT_FDCWD, from), absolute(AT_FDCWD, to), [&] {
        return original<int(const char*, const char*)>("link")(from, to);
    });
}

int unlink(const char* path) {
    return watched("remove", absolute(AT_FDCWD, path), "", [&] {
        return original<int(const char*)>("unlink")(path);
    });
}

int unlinkat(int folder, const char* path, int flags) {
    return watched("remove", absolute(folder, path), "", [&] {
        return original<int(int, const char*, int)>("unlinkat")(folder, path, flags);
    });
}

int remove(const char* path) {
    return watched("remove", absolute(AT_FDCWD, path), "", [&] {
        return original<int(const char*)>("remove")(path);
    });
}

int rmdir(const char* path) {
    return watched("remove", absolute(AT_FDCWD, path), "", [&] {
        return original<int(const char*)>("rmdir")(path);
    });
}

int mkdir(const char* path, mode_t mode) {
    return watched("mkdir", absolute(AT_FDCWD, path), "", [&] {
        return original<int(const char*, mode_t)>("mkdir")(path, mode);
    });
}

int close(int descriptor) {
    static auto* const real = original<int(int)>("close");
    const std::string path = path_of(descriptor);

    struct stat status {};

    // Of files only: one that is removed has " (deleted)" behind its path.
    if (!watch().watches(path) || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return real(descriptor);
    }
    return watched("close", path, "", [&] { return real(descriptor); });
}

/// The clock that a user may set, not the steady one.
int clock_gettime(clockid_t clock, timespec* time) {
    static const long jump = std::atol(variable("STRESS_CLOCK_JUMP").c_str());
    static std::atomic<unsigned> reads = 0;
    const int result = original<int(clockid_t, timespec*)>("clock_gettime")(clock, time);
    if (jump != 0 && clock == CLOCK_REALTIME && result == 0) {
        time->tv_sec += reads++ % 2 == 0 ? jump : -jump;
    }
    return result;
}

}  // extern "C"
